#include "tidu/text.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

struct td_str
td_str(const char *c_string)
{
    return (struct td_str){c_string, c_string ? strlen(c_string) : 0};
}

bool
td_str_equal(struct td_str a, struct td_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

int
td_str_order(struct td_str a, struct td_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.at, b.at, len) : 0;

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

struct td_str
td_str_trim(struct td_str s)
{
    while (s.len && is_blank(s.at[0])) {
        s.at++;
        s.len--;
    }
    while (s.len && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

bool
td_str_starts(struct td_str s, struct td_str prefix)
{
    return s.len >= prefix.len &&
           td_str_equal((struct td_str){s.at, prefix.len}, prefix);
}

bool
td_str_ends(struct td_str s, struct td_str suffix)
{
    return s.len >= suffix.len &&
           td_str_equal((struct td_str){s.at + (s.len - suffix.len), suffix.len}, suffix);
}

bool
td_str_has(struct td_str s, struct td_str part)
{
    if (part.len == 0)
        return true;
    for (size_t i = 0; i + part.len <= s.len; i++) {
        const char *hit = memchr(s.at + i, part.at[0], s.len - part.len - i + 1);
        if (!hit)
            return false;
        i = (size_t)(hit - s.at);
        if (memcmp(hit, part.at, part.len) == 0)
            return true;
    }
    return false;
}

/* The bytes of the character at i; 0 within one, where a pattern that came back to it finds none. */
static size_t
char_len(struct td_str s, size_t i)
{
    size_t n = 1;

    if (((unsigned char)s.at[i] & 0xC0) == 0x80)
        return 0;
    while (i + n < s.len && ((unsigned char)s.at[i + n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* Greedy with one point of return: linear in practice, at worst pattern times text. */
bool
td_str_glob(struct td_str pattern, struct td_str s)
{
    size_t p = 0, i = 0, star = SIZE_MAX, resume = 0;

    while (i < s.len) {
        if (p < pattern.len && pattern.at[p] == '*') {
            star = p++;
            resume = i;
        } else if (p < pattern.len && pattern.at[p] == '?' && char_len(s, i)) {
            p++;
            i += char_len(s, i);
        } else if (p < pattern.len && pattern.at[p] == s.at[i]) {
            p++;
            i++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            i = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

/* ---- memory -------------------------------------------------------------------------------- */
_Noreturn void
td_out_of_memory(size_t bytes)
{
    /* The one place below stages/ that ends the process: nothing can be promised any more, and the
     * open transaction dies with the connection, so that no half of anything is kept. */
    fprintf(stderr, TD_T("tidu: 内存不足（需要 %zu 字节）\n", "tidu: out of memory (%zu bytes wanted)\n"),
            bytes);
    _Exit(70);
}

static size_t
product(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        td_out_of_memory(SIZE_MAX);
    return count * size;
}

void *
td_alloc(size_t count, size_t size)
{
    size_t bytes = product(count, size);
    void *p = calloc(1, bytes ? bytes : 1);

    if (!p)
        td_out_of_memory(bytes);
    return p;
}

void *
td_realloc(void *old, size_t count, size_t size)
{
    size_t bytes = product(count, size);
    void *p = realloc(old, bytes ? bytes : 1);

    if (!p)
        td_out_of_memory(bytes);
    return p;
}

void
td_memory_settle(void)
{
    if (mallinfo2().fordblks > (size_t)256 << 20)
        malloc_trim(0);
}

/* ---- buffers -------------------------------------------------------------------------------- */
void
td_buf_reserve(struct td_buf *b, size_t more)
{
    size_t need = b->len + more + 1;

    if (need < more)
        td_out_of_memory(SIZE_MAX);
    if (need <= b->cap)
        return;
    size_t cap = b->cap < 64 ? 64 : b->cap * 2;
    if (cap < need)
        cap = need;
    b->at = td_realloc(b->at, cap, 1);
    b->cap = cap;
}

void
td_buf_add(struct td_buf *b, const void *bytes, size_t len)
{
    td_buf_reserve(b, len);
    if (len)
        memcpy(b->at + b->len, bytes, len);
    b->len += len;
    b->at[b->len] = '\0';
}

void
td_buf_str(struct td_buf *b, struct td_str s)
{
    td_buf_add(b, s.at, s.len);
}

void
td_buf_text(struct td_buf *b, const char *c_string)
{
    td_buf_add(b, c_string, strlen(c_string));
}

void
td_buf_int(struct td_buf *b, int64_t value)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;

    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        *--at = '-';
    td_buf_add(b, at, (size_t)(digits + sizeof digits - at));
}

void
td_buf_printf(struct td_buf *b, const char *format, ...)
{
    va_list list, again;

    va_start(list, format);
    va_copy(again, list);
    int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (len > 0) {
        td_buf_reserve(b, (size_t)len);
        vsnprintf(b->at + b->len, (size_t)len + 1, format, again);
        b->len += (size_t)len;
    }
    va_end(again);
}

void
td_buf_reset(struct td_buf *b)
{
    b->len = 0;
    if (b->at)
        b->at[0] = '\0';
}

void
td_buf_free(struct td_buf *b)
{
    free(b->at);
    *b = (struct td_buf){0};
}

struct td_str
td_buf_view(const struct td_buf *b)
{
    return (struct td_str){b->at, b->len};
}

/* ---- arena ----------------------------------------------------------------------------------- */
enum { ARENA_BLOCK = 16 * 1024 };

struct td_arena_block {
    struct td_arena_block *next;
    size_t used, size;
    _Alignas(16) char bytes[];
};

void *
td_arena_alloc(struct td_arena *a, size_t count, size_t size)
{
    size_t bytes = product(count, size);

    bytes = (bytes + 15) & ~(size_t)15;
    struct td_arena_block *block = a->block;
    if (!block || block->size - block->used < bytes) {
        size_t room = bytes > ARENA_BLOCK ? bytes : ARENA_BLOCK;
        block = td_alloc(1, sizeof *block + room);
        block->size = room;
        block->next = a->block;
        a->block = block;
    }
    void *p = block->bytes + block->used;
    block->used += bytes;
    return p;
}

struct td_str
td_arena_str(struct td_arena *a, struct td_str s)
{
    char *copy = td_arena_alloc(a, s.len + 1, 1);

    if (s.len)
        memcpy(copy, s.at, s.len);
    return (struct td_str){copy, s.len};
}

void
td_arena_free(struct td_arena *a)
{
    while (a->block) {
        struct td_arena_block *next = a->block->next;
        free(a->block);
        a->block = next;
    }
}

uint64_t
td_hash64(const void *bytes, size_t len, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes, len, seed);
}

/* ---- language --------------------------------------------------------------------------------- */
/* Set once before threads start: the one other piece of process-wide state beside the stop flag. */
static enum td_lang language = TD_ZH;

void
td_lang_set(enum td_lang lang)
{
    language = lang;
}

enum td_lang
td_lang_get(void)
{
    return language;
}

bool
td_lang_choose(const char *option)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    if (option) {
        if (strcmp(option, "zh") != 0 && strcmp(option, "en") != 0)
            return false;
        td_lang_set(option[0] == 'e' ? TD_EN : TD_ZH);
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value && value[0]) {
            td_lang_set(strncmp(value, "en", 2) == 0 ? TD_EN : TD_ZH);
            break;
        }
    }
    return true;
}
