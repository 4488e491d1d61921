/* What a number in a cell means, by its format, and how it is shown. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book.h"

enum {
    SIGNIFICANT = 15,    /* digits that Excel keeps of a number */
    NUMBER_BYTES = 400,  /* a longer text is no number */
    DAY_1904 = 1462,     /* 1904-01-01 as Excel counts from 1900 */
    DAY_LAST = 2958465,  /* 9999-12-31 */
    DAY_PHANTOM = 60,    /* 1900-02-29, which there never was */
    DAY_EPOCH = 25569    /* 1970-01-01 */
};
#define DAY_SECONDS INT64_C(86400)

/* Of what is not negative. */
static int64_t
nearest(double v)
{
    return (int64_t)(v + 0.5);
}

/* Skip what a format shows as it is: "年", \年, _x, *x and [Red]; [h] is a time. */
static size_t
literal(struct td_str f, size_t i, bool *elapsed)
{
    const char *stop;

    switch (f.at[i]) {
    case '"':
        stop = memchr(f.at + i + 1, '"', f.len - i - 1);
        return stop == NULL ? f.len : (size_t)(stop - f.at) + 1;
    case '[':
        stop = memchr(f.at + i, ']', f.len - i);
        if (stop == NULL)
            return f.len;
        *elapsed = *elapsed || (strchr("hHmMsS", f.at[i + 1]) != NULL &&
                                (f.at[i + 2] == ']' || f.at[i + 2] == f.at[i + 1]));
        return (size_t)(stop - f.at) + 1;
    case '\\':
    case '_':
    case '*':
        return i + 2;
    default:
        return i;
    }
}

static bool
is_general(struct td_str f)
{
    return td_str_equal(f, TD_STR("General")) || td_str_equal(f, TD_STR("GENERAL")) ||
           td_str_equal(f, TD_STR("general")) || td_str_starts(f, TD_STR("G/"));
}

enum book_style
book_style_of(struct td_str f, int *digits)
{
    size_t zeros = 0, others = 0;
    bool date = false, time = false, percent = false, month = false;

    *digits = 0;
    if (is_general(f))
        return STYLE_NUMBER;
    for (size_t i = 0, next; i < f.len && f.at[i] != ';'; i = next) { /* ';': for negative ones */
        char c = f.at[i];

        next = literal(f, i, &time);
        if (next > i)
            continue;
        next = i + 1;
        zeros += c == '0';
        others += c != '0';
        date = date || strchr("yYdDeE", c) != NULL;
        if ((c == 'e' || c == 'E') && next < f.len && (f.at[next] == '+' || f.at[next] == '-'))
            return STYLE_NUMBER; /* 0.00E+00 */
        month = month || c == 'm' || c == 'M';
        time = time || strchr("hHsS", c) != NULL;
        percent = percent || c == '%';
    }
    if (date || (month && !time))
        return STYLE_DATE;
    if (time)
        return STYLE_TIME;
    if (percent)
        return STYLE_PERCENT;
    if (zeros > 1 && others == 0 && zeros <= SIGNIFICANT)
        *digits = (int)zeros;
    return *digits > 0 ? STYLE_DIGITS : STYLE_NUMBER;
}

enum book_style
book_style_builtin(int id)
{
    if (id == 9 || id == 10)
        return STYLE_PERCENT;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 ||
        id == 56)
        return STYLE_TIME;
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
        (id >= 50 && id <= 54) || id == 57 || id == 58)
        return STYLE_DATE;
    return STYLE_NUMBER;
}

/* 15 significant digits, in full up to 15 places, without zeros at the end. */
static void
put_number(double v, int digits, struct td_buf *out)
{
    char text[64];

    if (digits > 0 && v >= 0 && v < 1e15 && v == (double)(int64_t)v) {
        td_buf_printf(out, "%0*.0f", digits, v);
        return;
    }
    snprintf(text, sizeof text, "%.*g", SIGNIFICANT, v);
    if (strchr(text, 'e') != NULL && fabs(v) < 1 && fabs(v) > 1e-15) { /* 1.5e-05 */
        int exponent = atoi(strchr(text, 'e') + 1);
        size_t n;

        snprintf(text, sizeof text, "%.*f", SIGNIFICANT - 1 - exponent, v);
        for (n = strlen(text); text[n - 1] == '0';)
            text[--n] = 0;
    }
    for (char *c = text; *c != 0; c++)
        if (*c == 'e')
            *c = 'E';
    td_buf_text(out, strcmp(text, "-0") == 0 ? "0" : text);
}

/* Days since 1970 to a date of the calendar. */
static void
civil(int64_t days, int *year, int *month, int *day)
{
    int64_t z = days + 719468, era = z / 146097, of_era = z - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t d = of_era - (365 * y + y / 4 - y / 100), m = (5 * d + 2) / 153;

    *day = (int)(d - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(y + era * 400 + (*month <= 2));
}

static void
put_clock(int64_t seconds, struct td_buf *out)
{
    td_buf_printf(out, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
                  (int)(seconds % 60));
}

static bool
put_date(double v, bool from_1904, struct td_buf *out)
{
    int64_t seconds, days;
    int year, month, day;

    if (!(v >= 0) || v > DAY_LAST + 1)
        return false;
    seconds = nearest(v * (double)DAY_SECONDS);
    days = seconds / DAY_SECONDS + (from_1904 ? DAY_1904 : 0);
    seconds %= DAY_SECONDS;
    if (days > DAY_LAST)
        return false;
    if (days == 0 || days == DAY_PHANTOM) { /* as Excel shows them: no dates, and told as such */
        td_buf_text(out, days == 0 ? "1900-01-00" : "1900-02-29");
    } else {
        civil(days - DAY_EPOCH + (days < DAY_PHANTOM), &year, &month, &day);
        td_buf_printf(out, "%04d-%02d-%02d", year, month, day);
    }
    if (seconds > 0) {
        td_buf_text(out, " ");
        put_clock(seconds, out);
    }
    return true;
}

void
book_number(struct td_str text, enum book_style style, int digits, bool from_1904,
            struct td_buf *out)
{
    char copy[NUMBER_BYTES], *end;
    double v;

    text = td_str_trim(text);
    if (text.len == 0 || text.len >= sizeof copy ||
        strspn(memcpy(copy, text.at, text.len), "0123456789+-.eE") < text.len) {
        td_buf_str(out, text);
        return;
    }
    copy[text.len] = 0;
    v = strtod(copy, &end);
    if (*end != 0 || !isfinite(v)) {
        td_buf_str(out, text);
        return;
    }
    if (style == STYLE_DATE && put_date(v, from_1904, out))
        return;
    if (style == STYLE_TIME && v >= 0 && v < 1) {
        put_clock(nearest(v * (double)DAY_SECONDS) % DAY_SECONDS, out);
        return;
    }
    if (style == STYLE_PERCENT) {
        put_number(v * 100, 0, out);
        td_buf_text(out, "%");
        return;
    }
    put_number(v, style == STYLE_DIGITS ? digits : 0, out);
}
