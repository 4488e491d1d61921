/*
 * The words of names, ready to be looked up: places by their first two characters, other words by their last one,
 * longest first; and three maps of single characters. Internal to model/.
 */
#ifndef TIDU_MODEL_NAME_WORDS_H
#define TIDU_MODEL_NAME_WORDS_H

#include "tidu/name.h"

struct name_region { /* a row of criteria/lists/regions.tsv */
    const char *name, *brief, *codes;
};
struct name_word_row { /* a row of criteria/lists/name_words.tsv */
    const char *kind, *word, *value;
};
extern const char name_lists_hash[];
extern const struct name_region name_regions[];
extern const size_t name_region_count;
extern const struct name_word_row name_word_rows[];
extern const size_t name_word_row_count;

enum name_word_kind {
    WORD_FORM = 1,
    WORD_BRANCH = 2,
    WORD_GROUP = 4,
    WORD_REMARK = 8,
    WORD_FORMER = 16,
    WORD_ZONE = 32,
    WORD_TRADE = 64
};

enum { WORD_CHARS = 20, NAME_BUCKETS = 4096 };

struct name_word {
    uint16_t chars[WORD_CHARS];
    uint8_t len, kind, value; /* value: enum td_name_form of a form */
    int32_t next;
};

struct name_code {
    uint32_t low, high; /* of six digits: 3715 is 371500 to 371599 */
};

struct name_place { /* a text that means a place: a full name or a short one */
    uint16_t chars[WORD_CHARS];
    uint8_t len, level;
    bool brief;
    uint16_t code_count;
    uint32_t code_at;
    uint64_t stem; /* hash of the short name */
    int32_t next;
};

struct td_names {
    struct name_word *words;
    struct name_place *places;
    struct name_code *codes;
    size_t word_count, place_count, code_count;
    int32_t word_by_last[NAME_BUCKETS], place_by_first[NAME_BUCKETS];
    uint16_t simple[65536];  /* traditional -> simplified */
    uint16_t numeral[65536]; /* 一 -> 1 */
    uint16_t alike[65536];   /* characters taken for each other -> one of them */
};

/* The longest word of these kinds (a bit set) that ends at `to` and starts at `from` or later; NULL if none. */
const struct name_word *
name_word_before(const struct td_names *w, const uint32_t *chars, int from, int to, unsigned kinds);
/* The next shorter one. */
const struct name_word *
name_word_shorter(const struct td_names *w, const struct name_word *word, const uint32_t *chars, int from, int to,
                  unsigned kinds);
/* The longest place that starts at `from` and ends at `to` or earlier; -1 if none. */
int
name_place_at(const struct td_names *w, const uint32_t *chars, int from, int to);
/* The next shorter one. */
int
name_place_shorter(const struct td_names *w, int place, const uint32_t *chars, int from, int to);

/* As td_name_parse, of a text that is a td_name_key already. */
void
name_parse_key(const struct td_names *names, struct td_str key, struct td_name *out);

/* One character off a valid text. */
static inline uint32_t
name_take(const char **at, const char *end)
{
    const unsigned char *p = (const unsigned char *)*at;
    int n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    uint32_t c = n == 1 ? p[0] : p[0] & (0x7Fu >> n);

    if (end - *at < n)
        n = (int)(end - *at);
    for (int i = 1; i < n; i++)
        c = c << 6 | (p[i] & 0x3Fu);
    *at += n;
    return c;
}

#endif
