/* The lists of names as tables: built once, immutable afterwards. */
#include "name_words.h"

#include <stdlib.h>
#include <string.h>

static size_t
read_chars(const char *text, uint16_t *chars, size_t cap)
{
    const char *end = text + strlen(text);
    size_t n = 0;

    while (text < end && n < cap)
        chars[n++] = (uint16_t)name_take(&text, end);
    return n;
}

static unsigned
bucket_of_last(uint32_t c)
{
    return (c * 2654435761u) >> 20;
}

static unsigned
bucket_of_first(uint32_t a, uint32_t b)
{
    return ((a * 31u + b) * 2654435761u) >> 20;
}

/* ---- words -------------------------------------------------------------------------------------- */
static uint8_t
kind_of(const char *kind)
{
    static const char *const kinds[] = {"form", "branch", "group", "remark", "former", "zone", "trade"};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kind, kinds[i]) == 0)
            return (uint8_t)(1u << i);
    return 0;
}

static uint8_t
form_of(const char *value)
{
    static const char *const forms[TD_FORMS] = {"",     "limited",     "stock", "company", "partnership",
                                                "sole", "cooperative", "works", "shop",    "institute"};

    for (uint8_t i = 0; i < TD_FORMS; i++)
        if (strcmp(value, forms[i]) == 0)
            return i;
    return TD_FORM_NONE;
}

static void
add_word(struct td_names *w, const struct name_word_row *row)
{
    struct name_word *word = &w->words[w->word_count];
    int32_t *at;

    word->kind = kind_of(row->kind);
    if (word->kind == 0)
        return;
    word->len = (uint8_t)read_chars(row->word, word->chars, WORD_CHARS);
    word->value = form_of(row->value);
    for (at = &w->word_by_last[bucket_of_last(word->chars[word->len - 1])];
         *at >= 0 && w->words[*at].len >= word->len; at = &w->words[*at].next)
        ;
    word->next = *at;
    *at = (int32_t)w->word_count++;
}

static void
add_map(struct td_names *w, const struct name_word_row *row)
{
    uint16_t from[1], to[1];
    uint16_t *map = strcmp(row->kind, "traditional") == 0 ? w->simple
                    : strcmp(row->kind, "numeral") == 0   ? w->numeral
                    : strcmp(row->kind, "alike") == 0     ? w->alike
                                                          : NULL;

    if (map && read_chars(row->word, from, 1) && read_chars(row->value, to, 1))
        map[from[0]] = to[0];
}

static bool
ends_here(const struct name_word *word, const uint32_t *chars, int from, int to)
{
    if (to - from < word->len)
        return false;
    for (int i = 0; i < word->len; i++)
        if (chars[to - word->len + i] != word->chars[i])
            return false;
    return true;
}

static const struct name_word *
first_of(const struct td_names *w, int32_t i, const uint32_t *chars, int from, int to, unsigned kinds)
{
    for (; i >= 0; i = w->words[i].next)
        if ((w->words[i].kind & kinds) && ends_here(&w->words[i], chars, from, to))
            return &w->words[i];
    return NULL;
}

const struct name_word *
name_word_before(const struct td_names *w, const uint32_t *chars, int from, int to, unsigned kinds)
{
    return to > from ? first_of(w, w->word_by_last[bucket_of_last(chars[to - 1])], chars, from, to, kinds) : NULL;
}

const struct name_word *
name_word_shorter(const struct td_names *w, const struct name_word *word, const uint32_t *chars, int from, int to,
                  unsigned kinds)
{
    return first_of(w, word->next, chars, from, to, kinds);
}

/* ---- places ------------------------------------------------------------------------------------- */
static bool
starts_here(const struct name_place *p, const uint32_t *chars, int from, int to)
{
    if (to - from < p->len)
        return false;
    for (int i = 0; i < p->len; i++)
        if (chars[from + i] != p->chars[i])
            return false;
    return true;
}

static int
place_from(const struct td_names *w, int32_t i, const uint32_t *chars, int from, int to)
{
    while (i >= 0 && !starts_here(&w->places[i], chars, from, to))
        i = w->places[i].next;
    return i;
}

int
name_place_at(const struct td_names *w, const uint32_t *chars, int from, int to)
{
    if (to - from < 2)
        return -1;
    return place_from(w, w->place_by_first[bucket_of_first(chars[from], chars[from + 1])], chars, from, to);
}

int
name_place_shorter(const struct td_names *w, int place, const uint32_t *chars, int from, int to)
{
    return place_from(w, w->places[place].next, chars, from, to);
}

/* The place of exactly these characters: a new one if there is none. */
static struct name_place *
place_of(struct td_names *w, const char *text)
{
    struct name_place *p = &w->places[w->place_count];
    int32_t *at;

    memset(p, 0, sizeof *p);
    p->len = (uint8_t)read_chars(text, p->chars, WORD_CHARS);
    at = &w->place_by_first[bucket_of_first(p->chars[0], p->chars[1])];
    for (; *at >= 0 && w->places[*at].len >= p->len; at = &w->places[*at].next)
        if (w->places[*at].len == p->len && memcmp(w->places[*at].chars, p->chars, sizeof p->chars) == 0)
            return &w->places[*at];
    p->next = *at;
    p->level = 6;
    *at = (int32_t)w->place_count++;
    return p;
}

static struct name_code
code_of(const char *digits, size_t len)
{
    struct name_code c = {0, 0};
    uint32_t span = 1;

    for (size_t i = 0; i < len; i++)
        c.low = c.low * 10 + (uint32_t)(digits[i] - '0');
    for (size_t i = len; i < 6; i++) {
        c.low *= 10;
        span *= 10;
    }
    c.high = c.low + span - 1;
    return c;
}

/* One text that means a place: how its rows are found in name_regions. */
struct naming {
    const char *text;
    size_t row;
    bool brief;
};

static int
by_text(const void *a, const void *b)
{
    const struct naming *x = a, *y = b;
    int order = strcmp(x->text, y->text);

    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void
add_codes(struct td_names *w, struct name_place *p, const char *codes)
{
    while (*codes) {
        size_t len = strcspn(codes, ",");

        w->codes[w->code_count++] = code_of(codes, len);
        p->code_count++;
        if (len < p->level)
            p->level = (uint8_t)len;
        codes += len + (codes[len] == ',');
    }
}

/* The codes of one text stand together, whichever rows they come from. */
static void
add_places(struct td_names *w)
{
    struct naming *all = td_alloc(2 * name_region_count, sizeof *all);
    size_t n = 0, commas = 0;

    for (size_t i = 0; i < name_region_count; i++) {
        all[n++] = (struct naming){name_regions[i].name, i, false};
        if (name_regions[i].brief[0])
            all[n++] = (struct naming){name_regions[i].brief, i, true};
        for (const char *c = name_regions[i].codes; *c; c++)
            commas += *c == ',';
    }
    qsort(all, n, sizeof *all, by_text);
    w->places = td_alloc(n + 1, sizeof *w->places);
    w->codes = td_alloc(n + 2 * commas, sizeof *w->codes);
    for (size_t i = 0; i < n; i++) {
        struct name_place *p = place_of(w, all[i].text);
        const struct name_region *row = &name_regions[all[i].row];
        const char *stem = row->brief[0] ? row->brief : row->name;

        if (p->code_count == 0) {
            p->code_at = (uint32_t)w->code_count;
            p->brief = all[i].brief;
            p->stem = td_hash64(stem, strlen(stem), 1);
        }
        p->brief = p->brief && all[i].brief;
        add_codes(w, p, row->codes);
    }
    free(all);
}

struct td_names *
td_names_new(void)
{
    struct td_names *w = td_alloc(1, sizeof *w);

    memset(w->word_by_last, -1, sizeof w->word_by_last);
    memset(w->place_by_first, -1, sizeof w->place_by_first);
    for (uint32_t c = 0; c < 65536; c++)
        w->simple[c] = w->numeral[c] = w->alike[c] = (uint16_t)c;
    w->words = td_alloc(name_word_row_count, sizeof *w->words);
    for (size_t i = 0; i < name_word_row_count; i++) {
        add_word(w, &name_word_rows[i]);
        add_map(w, &name_word_rows[i]);
    }
    add_places(w);
    return w;
}

void
td_names_free(struct td_names *names)
{
    if (!names)
        return;
    free(names->words);
    free(names->places);
    free(names->codes);
    free(names);
}

const char *
td_name_lists_hash(void)
{
    return name_lists_hash;
}

/* ---- how places lie ----------------------------------------------------------------------------- */
enum td_region_relation
td_region_relation(const struct td_names *names, int a, int b)
{
    const struct name_place *x = &names->places[a], *y = &names->places[b];
    enum td_region_relation relation = TD_REGION_DIFFERS;

    if (a == b)
        return TD_REGION_SAME;
    for (unsigned i = 0; i < x->code_count; i++)
        for (unsigned k = 0; k < y->code_count; k++) {
            const struct name_code *c = &names->codes[x->code_at + i], *d = &names->codes[y->code_at + k];
            /* one name in one province: its code changed with its rank (茌平县, 茌平区) */
            if (x->stem == y->stem && c->low / 10000 == d->low / 10000)
                return TD_REGION_SAME;
            if (c->low >= d->low && c->high <= d->high)
                relation = TD_REGION_WITHIN;
            else if (relation == TD_REGION_DIFFERS && d->low >= c->low && d->high <= c->high)
                relation = TD_REGION_AROUND;
        }
    return relation;
}

bool
td_region_has(const struct td_names *names, int region, uint32_t county)
{
    const struct name_place *p = &names->places[region];
    bool wide = county % 100 == 0; /* the county of a registry may be a city or province: 370000 */
    uint32_t span = !wide ? 1 : county % 10000 == 0 ? 10000 : 100;

    for (unsigned i = 0; i < p->code_count; i++) {
        const struct name_code *c = &names->codes[p->code_at + i];
        if (county != 0 && ((county >= c->low && county <= c->high) ||
                            (wide && c->low >= county && c->high < county + span)))
            return true;
    }
    return false;
}

bool
td_region_weak(const struct td_names *names, int region)
{
    return names->places[region].brief && names->places[region].level == 6;
}

int
td_region_level(const struct td_names *names, int region)
{
    return names->places[region].level;
}
