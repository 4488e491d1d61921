#include "words.h"

#include "tidu/scalar.h"

#include <stdlib.h>
#include <string.h>

/* ---- building ---------------------------------------------------------------------------- */
struct td_words {
    const struct td_word *entries; /* exact ones, each also in its folded form */
    uint32_t *slots;               /* index + 1, 0 = free */
    uint32_t mask;
    struct td_word *globs; /* `from` is folded */
    size_t glob_count;
    size_t longest; /* bytes of the longest exact word */
};

void
td_word_list_add(struct td_word_list *list, struct td_str from, struct td_str to)
{
    if (list->count == list->cap) {
        list->cap = list->cap ? 2 * list->cap : 64;
        list->at = td_realloc(list->at, list->cap, sizeof *list->at);
    }
    list->at[list->count++] = (struct td_word){from, to};
}

void
td_word_list_free(struct td_word_list *list)
{
    free(list->at);
    *list = (struct td_word_list){0};
}

static bool
same_target(struct td_str a, struct td_str b)
{
    return (a.at == NULL) == (b.at == NULL) && td_str_equal(a, b);
}

static struct td_str
folded(struct td_str s, struct td_buf *fold)
{
    td_buf_reset(fold);
    td_name_key(s, fold);
    return td_buf_view(fold);
}

struct sortable {
    struct td_str key, to;
    size_t index;
};

static int
order_sortable(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;
    int order = td_str_order(x->key, y->key);

    return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* The list's entries sorted by their folded `from`; keys live in the arena. */
static struct sortable *
sort_list(const struct td_word_list *list, struct td_arena *arena)
{
    struct td_buf fold = {0};
    struct sortable *sorted = td_alloc(list->count + 1, sizeof *sorted);

    for (size_t i = 0; i < list->count; i++)
        sorted[i] = (struct sortable){td_arena_str(arena, folded(list->at[i].from, &fold)),
                                      list->at[i].to, i};
    qsort(sorted, list->count, sizeof *sorted, order_sortable);
    td_buf_free(&fold);
    return sorted;
}

size_t
td_word_list_clash(const struct td_word_list *list)
{
    struct td_arena arena = {0};
    struct sortable *sorted = sort_list(list, &arena);
    size_t clash = SIZE_MAX;

    for (size_t i = 1; i < list->count; i++)
        if (td_str_equal(sorted[i - 1].key, sorted[i].key) &&
            !same_target(sorted[i - 1].to, sorted[i].to) && sorted[i].index < clash)
            clash = sorted[i].index;
    free(sorted);
    td_arena_free(&arena);
    return clash;
}

void
td_word_list_drop_clashes(struct td_word_list *list)
{
    struct td_arena arena = {0};
    struct sortable *sorted = sort_list(list, &arena);
    bool *drop = td_alloc(list->count + 1, sizeof *drop);
    size_t end, kept = 0;

    for (size_t first = 0; first < list->count; first = end) {
        bool differ = false;

        for (end = first; end < list->count && td_str_equal(sorted[end].key, sorted[first].key);
             end++)
            differ = differ || !same_target(sorted[end].to, sorted[first].to);
        for (size_t i = first; i < end; i++)
            drop[sorted[i].index] = differ;
    }
    for (size_t i = 0; i < list->count; i++)
        if (!drop[i])
            list->at[kept++] = list->at[i];
    list->count = kept;
    free(drop);
    free(sorted);
    td_arena_free(&arena);
}

static bool
is_glob(struct td_str s)
{
    return memchr(s.len ? s.at : "", '*', s.len) != NULL;
}

static void
insert(struct td_words *words, struct td_word *entries, uint32_t *count, struct td_word word)
{
    uint32_t slot = (uint32_t)td_hash64(word.from.at, word.from.len, 0) & words->mask;

    for (; words->slots[slot]; slot = (slot + 1) & words->mask)
        if (td_str_equal(entries[words->slots[slot] - 1].from, word.from))
            return; /* the first one counts */
    entries[*count] = word;
    words->slots[slot] = ++*count;
    if (word.from.len > words->longest)
        words->longest = word.from.len;
}

const struct td_words *
td_words_build(struct td_arena *arena, const struct td_word_list *list)
{
    struct td_words *words = td_arena_alloc(arena, 1, sizeof *words);
    struct td_word *entries = td_arena_alloc(arena, 2 * list->count + 1, sizeof *entries);
    struct td_buf fold = {0};
    uint32_t count = 0, size = 8;

    while (size < 4 * list->count + 4)
        size *= 2;
    words->slots = td_arena_alloc(arena, size, sizeof *words->slots);
    words->mask = size - 1;
    words->entries = entries;
    words->globs = td_arena_alloc(arena, list->count + 1, sizeof *words->globs);
    for (size_t i = 0; i < list->count; i++) {
        struct td_word word = list->at[i];
        struct td_word key = {td_arena_str(arena, folded(word.from, &fold)), word.to};

        if (is_glob(word.from)) {
            words->globs[words->glob_count++] = key;
            continue;
        }
        insert(words, entries, &count, word);
        insert(words, entries, &count, key);
    }
    td_buf_free(&fold);
    return words;
}

/* ---- looking up -------------------------------------------------------------------------- */
static enum td_match
found(const struct td_word *word, struct td_str *to)
{
    *to = word->to;
    return word->to.at ? TD_MATCH_WORD : TD_MATCH_UNKNOWN;
}

static const struct td_word *
find(const struct td_words *words, struct td_str key)
{
    uint32_t slot = (uint32_t)td_hash64(key.at, key.len, 0) & words->mask;

    for (; words->slots[slot]; slot = (slot + 1) & words->mask)
        if (td_str_equal(words->entries[words->slots[slot] - 1].from, key))
            return &words->entries[words->slots[slot] - 1];
    return NULL;
}

enum td_match
td_words_exact(const struct td_words *words, struct td_str cell, struct td_buf *fold,
               struct td_str *to)
{
    const struct td_word *word;

    if (!words || (cell.len > words->longest && cell.len > 4 * words->longest + 64))
        return TD_MATCH_NONE; /* folding cannot make it short enough */
    word = find(words, cell);
    if (!word)
        word = find(words, folded(cell, fold));
    return word ? found(word, to) : TD_MATCH_NONE;
}

enum td_match
td_words_glob(const struct td_words *words, struct td_str cell, struct td_buf *fold,
              struct td_str *to)
{
    struct td_str key;

    if (!words || words->glob_count == 0)
        return TD_MATCH_NONE;
    key = folded(cell, fold);
    for (size_t i = 0; i < words->glob_count; i++)
        if (td_str_glob(words->globs[i].from, key))
            return found(&words->globs[i], to);
    return TD_MATCH_NONE;
}

/* ---- nulls ------------------------------------------------------------------------------- */
enum { NULL_LENGTH_MAX = 32 };

struct td_nulls {
    /* Nearly all cells begin with a digit or an ideograph that no null begins with: one look
     * tells. */
    bool first[256];
    const struct td_str *cells;         /* sorted by length */
    size_t starts[NULL_LENGTH_MAX + 2]; /* first cell of each length */
};

const struct td_nulls *
td_nulls_build(struct td_arena *arena, const struct td_str *cells, size_t count)
{
    struct td_nulls *nulls = td_arena_alloc(arena, 1, sizeof *nulls);
    struct td_str *sorted = td_arena_alloc(arena, count + 1, sizeof *sorted);
    size_t at = 0;

    for (size_t len = 0; len <= NULL_LENGTH_MAX; len++) {
        nulls->starts[len] = at;
        for (size_t i = 0; i < count; i++) {
            struct td_str cell = td_cell_trim(cells[i]);

            if (cell.len != len)
                continue;
            if (len)
                nulls->first[(unsigned char)cell.at[0]] = true;
            sorted[at++] = cell;
        }
    }
    nulls->starts[NULL_LENGTH_MAX + 1] = at;
    nulls->cells = sorted;
    return nulls;
}

bool
td_nulls_has(const struct td_nulls *nulls, struct td_str cell)
{
    if (!nulls || cell.len > NULL_LENGTH_MAX ||
        (cell.len && !nulls->first[(unsigned char)cell.at[0]]))
        return false;
    for (size_t i = nulls->starts[cell.len]; i < nulls->starts[cell.len + 1]; i++)
        if (td_str_equal(nulls->cells[i], cell))
            return true;
    return false;
}

/* ---- trimming ---------------------------------------------------------------------------- */
/* Bytes of the blank or invisible character at s: ASCII blank, U+00A0, U+00AD, U+2000..U+200F,
 * U+2028..U+202F, U+205F, U+2060, U+2066..U+2069, U+3000, U+FEFF; 0 = none. */
static size_t
blank_at(const unsigned char *s, size_t len)
{
    if (len == 0)
        return 0;
    if (s[0] <= 0x20 || s[0] == 0x7F)
        return 1;
    if (s[0] == 0xC2)
        return len >= 2 && (s[1] == 0xA0 || s[1] == 0xAD) ? 2 : 0;
    if (len < 3)
        return 0;
    if (s[0] == 0xE2 && s[1] == 0x80)
        return s[2] <= 0x8F || (s[2] >= 0xA8 && s[2] <= 0xAF) ? 3 : 0;
    if (s[0] == 0xE2 && s[1] == 0x81)
        return s[2] == 0x9F || s[2] == 0xA0 || (s[2] >= 0xA6 && s[2] <= 0xA9) ? 3 : 0;
    if (s[0] == 0xE3)
        return s[1] == 0x80 && s[2] == 0x80 ? 3 : 0;
    return s[0] == 0xEF && s[1] == 0xBB && s[2] == 0xBF ? 3 : 0;
}

struct td_str
td_cell_trim(struct td_str cell)
{
    const unsigned char *at = (const unsigned char *)cell.at;
    size_t len = cell.len, n;

    while ((n = blank_at(at, len)) > 0)
        at += n, len -= n;
    while (len > 0) {
        /* only these bytes end such a character */
        if (at[len - 1] <= 0x20 || at[len - 1] == 0x7F)
            n = 1;
        else if (at[len - 1] < 0x80 || at[len - 1] >= 0xC0)
            break;
        else if (len >= 2 && blank_at(at + len - 2, 2) == 2)
            n = 2;
        else if (len >= 3 && blank_at(at + len - 3, 3) == 3)
            n = 3;
        else
            break;
        len -= n;
    }
    return (struct td_str){(const char *)at, len};
}
