/*
 * Text for people and for machines: views, growing buffers, an arena, and the reader's language.
 * None of these functions is thread-safe on a shared object; the language is set once at start.
 */
#ifndef TIDU_TEXT_H
#define TIDU_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A view of bytes that somebody else owns. {0} is the empty view. Not NUL-terminated. */
struct td_str {
    const char *at;
    size_t len;
};

#define TD_STR(literal) ((struct td_str){(literal), sizeof(literal) - 1})

struct td_str td_str(const char *c_string);
bool td_str_equal(struct td_str a, struct td_str b);
/* memcmp order, the shorter first: the order of COLLATE "C". */
int td_str_order(struct td_str a, struct td_str b);
struct td_str td_str_trim(struct td_str s); /* ASCII blanks only */
bool td_str_starts(struct td_str s, struct td_str prefix);
bool td_str_ends(struct td_str s, struct td_str suffix);
bool td_str_has(struct td_str s, struct td_str part);
/* '*' matches any bytes, '?' one character of UTF-8; everything else itself. */
bool td_str_glob(struct td_str pattern, struct td_str s);

/* A growing buffer; all-zero is empty. at[len] is always NUL once anything was added. */
struct td_buf {
    char *at;
    size_t len, cap;
};

/* These abort the process with a message when memory is exhausted (td_out_of_memory). */
void td_buf_add(struct td_buf *b, const void *bytes, size_t len);
void td_buf_str(struct td_buf *b, struct td_str s);
void td_buf_text(struct td_buf *b, const char *c_string);
void td_buf_int(struct td_buf *b, int64_t value); /* as "%" PRId64, where there are hundreds of thousands */
void td_buf_printf(struct td_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void td_buf_reserve(struct td_buf *b, size_t more);
void td_buf_reset(struct td_buf *b); /* keeps the memory */
void td_buf_free(struct td_buf *b);  /* may be called twice */
struct td_str td_buf_view(const struct td_buf *b);

/* ---- for readers, of both kinds ---------------------------------------------------------- */
/* Append s as a JSON string, quotes included. Bytes that are no UTF-8 become U+FFFD. */
void td_json_str(struct td_buf *out, struct td_str s);
/* Append s as it may stand in a line that people read: control characters, line ends, marks that turn the
 * direction of writing and bytes that are no UTF-8 become U+FFFD, a TAB a blank. */
void td_plain_str(struct td_buf *out, struct td_str s);
/* The same of a text of several lines: \n ends them. */
void td_plain_lines(struct td_buf *out, struct td_str text);
/* td_plain_str, escaped as text of HTML or of an attribute in quotes. */
void td_html_str(struct td_buf *out, struct td_str s);
/* Columns that UTF-8 text takes on a terminal: Chinese characters and signs take two. */
int td_text_columns(struct td_str s);
/* td_plain_str, filled up with blanks to so many columns. */
void td_buf_padded(struct td_buf *out, struct td_str s, int columns, bool right);
/* The word nearest to `text` by edit distance (a third of its length at most), or NULL. */
const char *td_nearest(struct td_str text, const char *const *words, size_t count);

/* Memory for names that live as long as the object that owns the arena; all-zero is empty. */
struct td_arena {
    struct td_arena_block *block;
};

void *td_arena_alloc(struct td_arena *a, size_t count, size_t size); /* zeroed, 16-aligned */
struct td_str td_arena_str(struct td_arena *a, struct td_str s);      /* copy, NUL behind it */
void td_arena_free(struct td_arena *a);

/* malloc family for what cannot go on without memory: never return NULL, sizes are checked. */
void *td_alloc(size_t count, size_t size); /* zeroed */
void *td_realloc(void *old, size_t count, size_t size);
_Noreturn void td_out_of_memory(size_t bytes);
/* Between two stages: of the memory given back 256 MiB stay with the program for the next, more goes to the system. Any thread. */
void td_memory_settle(void);

uint64_t td_hash64(const void *bytes, size_t len, uint64_t seed); /* XXH3, 64 bits */

/* ---- the reader's language -------------------------------------------------------------- */
enum td_lang { TD_ZH, TD_EN };
void td_lang_set(enum td_lang lang);
enum td_lang td_lang_get(void);
/* From --lang (may be NULL), else LC_ALL, LC_MESSAGES, LANG: en* is English, all else Chinese. */
bool td_lang_choose(const char *option);
/* The two wordings of one message; both are literals, so that both are checked as formats. */
#define TD_T(zh, en) (td_lang_get() == TD_EN ? (en) : (zh))

#endif
