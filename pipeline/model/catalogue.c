/* The files of criteria/catalogues and keywords.yaml: read and checked. */
#include "catalogue.h"

#include "tidu/industry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_BYTES_MAX = 120, REGION_DIGITS_MAX = 6, NAME_BYTES = 256, CATALOGUES_MAX = 63 };

static const char *const catalogue_keys[] = {"catalogue", "title",   "source", "confirmed",
                                             "region",    "entries", "note"};
static const char *const entry_keys[] = {"id",  "title", "industries", "keywords",
                                         "not", "note",  "services"};

struct reader {
    struct catalogue_list *list;
    struct td_arena *arena;
    struct td_str region;
    struct td_error *err;
    struct folded folded;
};

/* ---- words
 * ------------------------------------------------------------------------------------
 */
static size_t
characters(struct td_str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return n;
}

static bool
check_word(const struct td_yaml *node, const struct folded *folded, size_t least,
           struct td_error *err)
{
    struct td_str word = td_buf_view(&folded->text);

    if (word.len > WORD_BYTES_MAX)
        return td_yaml_fail(node, err, TD_T("词超过 %d 字节", "a word is longer than %d bytes"),
                            WORD_BYTES_MAX);
    if (folded->bound_count || memchr(word.at, ' ', word.len))
        return td_yaml_fail(node, err,
                            TD_T("词“%.80s”含有空格、括号或标点",
                                 "the word \"%.80s\" has a blank, a bracket or a stop in it"),
                            node->text.at) ||
               td_hint(err, "%s",
                       TD_T("这些符号把经营范围分成各项，词不能跨项；请分成几个词",
                            "these part a scope into items, and no word reaches across; make "
                            "it several words"));
    if (characters(word) < least)
        return td_yaml_fail(node, err, TD_T("词“%.80s”太短", "the word \"%.80s\" is too short"),
                            node->text.at) ||
               td_hint(err,
                       TD_T("至少 %zu 个字，否则到处都会出现",
                            "at least %zu characters, or it is found everywhere"),
                       least);
    return true;
}

static bool
add_word(struct reader *r, const struct td_yaml *node, struct catalogue_word word, size_t least)
{
    struct catalogue_list *l = r->list;
    struct td_str text;

    if (!td_yaml_text(node, "keyword", &text, r->err))
        return false;
    fold_scope(text, &r->folded);
    if (!check_word(node, &r->folded, least, r->err))
        return false;
    word.text = td_arena_str(r->arena, td_buf_view(&r->folded.text));
    for (size_t i = l->word_count; i-- > 0;) {
        const struct catalogue_word *w = &l->words[i];

        if (w->entry != word.entry)
            break; /* the words of one entry, and those of keywords.yaml (-1), stand together */
        if (td_str_equal(w->text, word.text))
            return td_yaml_fail(node, r->err,
                                TD_T("词“%.80s”重复", "the word \"%.80s\" is given twice"),
                                node->text.at);
    }
    if (l->word_count == l->word_cap) {
        l->word_cap = l->word_cap ? 2 * l->word_cap : 512;
        l->words = td_realloc(l->words, l->word_cap, sizeof(*l->words));
    }
    l->words[l->word_count++] = word;
    return true;
}

static bool
add_words(struct reader *r, const struct td_yaml *map, const char *key,
          struct catalogue_word word, size_t least)
{
    const struct td_yaml *list = td_yaml_get(map, key);

    if (!list)
        return true;
    if (!td_yaml_expect(list, TD_YAML_LIST, key, r->err))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        word.place = (int)i;
        if (!add_word(r, list->items[i], word, least))
            return false;
    }
    return true;
}

/* ---- catalogues
 * -------------------------------------------------------------------------------
 */
static bool
read_id(struct reader *r, const struct td_yaml *map, const char *key, struct td_str *out)
{
    const struct td_yaml *node;

    if (!td_yaml_need(map, key, &node, r->err) || !td_yaml_text(node, key, out, r->err))
        return false;
    for (size_t i = 0; i < out->len; i++) {
        char c = out->at[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return td_yaml_fail(node, r->err,
                                TD_T("%s 只用小写字母、数字和下划线",
                                     "%s has small letters, digits and _ only"),
                                key);
    }
    *out = td_arena_str(r->arena, *out);
    return true;
}

static bool
read_text(struct reader *r, const struct td_yaml *map, const char *key, struct td_str *out)
{
    const struct td_yaml *node;

    if (!td_yaml_need(map, key, &node, r->err) || !td_yaml_text(node, key, out, r->err))
        return false;
    *out = td_arena_str(r->arena, *out);
    return true;
}

/* "C34", "3451", "C", or a range of digits "63-65". */
static bool
industry_good(struct td_str code)
{
    const struct td_industry *entry;
    const char *dash = memchr(code.at, '-', code.len);

    if (!dash || dash == code.at + 1) /* "C-34" */
        return td_industry_parse(code, &entry) == TD_FAULT_NONE;
    struct td_str first = {code.at, (size_t)(dash - code.at)},
                  last = {dash + 1, code.len - first.len - 1};
    return first.len == last.len && memcmp(first.at, last.at, first.len) < 0 &&
           industry_good(first) && industry_good(last);
}

static bool
read_industries(struct reader *r, const struct td_yaml *map, struct td_catalogue_entry *entry)
{
    const struct td_yaml *list = td_yaml_get(map, "industries");
    struct td_str *codes;

    if (!list)
        return true;
    if (!td_yaml_expect(list, TD_YAML_LIST, "industries", r->err))
        return false;
    codes = td_arena_alloc(r->arena, list->count + 1, sizeof(*codes));
    for (size_t i = 0; i < list->count; i++) {
        if (!td_yaml_text(list->items[i], "industries", &codes[i], r->err))
            return false;
        if (!industry_good(codes[i]))
            return td_yaml_fail(
                       list->items[i], r->err,
                       TD_T("“%.40s”不是国民经济行业代码", "\"%.40s\" is no industry code"),
                       codes[i].at) ||
                   td_hint(r->err, "%s",
                           TD_T("写成 C34、3451 或 63-65（GB/T 4754-2017）",
                                "write it like C34, 3451 or 63-65 (GB/T 4754-2017)"));
        codes[i] = td_arena_str(r->arena, codes[i]);
    }
    entry->industries = codes;
    entry->industry_count = list->count;
    return true;
}

static bool
read_entry(struct reader *r, const struct td_yaml *map, int catalogue, size_t place,
           struct td_catalogue_entry *entries)
{
    struct td_catalogue_entry *entry = &entries[place];
    struct catalogue_word key = {.role = WORD_KEY, .entry = r->list->entry_count}, not = key;
    const struct td_yaml *keywords, *services = td_yaml_get(map, "services");

    not .role = WORD_NOT;
    if (!td_yaml_expect(map, TD_YAML_MAP, "entry", r->err) ||
        !td_yaml_known(map, entry_keys, sizeof(entry_keys) / sizeof(*entry_keys), r->err) ||
        !read_id(r, map, "id", &entry->id) || !read_text(r, map, "title", &entry->title) ||
        !read_industries(r, map, entry) || !td_yaml_need(map, "keywords", &keywords, r->err))
        return false;
    for (size_t i = 0; i < place; i++)
        if (td_str_equal(entries[i].id, entry->id))
            return td_yaml_fail(td_yaml_get(map, "id"), r->err,
                                TD_T("id“%s”重复", "id \"%s\" is given twice"), entry->id.at);
    r->list->entries[r->list->entry_count] =
        (struct entry_place){.catalogue = catalogue, .entry = (int)place};
    if (services && !td_yaml_bool(services, "services",
                                  &r->list->entries[r->list->entry_count].services, r->err))
        return false;
    if (!add_words(r, map, "keywords", key, 2) || !add_words(r, map, "not", not, 2))
        return false;
    r->list->entry_count++;
    return true;
}

static bool
read_confirmed(struct reader *r, const struct td_yaml *root, struct td_str *out)
{
    static const char *const grades[] = {"A", "B", "B2", "M"};
    const struct td_yaml *node = td_yaml_get(root, "confirmed");
    size_t grade;

    *out = (struct td_str){0};
    if (!node)
        return true;
    if (!td_yaml_choice(node, "confirmed", grades, 4, &grade, r->err))
        return false;
    *out = td_str(grades[grade]);
    return true;
}

static bool
read_region(struct reader *r, const struct td_yaml *root, struct td_str *out)
{
    const struct td_yaml *node = td_yaml_get(root, "region");

    *out = (struct td_str){0};
    if (!node)
        return true;
    if (!td_yaml_text(node, "region", out, r->err))
        return false;
    bool good = out->len <= REGION_DIGITS_MAX;
    for (size_t i = 0; i < out->len; i++)
        good = good && out->at[i] >= '0' && out->at[i] <= '9';
    if (!good)
        return td_yaml_fail(node, r->err, "%s",
                            TD_T("region 是行政区划代码的前几位，如 \"3715\"",
                                 "region is the first digits of a city's code, like \"3715\""));
    *out = td_arena_str(r->arena, *out);
    return true;
}

/* catalogues/<id>.yaml, or catalogues/<id>-<region>.yaml: so that a file is found by what it
 * says. */
static bool
check_name(struct reader *r, const struct td_yaml *root, const struct td_catalogue *c)
{
    char name[NAME_BYTES];

    snprintf(name, sizeof(name), "catalogues/%.*s%s%.*s.yaml", 100, c->id.at,
             c->region.len ? "-" : "", (int)c->region.len, c->region.len ? c->region.at : "");
    return strcmp(name, root->file->name) == 0 ||
           td_yaml_fail(td_yaml_get(root, "catalogue"), r->err,
                        TD_T("文件名应为“%s”", "the file's name should be \"%s\""), name);
}

static bool
read_catalogue(struct reader *r, const struct td_yaml *root, int at)
{
    struct td_catalogue *c = &r->list->catalogues[at];
    struct td_catalogue_entry *entries;
    const struct td_yaml *list;

    if (!td_yaml_expect(root, TD_YAML_MAP, "catalogue", r->err) ||
        !td_yaml_known(root, catalogue_keys, sizeof(catalogue_keys) / sizeof(*catalogue_keys),
                       r->err) ||
        !read_id(r, root, "catalogue", &c->id) || !read_text(r, root, "title", &c->title) ||
        !read_text(r, root, "source", &c->source) || !read_confirmed(r, root, &c->confirmed) ||
        !read_region(r, root, &c->region) || !check_name(r, root, c) ||
        !td_yaml_need(root, "entries", &list, r->err) ||
        !td_yaml_expect(list, TD_YAML_LIST, "entries", r->err))
        return false;
    entries = td_arena_alloc(r->arena, list->count + 1, sizeof(*entries));
    r->list->entries =
        td_realloc(r->list->entries, (size_t)r->list->entry_count + list->count + 1,
                   sizeof(*r->list->entries));
    for (size_t i = 0; i < list->count; i++)
        if (!read_entry(r, list->items[i], at, i, entries))
            return false;
    c->entries = entries;
    c->entry_count = list->count;
    return true;
}

/* ---- which of them count
 * ----------------------------------------------------------------------
 */
struct kept { /* where the list was before a catalogue was read */
    size_t words;
    int entries;
};

/* Is it there for this city, and is no other file of the same catalogue nearer? Drops the less
 * near one. */
static bool
keep_nearest(struct reader *r, const struct td_yaml *root, struct kept before)
{
    struct catalogue_list *l = r->list;
    struct td_catalogue *c = &l->catalogues[l->catalogue_count];
    bool fits = td_str_starts(r->region, c->region);

    for (size_t i = 0; fits && i < l->catalogue_count; i++) {
        struct td_catalogue *other = &l->catalogues[i];

        if (!td_str_equal(other->id, c->id))
            continue;
        if (other->region.len == c->region.len)
            return td_yaml_fail(
                root, r->err,
                TD_T("目录“%s”有两份", "there are two files of the catalogue \"%s\""),
                c->id.at);
        if (other->region.len > c->region.len) {
            fits = false;
            break;
        }
        for (size_t w = 0; w < before.words;
             w++) /* the other's words speak to nobody any more */
            if (l->entries[l->words[w].entry].catalogue == (int)i)
                l->words[w].role = WORD_ROLES;
        *other = *c;
        for (int e = before.entries; e < l->entry_count; e++)
            l->entries[e].catalogue = (int)i;
        return true;
    }
    if (fits && l->catalogue_count == CATALOGUES_MAX)
        return td_yaml_fail(root, r->err, TD_T("目录超过 %d 个", "more than %d catalogues"),
                            CATALOGUES_MAX);
    if (fits) {
        l->catalogue_count++;
        return true;
    }
    l->word_count = before.words;
    l->entry_count = before.entries;
    return true;
}

static bool
read_scope_words(struct reader *r, const struct td_yaml *root)
{
    static const struct {
        const char *key;
        enum word_role role;
    } lists[] = {{"makes", WORD_MAKES},   {"trades", WORD_TRADES}, {"serves", WORD_SERVES},
                 {"deny", WORD_DENY},     {"from", WORD_FROM},     {"to", WORD_TO},
                 {"before", WORD_BEFORE}, {"plain", WORD_PLAIN}};
    static const char *const keys[] = {"makes",  "trades", "serves", "deny",      "from", "to",
                                       "before", "plain",  "source", "confirmed", "note"};

    if (!td_yaml_expect(root, TD_YAML_MAP, "keywords.yaml", r->err) ||
        !td_yaml_known(root, keys, sizeof(keys) / sizeof(*keys), r->err))
        return false;
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
        if (!add_words(r, root, lists[i].key,
                       (struct catalogue_word){.role = lists[i].role, .entry = -1}, 1))
            return false;
    return true;
}

/* One file's tree lives while it is read: what is kept of it goes to the arena. */
static bool
read_file(struct reader *r, const struct td_file_text *file, bool words)
{
    struct td_yaml_doc doc = {0};
    struct kept before = {r->list->word_count, r->list->entry_count};
    char name[NAME_BYTES];

    if (file->name.len >= sizeof(name))
        return td_fail(r->err, TD_E_CRITERIA, "%s",
                       TD_T("文件名过长", "a file name is too long"));
    memcpy(name, file->name.at, file->name.len);
    name[file->name.len] = '\0';
    bool ok = td_yaml_parse(&doc, file->text, name, TD_E_CRITERIA, r->err);
    if (ok && words)
        ok = read_scope_words(r, doc.root);
    else if (ok)
        ok = read_catalogue(r, doc.root, (int)r->list->catalogue_count) &&
             keep_nearest(r, doc.root, before);
    td_yaml_free(&doc);
    return ok;
}

static bool
is_catalogue(struct td_str name)
{
    return td_str_starts(name, TD_STR("catalogues/")) && td_str_ends(name, TD_STR(".yaml"));
}

bool
catalogues_read(struct catalogue_list *list, struct td_arena *arena,
                const struct td_file_text *files, size_t count, struct td_str region,
                struct td_error *err)
{
    struct reader r = {.list = list, .arena = arena, .region = region, .err = err};
    size_t room = 1;
    bool ok = true;

    for (size_t i = 0; i < count; i++)
        room += is_catalogue(files[i].name);
    *list = (struct catalogue_list){.catalogues =
                                        td_arena_alloc(arena, room, sizeof(*list->catalogues))};
    for (size_t i = 0; ok && i < count; i++)
        if (is_catalogue(files[i].name))
            ok = read_file(&r, &files[i], false);
    for (size_t i = 0; ok && i < count;
         i++) /* behind the entries' words: these have no entry */
        if (td_str_equal(files[i].name, TD_STR("keywords.yaml")))
            ok = read_file(&r, &files[i], true);
    folded_free(&r.folded);
    if (!ok)
        catalogues_free(list);
    return ok;
}

void
catalogues_free(struct catalogue_list *list)
{
    free(list->entries);
    free(list->words);
    *list = (struct catalogue_list){0};
}
