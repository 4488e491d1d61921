/* All words of all catalogues as one Hyperscan database, and a search with it. */
#include "keyword.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 64 << 20 };

/* ---- compiling
 * --------------------------------------------------------------------------------------------
 */
static int
by_text(const void *a, const void *b)
{
    const struct catalogue_word *x = a, *y = b;
    int order = td_str_order(x->text, y->text);

    if (order != 0)
        return order;
    return x->entry != y->entry ? (x->entry > y->entry) - (x->entry < y->entry)
                                : (x->role > y->role) - (x->role < y->role);
}

static bool
is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Words with the same text are one pattern. */
static void
group_words(struct td_keywords *k)
{
    struct catalogue_list *l = &k->list;

    if (l->word_count)
        qsort(l->words, l->word_count, sizeof(*l->words), by_text);
    k->uses = td_arena_alloc(&k->arena, l->word_count + 1, sizeof(*k->uses));
    k->place_order = td_arena_alloc(&k->arena, l->word_count + 1, sizeof(*k->place_order));
    k->patterns = td_arena_alloc(&k->arena, l->word_count + 1, sizeof(*k->patterns));
    for (size_t i = 0; i < l->word_count; i++) {
        const struct catalogue_word *w = &l->words[i];
        struct pattern *p = &k->patterns[k->pattern_count];

        if (w->role == WORD_ROLES)
            continue; /* of a file that another one stands for */
        if (k->use_count == 0 || !td_str_equal(k->uses[k->use_count - 1].text, w->text)) {
            *p =
                (struct pattern){.first = (uint32_t)k->use_count, .len = (uint32_t)w->text.len};
            p->bound_left = is_latin(w->text.at[0]);
            p->bound_right = is_latin(w->text.at[w->text.len - 1]);
            k->pattern_count++;
        }
        k->patterns[k->pattern_count - 1].count++;
        k->place_order[k->use_count] = w->place;
        k->uses[k->use_count++] = (struct use){w->text, w->role, w->entry};
    }
}

static bool
has_key(const struct td_keywords *k, uint32_t pattern)
{
    const struct pattern *p = &k->patterns[pattern];

    for (uint32_t i = 0; i < p->count; i++)
        if (k->uses[p->first + i].role == WORD_KEY)
            return true;
    return false;
}

/* The patterns as a database: all, or those only that are keywords. */
static bool
build(struct td_keywords *k, bool keys, hs_database_t **database, struct td_error *err)
{
    uint32_t count = k->pattern_count;
    const char **texts = td_alloc(count + 1, sizeof(*texts));
    size_t *lens = td_alloc(count + 1, sizeof(*lens));
    unsigned *flags = td_alloc(count + 1, sizeof(*flags)),
             *ids = td_alloc(count + 1, sizeof(*ids)), n = 0;
    hs_compile_error_t *fault = NULL;
    bool ok = true;

    for (uint32_t i = 0; i < count; i++) {
        if (keys && !has_key(k, i))
            continue;
        texts[n] = k->uses[k->patterns[i].first].text.at;
        lens[n] = k->patterns[i].len;
        ids[n++] = i;
    }
    if (n > 0 && hs_compile_lit_multi(texts, flags, ids, lens, n, HS_MODE_BLOCK, NULL, database,
                                      &fault) != HS_SUCCESS) {
        ok = td_fail(err, TD_E_INTERNAL,
                     TD_T("关键词编译失败：%s", "compiling the keywords failed: %s"),
                     fault ? fault->message : "?");
        td_hint(err, "%s",
                TD_T("Hyperscan 需要支持 SSSE3 的 x86-64 处理器",
                     "Hyperscan needs an x86-64 processor with SSSE3"));
    }
    hs_free_compile_error(fault);
    free(texts);
    free(lens);
    free(flags);
    free(ids);
    return ok;
}

bool
td_keywords_compile(struct td_keywords **out, const struct td_file_text *files, size_t count,
                    struct td_str region, struct td_error *err)
{
    struct td_keywords *k = td_alloc(1, sizeof(*k));
    bool ok = catalogues_read(&k->list, &k->arena, files, count, region, err);

    if (ok) {
        group_words(k);
        ok = build(k, true, &k->keys, err) && (!k->keys || build(k, false, &k->all, err));
    }
    if (!ok) {
        td_keywords_free(k);
        k = NULL;
    }
    *out = k;
    return ok;
}

void
td_keywords_free(struct td_keywords *k)
{
    if (!k)
        return;
    hs_free_database(k->keys);
    hs_free_database(k->all);
    catalogues_free(&k->list);
    td_arena_free(&k->arena);
    free(k);
}

size_t
td_keywords_catalogue_count(const struct td_keywords *k)
{
    return k->list.catalogue_count;
}

const struct td_catalogue *
td_keywords_catalogue(const struct td_keywords *k, size_t catalogue)
{
    return &k->list.catalogues[catalogue];
}

/* ---- searching
 * --------------------------------------------------------------------------------------------
 */
struct td_keyword_scratch *
td_keyword_scratch_new(const struct td_keywords *k)
{
    struct td_keyword_scratch *s = td_alloc(1, sizeof(*s));

    s->keywords = k;
    if (k->keys && (hs_alloc_scratch(k->keys, &s->hs) != HS_SUCCESS ||
                    hs_alloc_scratch(k->all, &s->hs) != HS_SUCCESS))
        td_out_of_memory(sizeof(*s));
    s->entry_until = td_alloc((size_t)k->list.entry_count + 1, sizeof(*s->entry_until));
    s->grades = td_alloc((size_t)k->use_count + 1, 1);
    s->found_uses = td_alloc((size_t)k->use_count + 1, sizeof(*s->found_uses));
    s->found = td_alloc((size_t)k->list.entry_count + 1, sizeof(*s->found));
    return s;
}

void
td_keyword_scratch_free(struct td_keyword_scratch *s)
{
    if (!s)
        return;
    hs_free_scratch(s->hs);
    folded_free(&s->folded);
    td_buf_free(&s->words);
    free(s->events);
    free(s->parts);
    free(s->runs);
    free(s->hits);
    free(s->entry_until);
    free(s->grades);
    free(s->found_uses);
    free(s->found);
    free(s);
}

static int
take_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
           void *context)
{
    struct td_keyword_scratch *s = context;
    const struct pattern *p = &s->keywords->patterns[id];
    struct td_str text = td_buf_view(&s->folded.text);
    size_t end = s->base + (size_t)to, start = end - p->len;

    (void)from;
    (void)flags;
    if ((p->bound_left && start > 0 && is_latin(text.at[start - 1])) ||
        (p->bound_right && end < text.len && is_latin(text.at[end])))
        return 0;
    if (s->event_count + p->count > s->event_cap) {
        s->event_cap = 2 * s->event_cap + p->count + 64;
        s->events = td_realloc(s->events, s->event_cap, sizeof(*s->events));
    }
    for (uint32_t i = 0; i < p->count; i++)
        s->events[s->event_count++] =
            (struct event){(uint32_t)start, (uint32_t)end, (int)(p->first + i)};
    return 0;
}

/* Catalogue, entry, then the words as they stand in the file. */
static bool
comes_before(const struct td_keywords *k, int a, int b)
{
    const struct entry_place *x = &k->list.entries[k->uses[a].entry],
                             *y = &k->list.entries[k->uses[b].entry];

    if (x->catalogue != y->catalogue)
        return x->catalogue < y->catalogue;
    return x->entry != y->entry ? x->entry < y->entry : k->place_order[a] < k->place_order[b];
}

static void
sort_found(const struct td_keywords *k, struct td_keyword_scratch *s)
{
    for (size_t i = 1; i < s->found_use_count; i++) {
        int use = s->found_uses[i];
        size_t at = i;

        for (; at > 0 && comes_before(k, use, s->found_uses[at - 1]); at--)
            s->found_uses[at] = s->found_uses[at - 1];
        s->found_uses[at] = use;
    }
}

/* One found entry from its words, [first, end) of found_uses: those of the best grade. */
static void
put_found(const struct td_keywords *k, struct td_keyword_scratch *s, size_t first, size_t end)
{
    int entry = k->uses[s->found_uses[first]].entry;
    struct td_keyword_found *f = &s->found[s->found_count++];
    uint8_t best = 0;

    for (size_t i = first; i < end; i++)
        best = s->grades[s->found_uses[i]] > best ? s->grades[s->found_uses[i]] : best;
    size_t from = s->words.len;
    for (size_t i = first; i < end; i++) {
        if (s->grades[s->found_uses[i]] != best)
            continue;
        if (s->words.len > from)
            td_buf_text(&s->words, "、");
        td_buf_str(&s->words, k->uses[s->found_uses[i]].text);
    }
    *f = (struct td_keyword_found){.catalogue = k->list.entries[entry].catalogue,
                                   .entry = k->list.entries[entry].entry,
                                   .grade = best,
                                   .words = {NULL, s->words.len - from}};
}

static void
collect(const struct td_keywords *k, struct td_keyword_scratch *s)
{
    size_t at = 0;

    sort_found(k, s);
    for (size_t first = 0; first < s->found_use_count; first = at) {
        for (at = first; at < s->found_use_count && k->uses[s->found_uses[at]].entry ==
                                                        k->uses[s->found_uses[first]].entry;
             at++)
            ;
        put_found(k, s, first, at);
    }
    for (size_t i = 0; i < s->found_use_count; i++)
        s->grades[s->found_uses[i]] = 0;
    const char *words = s->words.at; /* it moves no more */
    for (size_t i = 0; i < s->found_count; i++) {
        s->found[i].words.at = words;
        words += s->found[i].words.len;
    }
}

/* Only wrong arguments can make a scan fail: nothing that a text holds. */
static void
scan(const hs_database_t *database, struct td_keyword_scratch *s, size_t from, size_t to)
{
    s->base = from;
    s->event_count = 0;
    if (hs_scan(database, s->folded.text.at + from, (unsigned)(to - from), 0, s->hs, take_match,
                s) != HS_SUCCESS)
        s->event_count = 0;
}

size_t
td_keywords_search(const struct td_keywords *k, struct td_keyword_scratch *s,
                   struct td_str text, enum td_keyword_origin origin,
                   const struct td_keyword_found **found)
{
    if (text.len > TEXT_MAX)
        text.len = TEXT_MAX;
    s->found_use_count = s->found_count = 0;
    td_buf_reset(&s->words);
    *found = s->found;
    if (text.len == 0 || !k->keys)
        return 0;
    fold_scope(text, &s->folded);
    scan(k->keys, s, 0, s->folded.text.len);
    if (s->event_count == 0)
        return 0;
    keyword_parts(s);
    for (size_t i = 0; i < s->part_count; i++) {
        scan(k->all, s, s->parts[i].from, s->parts[i].to);
        keyword_sense(k, s, &s->parts[i], origin);
    }
    collect(k, s);
    return s->found_count;
}
