#include "tidu/industry.h"

#include "tidu/scalar.h"

#include <string.h>

enum { CODE_MAX = 5, TEXT_MAX = 16 };

const struct td_industry *
td_industry_find(struct td_str code)
{
    size_t low = 0, high = td_industry_count;

    if (code.len == 0 || code.len > CODE_MAX)
        return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *at = td_industries[middle].code;
        size_t len = strlen(at);
        int order = memcmp(code.at, at, code.len < len ? code.len : len);

        if (order == 0 && code.len == len)
            return &td_industries[middle];
        if (order < 0 || (order == 0 && code.len < len))
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* The section's letter of a division 1..97. */
static char
section_of(int division)
{
    /* last divisions of A, B, C … T */
    static const unsigned char last[] = {5,  12, 43, 46, 50, 52, 60, 62, 65, 69,
                                         70, 72, 75, 79, 82, 83, 85, 90, 96, 97};

    for (size_t i = 0; i < sizeof last; i++)
        if (division <= last[i])
            return (char)('A' + (int)i);
    return 0;
}

static const struct td_industry *
find_digits(const char *digits, size_t len, char letter)
{
    char code[CODE_MAX];
    int division = len >= 2 ? (digits[0] - '0') * 10 + digits[1] - '0' : 0;

    if (len < 2 || len > 4 || division == 0)
        return NULL;
    code[0] = section_of(division);
    if (code[0] == 0 || (letter && letter != code[0]))
        return NULL;
    memcpy(code + 1, digits, len);
    return td_industry_find((struct td_str){code, len + 1});
}

/* A letter and digits from narrow text, blanks and a '-' after the letter passed over. */
static bool
split(struct td_str text, char *letter, char *digits, size_t *count)
{
    size_t i = 0;

    *letter = 0;
    *count = 0;
    if (text.len && ((text.at[0] >= 'A' && text.at[0] <= 'T') ||
                     (text.at[0] >= 'a' && text.at[0] <= 't'))) {
        *letter = (char)(text.at[0] & ~0x20);
        for (i = 1; i < text.len && (text.at[i] == '-' || text.at[i] == ' '); i++)
            ;
    }
    for (; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || *count == 4)
            return false;
        digits[(*count)++] = text.at[i];
    }
    return *letter || *count;
}

enum td_fault
td_industry_parse(struct td_str text, const struct td_industry **entry)
{
    char narrow[TEXT_MAX * 3], letter, digits[CODE_MAX] = {'0'};
    size_t count;

    *entry = NULL;
    if (text.len > sizeof narrow)
        return TD_FAULT_BAD_INDUSTRY;
    if (text.len && memchr(text.at, 0xEF, text.len)) { /* full width: U+FF01.. is EF BC 81.. */
        struct td_buf fold = {0};

        td_name_key(text, &fold);
        count = fold.len < sizeof narrow ? fold.len : sizeof narrow;
        if (count)
            memcpy(narrow, fold.at, count);
        td_buf_free(&fold);
        text = (struct td_str){narrow, count};
    }
    if (!split(text, &letter, digits + 1, &count))
        return TD_FAULT_BAD_INDUSTRY;
    if (count == 0)
        *entry = td_industry_find((struct td_str){&letter, 1});
    else
        *entry = find_digits(digits + 1, count, letter);
    if (!*entry && count > 0 && count < 4)
        *entry = find_digits(digits, count + 1, letter);
    return *entry ? TD_FAULT_NONE : TD_FAULT_BAD_INDUSTRY;
}
