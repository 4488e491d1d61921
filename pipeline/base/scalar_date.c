/*
 * The calendar: days since 2000-01-01, and the arithmetic of years and months on them.
 */
#include <string.h>

#include "tidu/scalar.h"

enum {
    DAYS_IN_400_YEARS = 146097,
    /* from 0000-03-01, where the counting below starts, to 2000-01-01 */
    DAYS_TO_2000 = 730425
};

static bool
is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

bool
td_date_valid(struct td_civil c)
{
    return c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= month_days(c.year, c.month);
}

/* Years are counted from March, so that the leap day is a year's last. */
td_date
td_date_from(struct td_civil c)
{
    int64_t year = (int64_t)c.year - (c.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t in_era = year - era * 400;
    int64_t in_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
    int64_t day = in_era * 365 + in_era / 4 - in_era / 100 + in_year;

    return (td_date)(era * DAYS_IN_400_YEARS + day - DAYS_TO_2000);
}

struct td_civil
td_date_civil(td_date d)
{
    int64_t days = (int64_t)d + DAYS_TO_2000;
    int64_t era = (days >= 0 ? days : days - (DAYS_IN_400_YEARS - 1)) / DAYS_IN_400_YEARS;
    int64_t day = days - era * DAYS_IN_400_YEARS;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t in_year = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153;
    struct td_civil c;

    c.day = (int)(in_year - (153 * month + 2) / 5 + 1);
    c.month = (int)(month < 10 ? month + 3 : month - 9);
    c.year = (int)(year + era * 400 + (c.month <= 2));
    return c;
}

td_date
td_date_add_months(td_date d, int months)
{
    struct td_civil c = td_date_civil(d);
    int64_t month = (int64_t)c.year * 12 + c.month - 1 + months;
    int64_t year = (month >= 0 ? month : month - 11) / 12;
    int last;

    c.year = (int)year;
    c.month = (int)(month - year * 12) + 1;
    last = month_days(c.year, c.month);
    c.day = c.day < last ? c.day : last;
    return td_date_from(c);
}

td_date
td_date_add_years(td_date d, int years)
{
    return td_date_add_months(d, years * 12);
}

int
td_date_years(td_date from, td_date to)
{
    struct td_civil a, b;

    if (to < from)
        return -td_date_years(to, from);
    a = td_date_civil(from);
    b = td_date_civil(to);
    return b.year - a.year - (b.month < a.month || (b.month == a.month && b.day < a.day));
}

static void
put_digits(char *out, int value, int count)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
}

void
td_date_text(td_date d, char out[11])
{
    struct td_civil c = td_date_civil(d);

    out[0] = 0;
    if (d == TD_DATE_NONE || c.year < 0 || c.year > 9999)
        return;
    put_digits(out, c.year, 4);
    put_digits(out + 5, c.month, 2);
    put_digits(out + 8, c.day, 2);
    out[4] = out[7] = '-';
    out[10] = 0;
}
