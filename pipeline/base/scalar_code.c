/*
 * Credit codes and organisation codes: GB 32100-2015 and GB 11714-1997.
 */
#include <string.h>

#include "fold.h"
#include "tidu/scalar.h"

enum {
    USCC_LENGTH = 18,
    OLD_LENGTH = 15,
    ORG_LENGTH = 9,
    MAX_TEXT = 32 /* characters looked at; a longer code is of a wrong length anyhow */
};

/* Value of a character in the alphabet of 31 (no I O S V Z), -1 outside it. */
static int
uscc_value(char c)
{
    static const signed char letters[26] = {
        /* A to I */ 10, 11, 12, 13, 14, 15, 16, 17, -1,
        /* J to R */ 18, 19, 20, 21, 22, -1, 23, 24, 25,
        /* S to Z */ -1, 26, 27, -1, 28, 29, 30, -1,
    };

    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'Z' ? letters[c - 'A'] : -1;
}

/* Value in GB 11714's own alphabet: 0-9, A = 10 to Z = 35. */
static int
org_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

bool
td_org_code_valid(const char code[9])
{
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0, check;

    for (int i = 0; i < 8; i++) {
        int value = org_value(code[i]);

        if (value < 0)
            return false;
        sum += value * weights[i];
    }
    check = 11 - sum % 11;
    return code[8] == (check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check));
}

static enum td_uscc_kind
check_uscc(const char *code)
{
    /* 3^i mod 31 */
    static const int weights[] = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                  29, 25, 13, 8,  24, 10, 30, 28};
    int sum = 0, last = uscc_value(code[17]);

    for (int i = 0; i < 17; i++) {
        int value = uscc_value(code[i]);

        if (value < 0)
            return TD_USCC_CHARACTER;
        sum += value * weights[i];
    }
    if (last < 0)
        return TD_USCC_CHARACTER;
    if ((31 - sum % 31) % 31 != last || !td_org_code_valid(code + 8))
        return TD_USCC_BAD_CHECK;
    return TD_USCC_GOOD;
}

static size_t
count_digits(const char *at)
{
    return strspn(at, "0123456789");
}

/* 9.1371E+17, also 9E17: what Excel makes of a long number. */
static bool
is_excel(const char *code, size_t len)
{
    const char *at = code + count_digits(code);
    bool marked = *at == '.'; /* no code has a point or a sign */
    size_t power;

    if (at == code)
        return false;
    if (*at == '.')
        at += 1 + count_digits(at + 1);
    if (*at++ != 'E')
        return false;
    if (*at == '+' || *at == '-') {
        marked = true;
        at++;
    }
    power = count_digits(at);
    return power >= 1 && power <= 3 && at[power] == 0 &&
           (marked || (len != USCC_LENGTH && len != OLD_LENGTH && len != ORG_LENGTH));
}

/* Excel keeps 15 digits of a number: a code of 18 digits without a letter ends in three zeros then. */
static bool
is_cut(const char *code, size_t len)
{
    return len == USCC_LENGTH && count_digits(code) == USCC_LENGTH &&
           strcmp(code + USCC_LENGTH - 3, "000") == 0;
}

/*
 * A resident's identity number (GB 11643): six digits of a division, a day of birth, and a check
 * character of its own. Tax numbers of individuals were made of it, with two digits behind.
 */
static bool
is_resident(const char *code, size_t len)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    struct td_civil born;
    int sum = 0;

    if ((len != USCC_LENGTH && len != USCC_LENGTH + 2) || count_digits(code) < 17)
        return false;
    for (int i = 0; i < 17; i++)
        sum += (code[i] - '0') * weights[i];
    born.year = (code[6] - '0') * 1000 + (code[7] - '0') * 100 + (code[8] - '0') * 10 + code[9] - '0';
    born.month = (code[10] - '0') * 10 + code[11] - '0';
    born.day = (code[12] - '0') * 10 + code[13] - '0';
    return born.year >= 1900 && born.year < 2100 && td_date_valid(born) &&
           code[17] == "10X98765432"[sum % 11];
}

/* 15 digits of a registration, or a tax number: six digits of a division and an organisation
 * code. */
static bool
is_old(const char *code, size_t len)
{
    if (len == ORG_LENGTH)
        return td_org_code_valid(code);
    if (len != OLD_LENGTH)
        return false;
    return count_digits(code) == OLD_LENGTH ||
           (count_digits(code) >= 6 && td_org_code_valid(code + 6));
}

/* Half width, upper case, no blanks; characters beyond ASCII stand as FOLD_OTHER. */
static size_t
normalise(struct td_str text, char out[MAX_TEXT + 1])
{
    size_t n = 0;

    /* plain ASCII, which nearly all codes are */
    while (text.len > 0 && n < MAX_TEXT && *text.at > ' ' && *text.at < FOLD_OTHER) {
        char c = *text.at++;

        text.len--;
        out[n++] = c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
    }
    while (text.len > 0 && n < MAX_TEXT) {
        uint32_t c = fold_take(&text);

        if (fold_is_blank(c) || fold_is_invisible(c))
            continue;
        c = fold_narrow(c);
        if (c >= 'a' && c <= 'z')
            c -= 'a' - 'A';
        out[n++] = c < ' ' || c >= FOLD_OTHER ? FOLD_OTHER : (char)c;
    }
    out[n] = 0;
    if (n == ORG_LENGTH + 1 && out[ORG_LENGTH - 1] == '-') {
        out[ORG_LENGTH - 1] = out[ORG_LENGTH];
        out[--n] = 0;
    }
    return n;
}

enum td_uscc_kind
td_uscc(struct td_str text, char out[19])
{
    char code[MAX_TEXT + 1];
    enum td_uscc_kind kind = TD_USCC_LENGTH;
    size_t len;

    if (text.len == USCC_LENGTH) { /* nearly every one: written as it should be */
        if (check_uscc(text.at) == TD_USCC_GOOD) {
            memmove(out, text.at, USCC_LENGTH);
            out[USCC_LENGTH] = 0;
            return TD_USCC_GOOD;
        }
    }
    len = normalise(text, code);
    if (len == 0)
        kind = TD_USCC_EMPTY;
    else if (is_excel(code, len))
        kind = TD_USCC_EXCEL;
    else if (len == USCC_LENGTH)
        kind = check_uscc(code);
    else if (is_old(code, len))
        kind = TD_USCC_OLD;
    if (kind != TD_USCC_GOOD && is_cut(code, len))
        kind = TD_USCC_EXCEL;
    if (kind != TD_USCC_GOOD && is_resident(code, len))
        kind = TD_USCC_PERSON;
    if (kind != TD_USCC_GOOD && kind != TD_USCC_BAD_CHECK && kind != TD_USCC_OLD)
        len = 0;
    memcpy(out, code, len);
    out[len] = 0;
    return kind;
}

/* ---- what was probably meant -------------------------------------------------------------- */
/* Characters that are taken for one another; the first is what a code has. */
static const char *const confused[] = {"0O", "1IL", "2Z", "5S", "8B", "6G"};

/* What stands at `at` may have been one of these, parted from the next by nothing. */
static void
likely(char c, char out[8])
{
    size_t n = 0;

    for (size_t i = 0; i < sizeof confused / sizeof *confused; i++)
        if (strchr(confused[i], c))
            for (const char *other = confused[i]; *other; other++)
                if (*other != c && uscc_value(*other) >= 0)
                    out[n++] = *other;
    out[n] = 0;
}

/* Characters that no code has: each has one likely reading, or none. False: there is nothing to go by. */
static bool
replace_illegal(char code[USCC_LENGTH + 1], int *replaced)
{
    for (int i = 0; i < USCC_LENGTH; i++) {
        char others[8];

        if (uscc_value(code[i]) >= 0)
            continue;
        likely(code[i], others);
        if (others[0] == 0)
            return false;
        code[i] = others[0];
        ++*replaced;
    }
    return true;
}

/* One more character that is taken for another: a letter in place of a digit, or a digit in place of a
 * letter. How many such changes make the code good? */
static int
replace_one(const char code[USCC_LENGTH + 1], bool letters, char out[19])
{
    char tried[USCC_LENGTH + 1];
    int found = 0;

    for (int i = 0; i < USCC_LENGTH; i++) {
        char others[8];

        if ((code[i] >= 'A') != letters)
            continue;
        likely(code[i], others);
        for (const char *other = others; *other; other++) {
            memcpy(tried, code, sizeof tried);
            tried[i] = *other;
            if (check_uscc(tried) == TD_USCC_GOOD && ++found == 1)
                memcpy(out, tried, sizeof tried);
        }
    }
    return found;
}

/* Within the organisation code, where two check characters must agree: elsewhere chance would suggest. */
static int
swap_two(const char code[USCC_LENGTH + 1], char out[19])
{
    char tried[USCC_LENGTH + 1];
    int found = 0;

    for (int i = 8; i + 1 < USCC_LENGTH - 1; i++) {
        memcpy(tried, code, sizeof tried);
        tried[i] = code[i + 1];
        tried[i + 1] = code[i];
        if (tried[i] != code[i] && check_uscc(tried) == TD_USCC_GOOD && ++found == 1)
            memcpy(out, tried, sizeof tried);
    }
    return found;
}

enum td_uscc_repair
td_uscc_suggest(struct td_str text, char out[19])
{
    char code[MAX_TEXT + 1];
    size_t len = normalise(text, code);
    int replaced = 0;

    out[0] = 0;
    if (len > USCC_LENGTH && len < MAX_TEXT) { /* something behind a whole code */
        code[USCC_LENGTH] = 0;
        if (check_uscc(code) != TD_USCC_GOOD)
            return TD_REPAIR_NONE;
        memcpy(out, code, USCC_LENGTH + 1);
        return TD_REPAIR_SURPLUS;
    }
    if (len != USCC_LENGTH || !replace_illegal(code, &replaced))
        return TD_REPAIR_NONE;
    if (check_uscc(code) == TD_USCC_GOOD && replaced == 0)
        return TD_REPAIR_NONE;
    if (check_uscc(code) == TD_USCC_GOOD) {
        memcpy(out, code, USCC_LENGTH + 1);
        return TD_REPAIR_CONFUSED;
    }
    if (replace_one(code, true, out) == 1 || replace_one(code, false, out) == 1)
        return TD_REPAIR_CONFUSED;
    if (replaced == 0 && swap_two(code, out) == 1)
        return TD_REPAIR_SWAPPED;
    out[0] = 0;
    return TD_REPAIR_NONE;
}

enum td_unit
td_uscc_unit(const char uscc[18])
{
    if (uscc[0] != '9')
        return TD_UNIT_OTHER;
    switch (uscc[1]) {
    case '1':
        return TD_UNIT_COMPANY;
    case '2':
        return TD_UNIT_INDIVIDUAL;
    case '3':
        return TD_UNIT_COOPERATIVE;
    default:
        return TD_UNIT_OTHER;
    }
}
