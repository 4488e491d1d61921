#include "tidu/scalar.h"

#include <criterion/criterion.h>
#include <string.h>

static td_date
day(int year, int month, int d)
{
    return td_date_from((struct td_civil){year, month, d});
}

struct date {
    const char *text;
    unsigned forms;
    enum td_fault fault;
    const char *day;
};

#define BAD TD_FAULT_BAD_DATE
#define RANGE TD_FAULT_DATE_RANGE

static void
expect_dates(const struct date *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        td_date value = TD_DATE_NONE;
        char text[11];
        enum td_fault fault = td_date_parse(td_str(cases[i].text), cases[i].forms, &value);

        cr_expect_eq(fault, cases[i].fault, "\"%s\" (%u): fault %d, not %d", cases[i].text,
                     cases[i].forms, fault, cases[i].fault);
        if (fault != TD_FAULT_NONE || cases[i].day == NULL)
            continue;
        td_date_text(value, text);
        cr_expect_str_eq(text, cases[i].day, "\"%s\": %s", cases[i].text, text);
    }
}

#define EXPECT(cases) expect_dates(cases, sizeof(cases) / sizeof *(cases))

Test(date, forms)
{
    static const struct date cases[] = {
        {"2024-01-31", TD_DATE_ISO, 0, "2024-01-31"},
        {"2024/1/1", TD_DATE_ISO, 0, "2024-01-01"},
        {"2024.1.31", TD_DATE_ISO, 0, "2024-01-31"},
        {"2024-1/31", TD_DATE_ISO, BAD, NULL},
        {"2024-01-31 13:05:59", TD_DATE_ISO, 0, "2024-01-31"},
        {"2024/1/31 0:00", TD_DATE_ISO, 0, "2024-01-31"},
        {"2024-01-31T13:05:59.123456+08:00", TD_DATE_ISO, 0, "2024-01-31"},
        {"2024-01-31T13:05:59Z", TD_DATE_ISO, 0, "2024-01-31"},
        {"2024-01-31 00:00:00.0", TD_DATE_ISO, 0, "2024-01-31"},
        {"2024-01-31 25:00", TD_DATE_ISO, BAD, NULL},
        {"2024-01-31 12:60", TD_DATE_ISO, BAD, NULL},
        {"2024-01-31 x", TD_DATE_ISO, BAD, NULL},
        {"２０２４－０１－３１", TD_DATE_ISO, 0, "2024-01-31"},
        {"　2024-01-31\xE2\x80\x8B ", TD_DATE_ISO, 0, "2024-01-31"},
        {"20240131", TD_DATE_COMPACT, 0, "2024-01-31"},
        {"20240131", TD_DATE_ISO, BAD, NULL},
        {"20240131235959", TD_DATE_COMPACT, 0, "2024-01-31"},
        {"20240131 10:30:00", TD_DATE_COMPACT, 0, "2024-01-31"},
        {"20240131245959", TD_DATE_COMPACT, BAD, NULL},
        {"20240131236059", TD_DATE_COMPACT, BAD, NULL},
        {"202401311030", TD_DATE_COMPACT, BAD, NULL},
        {"20240230000000", TD_DATE_COMPACT, BAD, NULL},
        {"1704067200000", TD_DATE_COMPACT, BAD, NULL},
        {"2024年1月31日", TD_DATE_CHINESE, 0, "2024-01-31"},
        {"2024 年 1 月 31 日", TD_DATE_CHINESE, 0, "2024-01-31"},
        {"2024年1月31日 10:30", TD_DATE_CHINESE, 0, "2024-01-31"},
        {"2024年01月31号", TD_DATE_CHINESE, 0, "2024-01-31"},
        {"2024年1月", TD_DATE_CHINESE, BAD, NULL},
        {"2024年1月", TD_DATE_MONTH, 0, "2024-01-01"},
        {"2024-01", TD_DATE_MONTH, 0, "2024-01-01"},
        {"202401", TD_DATE_MONTH, 0, "2024-01-01"},
        {"202413", TD_DATE_MONTH, BAD, NULL},
        {"2024-01", TD_DATE_ANY, BAD, NULL},
        {"31/01/2024", TD_DATE_DMY, 0, "2024-01-31"},
        {"01/31/2024", TD_DATE_MDY, 0, "2024-01-31"},
        {"01/31/2024", TD_DATE_DMY, BAD, NULL},
        {"02/03/2024", TD_DATE_DMY | TD_DATE_MDY, 0, "2024-03-02"},
        {"1704067200000", TD_DATE_EPOCH_MS, 0, "2024-01-01"},
        {"1704038400000", TD_DATE_EPOCH_MS, 0, "2024-01-01"}, /* midnight in China */
        {"1704038399999", TD_DATE_EPOCH_MS, 0, "2023-12-31"},
        {"-28800000", TD_DATE_EPOCH_MS, 0, "1970-01-01"},
        {"-28800001", TD_DATE_EPOCH_MS, 0, "1969-12-31"},
    };
    EXPECT(cases);
}

Test(date, fault_28_dates_that_are_none_and_serials)
{
    static const struct date cases[] = {
        {"20240230", TD_DATE_ANY, BAD, NULL},
        {"20240230", 255, BAD, NULL}, /* and not a moment of 1970 */
        {"2023-02-29", TD_DATE_ANY, BAD, NULL},
        {"2024-02-29", TD_DATE_ANY, 0, "2024-02-29"},
        {"1900-02-29", TD_DATE_ANY, BAD, NULL},
        {"2000-02-29", TD_DATE_ANY, 0, "2000-02-29"},
        {"2024-13-01", TD_DATE_ANY, BAD, NULL},
        {"2024-00-10", TD_DATE_ANY, BAD, NULL},
        {"1900-01-00", TD_DATE_ANY, BAD, NULL},
        {"0000-00-00", TD_DATE_ANY, BAD, NULL},
        {"0001-01-01", TD_DATE_ANY, RANGE, NULL},
        {"1899-12-31", TD_DATE_ANY, RANGE, NULL},
        {"1900-01-01", TD_DATE_ANY, 0, "1900-01-01"},
        {"2199-12-31", TD_DATE_ANY, 0, "2199-12-31"},
        {"2200-01-01", TD_DATE_ANY, RANGE, NULL},
        {"99991231", TD_DATE_ANY, RANGE, NULL},
        {"24-1-1", TD_DATE_ANY, BAD, NULL},
        {"长期", TD_DATE_ANY, BAD, NULL},
        {"", TD_DATE_ANY, BAD, NULL},
        {"45292", TD_DATE_ANY, BAD, NULL},
        {"45292", TD_DATE_EXCEL, 0, "2024-01-01"},
        {"45292.75", TD_DATE_EXCEL, 0, "2024-01-01"},
        {"1", TD_DATE_EXCEL, 0, "1900-01-01"},
        {"59", TD_DATE_EXCEL, 0, "1900-02-28"},
        {"60", TD_DATE_EXCEL, BAD, NULL}, /* the day that Excel invented */
        {"61", TD_DATE_EXCEL, 0, "1900-03-01"},
        {"0", TD_DATE_EXCEL, BAD, NULL}, /* shown by Excel as 1900-01-00 */
        {"109574", TD_DATE_EXCEL, 0, "2199-12-31"},
        {"109575", TD_DATE_EXCEL, RANGE, NULL},
        {"202401", TD_DATE_EXCEL | TD_DATE_MONTH, 0, "2024-01-01"},
        {"2024-01-01\n2024-01-02", TD_DATE_ANY, BAD, NULL},
        {"2024-01-01 00:00:00 00:00:00 00:00:00 00:00:00 00:00:00", TD_DATE_ANY, BAD, NULL},
        {"2024\x01"
         "1\x02"
         "31\x03",
         TD_DATE_ANY, BAD, NULL},
    };
    EXPECT(cases);
}

Test(date, fault_28_a_moment_with_a_zone_is_on_the_day_that_it_is_in_china)
{
    static const struct date cases[] = {
        {"2024-01-31T16:00:00Z", TD_DATE_ISO, 0, "2024-02-01"},
        {"2024-01-31T16:00:00.000Z", TD_DATE_ISO, 0, "2024-02-01"},
        {"2024-01-31T15:59:59Z", TD_DATE_ISO, 0, "2024-01-31"},
        {"2024-01-31T00:00:00+08:00", TD_DATE_ISO, 0, "2024-01-31"},
        {"2024-01-31T00:00:00+0800", TD_DATE_ISO, 0, "2024-01-31"},
        {"2024-01-31T00:30:00+09:00", TD_DATE_ISO, 0, "2024-01-30"},
        {"2024-02-29T20:00:00-05:00", TD_DATE_ISO, 0, "2024-03-01"},
        {"2024-01-31T00:00:00", TD_DATE_ISO, 0, "2024-01-31"},
        {"20240131 16:00Z", TD_DATE_COMPACT, 0, "2024-02-01"},
        {"2023-02-29T20:00:00Z", TD_DATE_ISO, BAD, NULL},
        {"2199-12-31T20:00:00Z", TD_DATE_ISO, RANGE, NULL},
        {"2024-01-31T00:00:00+15:00", TD_DATE_ISO, BAD, NULL},
    };
    EXPECT(cases);
}

Test(date, fault_28_ranges_and_two_digit_years_are_refused)
{
    static const struct date cases[] = {
        {"2020-01-01至2030-01-01", 255, BAD, NULL}, {"2020-01-01—2030-01-01", 255, BAD, NULL},
        {"2020-01-01-长期", 255, BAD, NULL},         {"20-1-1", 255, BAD, NULL},
        {"24年1月1日", 255, BAD, NULL},              {"1/2/24", 255, BAD, NULL},
        {"2024.01.31", TD_DATE_ANY, 0, "2024-01-31"}, {"2024年1月", TD_DATE_ANY, BAD, NULL},
    };
    EXPECT(cases);
}

Test(date, fault_28_the_form_that_was_read_is_told)
{
    static const struct {
        const char *text;
        unsigned form;
    } cases[] = {{"2024-01-31", 0},
                 {"20240131", 0},
                 {"2024/1/31", TD_DATE_ISO},
                 {"2024-01-31 00:00", TD_DATE_ISO},
                 {"2024年1月31日", TD_DATE_CHINESE},
                 {"45292", TD_DATE_EXCEL}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        td_date value;
        unsigned form = 99;

        cr_expect_eq(td_date_read(td_str(cases[i].text), TD_DATE_ANY | TD_DATE_EXCEL, &value, &form),
                     TD_FAULT_NONE);
        cr_expect_eq(form, cases[i].form, "%s: %u", cases[i].text, form);
    }
}

Test(date, every_day_of_the_calendar_goes_round)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    td_date expected = day(1599, 12, 31);

    for (int year = 1600; year <= 2400; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            int last = days[month - 1] + leap;

            cr_assert_not(td_date_valid((struct td_civil){year, month, last + 1}));
            for (int d = 1; d <= last; d++) {
                struct td_civil c = td_date_civil(++expected);

                cr_assert_eq(day(year, month, d), expected, "%d-%d-%d", year, month, d);
                cr_assert(c.year == year && c.month == month && c.day == d);
            }
        }
    cr_assert_eq(day(2000, 1, 1), 0);
    cr_assert_eq(day(1970, 1, 1), -10957);
}

Test(date, fault_35_adding_years_and_months)
{
    cr_expect_eq(td_date_add_years(day(2024, 2, 29), 1), day(2025, 2, 28));
    cr_expect_eq(td_date_add_years(day(2024, 2, 29), 4), day(2028, 2, 29));
    cr_expect_eq(td_date_add_years(day(2024, 2, 29), -1), day(2023, 2, 28));
    cr_expect_eq(td_date_add_years(day(2024, 6, 15), -24), day(2000, 6, 15));
    cr_expect_eq(td_date_add_months(day(2024, 1, 31), 1), day(2024, 2, 29));
    cr_expect_eq(td_date_add_months(day(2024, 1, 31), -2), day(2023, 11, 30));
    cr_expect_eq(td_date_add_months(day(2024, 1, 1), -13), day(2022, 12, 1));
    cr_expect_eq(td_date_add_months(day(2024, 12, 1), 1), day(2025, 1, 1));
}

Test(date, fault_35_whole_years)
{
    cr_expect_eq(td_date_years(day(2020, 3, 1), day(2023, 3, 1)), 3);
    cr_expect_eq(td_date_years(day(2020, 3, 1), day(2023, 2, 28)), 2);
    cr_expect_eq(td_date_years(day(2020, 2, 29), day(2021, 2, 28)), 0);
    cr_expect_eq(td_date_years(day(2020, 2, 29), day(2021, 3, 1)), 1);
    cr_expect_eq(td_date_years(day(2020, 2, 29), day(2024, 2, 29)), 4);
    cr_expect_eq(td_date_years(day(2020, 1, 1), day(2020, 1, 1)), 0);
    cr_expect_eq(td_date_years(day(2023, 3, 1), day(2020, 3, 1)), -3);
}

Test(date, text_never_overruns)
{
    char text[11];

    td_date_text(day(2024, 2, 9), text);
    cr_expect_str_eq(text, "2024-02-09");
    td_date_text(day(987, 2, 9), text);
    cr_expect_str_eq(text, "0987-02-09");
    td_date_text(TD_DATE_NONE, text);
    cr_expect_str_eq(text, "");
    td_date_text(INT32_MAX, text);
    cr_expect_str_eq(text, "");
}
