/*
 * Dates from text. Each allowed form is tried on the folded text; of those that read it, the
 * first that gives a date in range counts, else the mildest fault.
 */
#include <string.h>

#include "fold.h"
#include "tidu/scalar.h"

enum {
    MAX_TEXT = 48,
    NIAN = 1, /* 年 月 日 as bytes that no ASCII input can produce once folded */
    YUE,
    RI,
    YEAR_FIRST = 1900,
    YEAR_LAST = 2199,
    MS_PER_DAY = 86400000,
    CHINA_MINUTES = 8 * 60 /* east of Greenwich */
};

struct cursor {
    const char *at; /* NUL behind the text */
};

static char
date_token(uint32_t c)
{
    switch (c) {
    case 0x5E74: /* 年 */
        return NIAN;
    case 0x6708: /* 月 */
        return YUE;
    case 0x65E5: /* 日 */
    case 0x53F7: /* 号 */
        return RI;
    default:
        return FOLD_OTHER;
    }
}

static bool
take(struct cursor *c, char byte)
{
    if (*c->at != byte)
        return false;
    c->at++;
    return true;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Exactly min to max digits: another one behind them is a mismatch. */
static bool
take_digits(struct cursor *c, int min, int max, int64_t *value)
{
    int n = 0;

    for (*value = 0; n < max && is_digit(*c->at); n++)
        *value = *value * 10 + (*c->at++ - '0');
    return n >= min && !is_digit(*c->at);
}

static bool
take_int(struct cursor *c, int min, int max, int *value)
{
    int64_t wide;
    bool ok = take_digits(c, min, max, &wide);

    *value = (int)wide;
    return ok;
}

/* The zone's minutes east of Greenwich; China's where none is given. */
static bool
take_zone(struct cursor *c, int *east)
{
    int hours = 0, minutes = 0;
    bool west;

    *east = CHINA_MINUTES;
    if (*c->at == 0)
        return true;
    *east = 0;
    if (take(c, 'Z') || take(c, 'z'))
        return true;
    west = *c->at == '-';
    if (!take(c, '+') && !take(c, '-'))
        return false;
    if (is_digit(c->at[0]) && is_digit(c->at[1]) && is_digit(c->at[2])) {
        if (!take_int(c, 4, 4, &hours))
            return false;
        minutes = hours % 100;
        hours /= 100;
    } else if (!take_int(c, 2, 2, &hours) || (take(c, ':') && !take_int(c, 2, 2, &minutes))) {
        return false;
    }
    *east = (hours * 60 + minutes) * (west ? -1 : 1);
    return hours <= 14 && minutes < 60;
}

/*
 * Nothing, or a time of day behind the date: [ T]hh:mm[:ss[.f]][zone]. A moment with a zone is on the
 * day that it is in China: 2024-01-31T16:00:00Z is what programs write for 2024-02-01.
 */
static bool
take_time(struct cursor *c, struct td_civil *d)
{
    int hour, minute, second = 0, east = CHINA_MINUTES;
    int64_t fraction;

    if (*c->at == 0)
        return true;
    if (!take(c, ' ') && !take(c, 'T') && !take(c, 't'))
        return false;
    while (take(c, ' '))
        ;
    if (!take_int(c, 1, 2, &hour) || !take(c, ':') || !take_int(c, 2, 2, &minute))
        return false;
    if (take(c, ':')) {
        if (!take_int(c, 2, 2, &second))
            return false;
        if ((take(c, '.') || take(c, ',')) && !take_digits(c, 1, 9, &fraction))
            return false;
    }
    (void)take(c, ' ');
    if (!take_zone(c, &east) || *c->at != 0 || hour > 23 || minute > 59 || second > 60)
        return false;
    minute += hour * 60 + CHINA_MINUTES - east;
    if ((minute < 0 || minute >= 24 * 60) && td_date_valid(*d))
        *d = td_date_civil(td_date_from(*d) + (minute < 0 ? -1 : 1));
    return true;
}

static char
take_separator(struct cursor *c)
{
    char separator = *c->at;

    if (separator != '-' && separator != '/' && separator != '.')
        return 0;
    c->at++;
    return separator;
}

/* ---- the forms: each says whether the text is of that form, and fills the date it names
 * ------ */

static bool
read_iso(struct cursor c, struct td_civil *d)
{
    char separator;

    return take_int(&c, 4, 4, &d->year) && (separator = take_separator(&c)) != 0 &&
           take_int(&c, 1, 2, &d->month) && take(&c, separator) &&
           take_int(&c, 1, 2, &d->day) && take_time(&c, d);
}

/* yyyymmdd, also with a time behind it: databases write yyyymmddhhmmss. */
static bool
read_compact(struct cursor c, struct td_civil *d)
{
    struct cursor at = c;
    int64_t n;

    if (take_digits(&at, 14, 14, &n)) {
        int64_t time = n % 1000000;

        n /= 1000000;
        if (*at.at != 0 || time / 10000 > 23 || time / 100 % 100 > 59 || time % 100 > 60)
            return false;
    } else if (!take_digits(&c, 8, 8, &n)) {
        return false;
    } else {
        at = c;
    }
    *d = (struct td_civil){(int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100)};
    return take_time(&at, d);
}

/* 年 or 月, with a blank before and behind it or none. */
static bool
take_mark(struct cursor *c, char mark)
{
    (void)take(c, ' ');
    if (!take(c, mark))
        return false;
    (void)take(c, ' ');
    return true;
}

static bool
read_chinese(struct cursor c, struct td_civil *d)
{
    if (!take_int(&c, 4, 4, &d->year) || !take_mark(&c, NIAN))
        return false;
    if (!take_int(&c, 1, 2, &d->month) || !take_mark(&c, YUE) || !take_int(&c, 1, 2, &d->day))
        return false;
    (void)take(&c, ' ');
    return take(&c, RI) && take_time(&c, d);
}

static bool
read_excel(struct cursor c, struct td_civil *d)
{
    int64_t serial, fraction;

    if (!take_digits(&c, 1, 6, &serial))
        return false;
    if (take(&c, '.') && !take_digits(&c, 1, 15, &fraction))
        return false;
    if (*c.at != 0)
        return false;
    *d = (struct td_civil){YEAR_FIRST, 1, 0};
    /* the 1900 system has a 29 February 1900: serial 60, which no date is */
    if (serial == 60)
        *d = (struct td_civil){YEAR_FIRST, 2, 29};
    else if (serial > 0)
        *d = td_date_civil((td_date)serial - (serial > 60) - 1 +
                           td_date_from((struct td_civil){YEAR_FIRST, 1, 1}));
    return true;
}

static bool
read_epoch(struct cursor c, struct td_civil *d)
{
    bool negative = take(&c, '-');
    int64_t ms, day;

    if (!take_digits(&c, 1, 14, &ms) || *c.at != 0)
        return false;
    ms = (negative ? -ms : ms) + 8 * 3600 * 1000; /* China's day */
    day = (ms >= 0 ? ms : ms - (MS_PER_DAY - 1)) / MS_PER_DAY;
    *d = td_date_civil((td_date)(day + td_date_from((struct td_civil){1970, 1, 1})));
    return true;
}

static bool
read_small_first(struct cursor *c, int *first, int *second, int *year)
{
    char separator;

    return take_int(c, 1, 2, first) && (separator = take_separator(c)) != 0 &&
           take_int(c, 1, 2, second) && take(c, separator) && take_int(c, 4, 4, year);
}

static bool
read_dmy(struct cursor c, struct td_civil *d)
{
    return read_small_first(&c, &d->day, &d->month, &d->year) && take_time(&c, d);
}

static bool
read_mdy(struct cursor c, struct td_civil *d)
{
    return read_small_first(&c, &d->month, &d->day, &d->year) && take_time(&c, d);
}

static bool
read_month(struct cursor c, struct td_civil *d)
{
    struct cursor digits = c;
    int64_t n;

    d->day = 1;
    if (take_digits(&digits, 6, 6, &n) && *digits.at == 0) {
        d->year = (int)(n / 100);
        d->month = (int)(n % 100);
        return true;
    }
    if (!take_int(&c, 4, 4, &d->year))
        return false;
    if (!take(&c, NIAN))
        return take_separator(&c) != 0 && take_int(&c, 1, 2, &d->month) && *c.at == 0;
    (void)take(&c, ' ');
    if (!take_int(&c, 1, 2, &d->month))
        return false;
    (void)take(&c, ' ');
    return take(&c, YUE) && *c.at == 0;
}

static const struct {
    enum td_date_form form;
    bool (*read)(struct cursor c, struct td_civil *d);
} readers[] = {
    {TD_DATE_ISO, read_iso},         {TD_DATE_COMPACT, read_compact},
    {TD_DATE_CHINESE, read_chinese}, {TD_DATE_EXCEL, read_excel},
    {TD_DATE_DMY, read_dmy},         {TD_DATE_MDY, read_mdy},
    {TD_DATE_MONTH, read_month},     {TD_DATE_EPOCH_MS, read_epoch},
};

/* yyyy-mm-dd or yyyymmdd and nothing else: nearly every date there is. False: read it the long
 * way. */
static bool
read_usual(struct td_str text, unsigned forms, struct td_civil *d)
{
    static const unsigned char places[2][8] = {{0, 1, 2, 3, 4, 5, 6, 7},
                                               {0, 1, 2, 3, 5, 6, 8, 9}};
    bool iso =
        text.len == 10 && (forms & TD_DATE_ISO) != 0 && text.at[4] == '-' && text.at[7] == '-';
    int n = 0;

    if (!iso && (text.len != 8 || (forms & TD_DATE_COMPACT) == 0))
        return false;
    for (int i = 0; i < 8; i++) {
        char c = text.at[places[iso][i]];

        if (!is_digit(c))
            return false;
        n = n * 10 + (c - '0');
    }
    *d = (struct td_civil){n / 10000, n / 100 % 100, n % 100};
    return d->year >= YEAR_FIRST && d->year <= YEAR_LAST && td_date_valid(*d);
}

enum td_fault
td_date_parse(struct td_str text, unsigned forms, td_date *out)
{
    unsigned form;

    return td_date_read(text, forms, out, &form);
}

enum td_fault
td_date_read(struct td_str text, unsigned forms, td_date *out, unsigned *form)
{
    char folded[MAX_TEXT + 1];
    enum td_fault fault = TD_FAULT_BAD_DATE;
    bool matched = false;
    struct td_civil usual;
    size_t len;

    *form = 0;
    if (read_usual(text, forms, &usual)) {
        *out = td_date_from(usual);
        return TD_FAULT_NONE;
    }
    len = fold_text(text, date_token, folded, MAX_TEXT);
    if (len > MAX_TEXT)
        return TD_FAULT_BAD_DATE;
    folded[len] = 0;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        struct td_civil d = {0};

        if ((forms & readers[i].form) == 0 || !readers[i].read((struct cursor){folded}, &d))
            continue;
        /* 20240230 is a wrong date and not a moment in 1970 */
        if (readers[i].form == TD_DATE_EPOCH_MS && matched)
            continue;
        matched = true;
        if (!td_date_valid(d))
            continue;
        if (d.year >= YEAR_FIRST && d.year <= YEAR_LAST) {
            *out = td_date_from(d);
            *form = readers[i].form;
            return TD_FAULT_NONE;
        }
        fault = TD_FAULT_DATE_RANGE;
    }
    return fault;
}
