/* File name patterns: * ? {date} {year}. */
#include "tidu/profile.h"

/* Digits at s as a number; false if one of them is none. */
static bool
digits(const char *s, size_t count, int *value)
{
    *value = 0;
    for (size_t i = 0; i < count; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        *value = *value * 10 + (s[i] - '0');
    }
    return true;
}

/* Bytes of a date at s (yyyymmdd or yyyy-mm-dd), 0 = none. */
static size_t
take_date(struct td_str s, td_date *date)
{
    size_t dash = s.len > 4 && s.at[4] == '-', len = 8 + 2 * dash;
    struct td_civil c;

    if (s.len < len || (dash && s.at[7] != '-') || !digits(s.at, 4, &c.year) ||
        !digits(s.at + 4 + dash, 2, &c.month) || !digits(s.at + 6 + 2 * dash, 2, &c.day) ||
        c.year < 1949 || c.year > 2199 || !td_date_valid(c))
        return 0;
    *date = td_date_from(c);
    return len;
}

static size_t
take_year(struct td_str s, int *year)
{
    int value;

    if (s.len < 4 || !digits(s.at, 4, &value) || value < 1949 || value > 2199)
        return 0;
    *year = value;
    return 4;
}

/* Bytes of one character. */
static size_t
take_any(struct td_str s)
{
    size_t n = s.len > 0;

    while (n > 0 && n < s.len && ((unsigned char)s.at[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static struct td_str
behind(struct td_str s, size_t bytes)
{
    return (struct td_str){s.at + bytes, s.len - bytes};
}

/* The first token of the pattern (no star) at the name: its length in each; false: does not
 * fit. */
static bool
take_token(struct td_str pattern, struct td_str name, struct td_file_match *match,
           size_t *token, size_t *used)
{
    *token = 6;
    if (td_str_starts(pattern, TD_STR("{date}"))) {
        *used = take_date(name, &match->date);
    } else if (td_str_starts(pattern, TD_STR("{year}"))) {
        *used = take_year(name, &match->year);
    } else {
        *token = 1;
        *used =
            pattern.at[0] == '?' ? take_any(name) : name.len > 0 && name.at[0] == pattern.at[0];
    }
    return *used > 0;
}

/*
 * A token takes one length at one place, so that going back to the last star alone finds a fit
 * if there is one: at most pattern × name steps.
 */
bool
td_pattern_match(struct td_str pattern, struct td_str name, struct td_file_match *match)
{
    struct td_str star_pattern = {0}, star_name = {0};
    bool star = false;

    *match = (struct td_file_match){0, TD_DATE_NONE};
    while (name.len > 0 || pattern.len > 0) {
        size_t token, used;

        if (pattern.len > 0 && pattern.at[0] == '*') {
            star = true;
            star_pattern = pattern = behind(pattern, 1);
            star_name = name;
            continue;
        }
        if (pattern.len > 0 && take_token(pattern, name, match, &token, &used)) {
            pattern = behind(pattern, token);
            name = behind(name, used);
            continue;
        }
        if (!star || star_name.len == 0) {
            *match = (struct td_file_match){0, TD_DATE_NONE};
            return false;
        }
        star_name = behind(star_name, 1);
        pattern = star_pattern;
        name = star_name;
    }
    return true;
}
