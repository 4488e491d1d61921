/*
 * What stands in a column of names or texts and belongs into another one. A row whose cells have moved by
 * one is mostly found by its dates, figures and codes; a column of texts takes anything, so texts are asked
 * whether they are dates, figures or codes themselves.
 */
#include "typing.h"

#include "words.h"

#include <string.h>

enum { CODE_BYTES = 64, CODE_DIGITS = 6 /* a word of nine letters may pass for an organisation code */ };

/* Texts begin with an ideograph mostly, and no date, figure or code does. */
static bool
begins_ideograph(struct td_str s)
{
    return s.len >= 3 && (unsigned char)s.at[0] >= 0xE4 && (unsigned char)s.at[0] <= 0xE9;
}

static bool
is_code(struct td_str s)
{
    char code[19];
    size_t digits = 0;

    if (s.len > CODE_BYTES)
        return false;
    for (size_t i = 0; i < s.len; i++)
        digits += s.at[i] >= '0' && s.at[i] <= '9';
    switch (digits < CODE_DIGITS ? TD_USCC_LENGTH : td_uscc(s, code)) {
    case TD_USCC_GOOD:
    case TD_USCC_BAD_CHECK:
    case TD_USCC_OLD:
    case TD_USCC_EXCEL:
    case TD_USCC_PERSON:
        return true;
    default:
        return false;
    }
}

/* 58同城 is a figure with a name beside it: only the names of currencies make it an amount. */
static bool
is_amount(const struct td_input_column *c, struct td_str s)
{
    struct td_amount amount;
    struct td_buf fold = {0};
    bool known = td_amount(s, 0, &amount) == TD_FAULT_NONE;

    for (int i = 0; known && i < amount.currencies; i++) {
        struct td_str to;

        known = td_words_exact(c->currencies, td_str(amount.currency[i]), &fold, &to) ==
                TD_MATCH_WORD;
    }
    td_buf_free(&fold);
    return known;
}

bool
typing_is_figure(const struct td_input_column *c, struct td_str text)
{
    td_date date;
    enum td_fault fault;

    if (text.len == 0 || begins_ideograph(text) || text.len > 3 * CODE_BYTES)
        return false;
    fault = td_date_parse(text, TD_DATE_ANY | TD_DATE_MONTH, &date);
    return fault == TD_FAULT_NONE || fault == TD_FAULT_DATE_RANGE || is_code(text) ||
           is_amount(c, text);
}

/* Letters of any script; not signs, digits and marks. */
static bool
has_letter(struct td_str s)
{
    while (s.len > 0) {
        uint32_t c = td_char_fold(&s);

        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
            (c >= 0xC0 && c != TD_CHAR_NONE && c != TD_CHAR_MALFORMED &&
             !(c >= 0x2000 && c < 0x2E80) && !(c >= 0x3000 && c < 0x3040) &&
             !(c >= 0xFE30 && c < 0xFE70) && !(c >= 0xFF00 && c < 0xFFF0)))
            return true;
    }
    return false;
}

/* "甲公司": the quotes of a file that is read without them. */
static bool
is_quoted(struct td_str s)
{
    static const char *const opening[] = {"\"", "'", "“", "‘", "＂"};
    static const char *const closing[] = {"\"", "'", "”", "’", "＂"};

    for (size_t i = 0; i < sizeof opening / sizeof *opening; i++)
        if (s.len > strlen(opening[i]) + strlen(closing[i]) &&
            td_str_starts(s, td_str(opening[i])) && td_str_ends(s, td_str(closing[i])))
            return true;
    return false;
}

enum td_fault
typing_name(const struct td_input_column *c, struct td_str name)
{
    if (name.len == 0 || begins_ideograph(name))
        return TD_FAULT_NONE;
    return !has_letter(name) || is_quoted(name) || typing_is_figure(c, name) ? TD_FAULT_BAD_NAME
                                                                            : TD_FAULT_NONE;
}
