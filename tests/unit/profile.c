/* Profiles: what is read, what is refused and where, patterns of file names, ranks of sources.
 */
#include "profile_case.h"

#include "tidu/industry.h"

#define FINANCE "id: tax\ndataset: finance\nsource: tax\nfiles: tax_{year}.csv.gz\nmode: year\n"

static const char minimal[] =
    FINANCE "columns: {uscc: 税号, year: {file: year}, revenue: 收入(万元)}";

Test(profile, an_example_is_read)
{
    struct td_profile p;
    const struct td_delivery *d;

    make_profile(&p, FINANCE "encoding: gbk\n"
                             "delimiter: tab\n"
                             "quote: none\n"
                             "complete: true\n"
                             "nulls: [\"-1.0\"]\n"
                             "skip: [合计*]\n"
                             "ignore: [序号]\n"
                             "reject_limit: {percent: 2.5, rows: 100}\n"
                             "on_failure: stop\n"
                             "allow_empty: true\n"
                             "columns:\n"
                             "  uscc: [纳税人识别号, 税号]\n"
                             "  name: {header: 纳税人名称}\n"
                             "  year: {file: year}\n"
                             "  revenue: {header: 营业收入, unit: 千元, nulls: [\"0\"]}\n"
                             "  assets: {sum: [流动资产(元), 非流动资产(元)]}\n"
                             "  audited: {value: 是}\n");
    cr_assert_eq(p.delivery_count, 1);
    d = &p.deliveries[0];
    cr_expect_eq(d->mode, TD_BY_YEAR);
    cr_expect_eq(d->encoding, TD_GB18030);
    cr_expect_eq(d->delimiter, '\t');
    cr_expect_eq(d->quote, 0);
    cr_expect(d->complete && d->allow_empty);
    cr_expect_eq(d->on_failure, TD_STOP);
    cr_expect_eq(d->max_reject_ppm, 25000);
    cr_expect_eq(d->max_rejects, 100);
    cr_expect_eq(d->source_index, 1);
    cr_expect_eq(d->column_count, 6);
    cr_expect_eq(d->columns[0].header_count, 2);
    cr_expect(d->columns[0].required && !d->columns[1].required);
    cr_expect(d->columns[1].is_name);
    cr_expect_eq(d->columns[3].scale, 5);
    cr_expect_eq(d->columns[4].scale, 2, "from the headers");
    cr_expect(d->columns[4].sum);
    cr_expect(td_str_equal(p.province_code, TD_STR("370000")));
    td_profile_free(&p);
    td_profile_free(&p);
}

Test(profile, defaults)
{
    struct td_profile p;
    const struct td_delivery *d;

    make_profile(&p, minimal);
    d = &p.deliveries[0];
    cr_expect_eq(d->encoding, TD_UTF8);
    cr_expect_eq(d->delimiter, ',');
    cr_expect_eq(d->quote, '"');
    cr_expect_eq(d->header_row, 1);
    cr_expect_eq(d->on_failure, TD_GO_ON);
    cr_expect_eq(d->max_reject_ppm, 100000);
    cr_expect_eq(d->max_rejects, UINT64_MAX);
    cr_expect(!d->complete && !d->allow_empty);
    cr_expect_eq(d->columns[2].scale, 6);
    td_profile_free(&p);
}

static const struct {
    const char *name, *delivery;
    size_t line, column; /* in the whole text: the delivery begins in line 7 */
    const char *says, *hint;
} delivery_mistakes[] = {
    {"unknown key", FINANCE "encodng: utf-8\ncolumns: {}", 12, 5, "unknown key \"encodng\"",
     "\"encoding\""},
    {"dataset", "id: a\ndataset: finanse", 8, 14, "\"finanse\"", "\"finance\""},
    {"source", "id: a\ndataset: finance\nsource: taxx", 9, 13, "\"taxx\"", "\"tax\""},
    {"id", "id: Tax A", 7, 9, "\"Tax A\"", "lower-case"},
    {"folder", "id: a\ndataset: ip\nsource: tax\nfiles: ../x.csv", 10, 12,
     "without folders", ""},
    {"brace", "id: a\ndataset: ip\nsource: tax\nfiles: x_{yaer}.csv", 10, 12,
     "{date} and {year}", ""},
    {"no mode", "id: a\ndataset: ip\nsource: tax\nfiles: x.csv\ncolumns: {}", 7, 5,
     "\"mode\" is missing", ""},
    {"mode", "id: a\ndataset: ip\nsource: tax\nfiles: x.csv\nmode: full", 11, 11,
     "\"full\"", "snapshot"},
    {"mode year without a year",
     "id: a\ndataset: ip\nsource: tax\nfiles: x.csv\nmode: year\n"
     "columns: {uscc: a, right_no: b, kind: c}",
     11, 11, "has no year", ""},
    {"encoding", FINANCE "encoding: latin1\ncolumns: {}", 12, 15, "\"latin1\"", "utf-8"},
    {"delimiter", FINANCE "delimiter: \",,\"\ncolumns: {}", 12, 16, "one ASCII", ""},
    {"percent", FINANCE "reject_limit: {percent: 120}\ncolumns: {}", 12, 29, "0 to 100",
     ""},
    {"field", FINANCE "columns: {uscc: a, revenu: b(元)}", 12, 24, "no \"revenu\"",
     "\"revenue\""},
    {"no holder", FINANCE "columns: {year: {file: year}}", 12, 14, "uscc", "holder_name"},
    {"no year", FINANCE "columns: {uscc: a}", 12, 14, "year", "{file: year}"},
    {"no unit", FINANCE "columns: {uscc: a, year: b, revenue: 营业收入}", 12, 42,
     "unit is missing", "万元"},
    {"unit", FINANCE "columns: {uscc: a, year: b, revenue: {header: c, unit: 人}}", 12, 60,
     "no unit of this", "万元"},
    {"unit against header",
     FINANCE "columns: {uscc: a, year: b, revenue: {header: 收入（万元）, unit: 元}}", 12,
     65, "says 万元, not 元", ""},
    {"unit of a text", FINANCE "columns: {uscc: {header: a, unit: 元}, year: b}", 12, 39,
     "no unit", "remove"},
    {"two origins", FINANCE "columns: {uscc: a, year: {header: b, file: year}}", 12, 30,
     "one origin", "file: year"},
    {"sum of text", FINANCE "columns: {uscc: a, year: {sum: [b]}}", 12, 36, "figure", ""},
    {"file without pattern",
     "id: a\ndataset: finance\nsource: tax\nfiles: x.csv\nmode: year\n"
     "columns: {uscc: a, year: {file: year}}",
     12, 37, "no {year}", ""},
    {"constant", FINANCE "columns: {uscc: a, year: {value: 20x5}}", 12, 38, "not a year",
     ""},
    {"constant word", FINANCE "columns: {uscc: a, year: b, audited: {value: 大概}}", 12, 50,
     "vocabulary", ""},
    {"words of a figure",
     FINANCE "columns: {uscc: a, year: b, revenue: {header: c, unit: 元, words: {x: y}}}",
     12, 74, "not a number", ""},
    {"dates", FINANCE "columns: {uscc: a, year: {header: b, dates: [isoo]}}", 12, 50,
     "\"isoo\"", "\"iso\""},
    {"dmy and mdy",
     "id: a\ndataset: equity\nsource: tax\nfiles: x.csv\nmode: snapshot\n"
     "columns: {uscc: a, closed_on: {header: b, dates: [dmy, mdy]}, amount: c(元)}",
     12, 54, "dmy and mdy", ""},
    {"holder twice", FINANCE "columns: {uscc: a, name: b, holder_name: c, year: d}", 12, 33,
     "was given", ""},
    {"position", FINANCE "header_row: 0\ncolumns: {uscc: 税号, year: {file: year}}", 13, 21,
     "number", ""},
    {"two positions",
     FINANCE "header_row: 0\ncolumns: {uscc: [\"1\", \"2\"], year: {file: year}}", 13, 21,
     "one number", ""},
    {"complete kind",
     "id: a\ndataset: title\nsource: tax\nfiles: x.csv\nmode: snapshot\ncomplete: [srdy]\n"
     "columns: {}",
     12, 16, "\"srdy\"", "\"srdi\""},
    {"complete without kinds", FINANCE "complete: [a]\ncolumns: {}", 12, 15, "no kinds",
     ""},
    {"word target",
     "id: a\ndataset: title\nsource: tax\nfiles: x.csv\nmode: snapshot\n"
     "columns: {uscc: a, granted: c, title: {header: b, words: {x: giant}}}",
     12, 66, "\"giant\"", ""},
};

Test(profile, mistakes_of_a_delivery_are_named)
{
    struct td_profile p;
    struct td_error err = {0};

    for (size_t i = 0; i < sizeof delivery_mistakes / sizeof delivery_mistakes[0]; i++) {
        char *text = profile_text(delivery_mistakes[i].delivery);

        cr_expect_not(parse_profile(&p, text, &err), "%s", delivery_mistakes[i].name);
        cr_expect_eq(err.code, TD_E_PROFILE, "%s", delivery_mistakes[i].name);
        cr_expect(err.line == delivery_mistakes[i].line && err.column == delivery_mistakes[i].column, "%s: %zu:%zu %s",
                  delivery_mistakes[i].name, err.line, err.column, err.text);
        cr_expect(strstr(err.text, delivery_mistakes[i].says), "%s: %s", delivery_mistakes[i].name, err.text);
        cr_expect(strstr(err.hint, delivery_mistakes[i].hint), "%s: %s", delivery_mistakes[i].name, err.hint);
        free(text);
    }
}

Test(profile, mistakes_of_the_head_are_named)
{
    static const struct {
        const char *name, *text;
        size_t line, column;
        const char *says;
    } cases[] = {
        {"no profile", "city: {code: \"371500\", name: x}\n", 1, 1, "\"profile\" is missing"},
        {"city code", "profile: a\ncity: {code: 3715, name: x}\n", 2, 14, "six digits"},
        {"no counties",
         "profile: a\ncity: {code: \"371500\", name: x}\ninputs: b\ncounties: {}\n", 4, 11,
         "empty"},
        {"county",
         "profile: a\ncity: {code: \"371500\", name: x}\ninputs: b\ncounties: {37150: y}\n", 4,
         12, "six digits"},
        {"priority field", PROFILE_HEAD "priority: {finance.revenu: [tax]}\ndeliveries: []\n",
         6, 12, "finance.revenu"},
        {"priority source", PROFILE_HEAD "priority: {finance: [audit]}\ndeliveries: []\n", 6,
         22, "audit"},
        {"seats", PROFILE_HEAD "seats: {srdi: many}\ndeliveries: []\n", 6, 15, "whole number"},
        {"target of no title", PROFILE_HEAD "targets:\n  - {title: srdj, held: 3, year: 2026}\ndeliveries: []\n", 7, 13, "srdj"},
        {"target of no county", PROFILE_HEAD "targets:\n  - {title: srdi, county: 高唐县, held: 3, year: 2026}\ndeliveries: []\n", 7, 27, "no county"},
        {"target without a number", PROFILE_HEAD "targets:\n  - {title: srdi, year: 2026}\ndeliveries: []\n", 7, 5, "missing"},
        {"target of two kinds", PROFILE_HEAD "targets:\n  - {title: srdi, held: 1, new: 2, year: 2026}\ndeliveries: []\n", 7, 33, "one of"},
        {"target without a day", PROFILE_HEAD "targets:\n  - {title: srdi, held: 1}\ndeliveries: []\n", 7, 5, "by or year"},
        {"new by a day", PROFILE_HEAD "targets:\n  - {title: srdi, new: 1, by: 2026-06-30}\ndeliveries: []\n", 7, 31, "wants a year"},
        {"target of no such day", PROFILE_HEAD "targets:\n  - {title: srdi, held: 1, by: 2026-06-31}\ndeliveries: []\n", 7, 32, "is a date"},
        {"the same target twice", PROFILE_HEAD "targets:\n  - {title: srdi, held: 1, year: 2026}\n  - {title: srdi, held: 2, by: 2026-12-31}\ndeliveries: []\n", 8, 5, "target 1"},
        {"not a map", "- a\n- b\n", 1, 1, "keys with values"},
        {"same id twice",
         PROFILE_HEAD "deliveries:\n"
                      "  - {id: a, dataset: expert, source: tax, files: a, mode: snapshot, "
                      "columns: {uscc: x}}\n"
                      "  - {id: a, dataset: expert, source: tax, files: a, mode: snapshot, "
                      "columns: {uscc: x}}\n",
         8, 10, "used in line 7"},
    };
    struct td_profile p;
    struct td_error err = {0};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_expect_not(parse_profile(&p, cases[i].text, &err), "%s", cases[i].name);
        cr_expect(err.line == cases[i].line && err.column == cases[i].column, "%s: %zu:%zu %s",
                  cases[i].name, err.line, err.column, err.text);
        cr_expect(strstr(err.text, cases[i].says), "%s: %s", cases[i].name, err.text);
    }
}

Test(profile, mistakes_of_the_vocabulary_are_named)
{
    static const struct {
        const char *name, *text;
        size_t line, column;
        const char *says;
    } cases[] = {
        {"no words", "nulls: []\nbool: {}\n", 1, 1, "\"words\" is missing"},
        {"field", "nulls: []\nbool: {}\nwords:\n  title.titel: {}\n", 4, 3, "title.titel"},
        {"no word field", "nulls: []\nbool: {}\nwords:\n  title.granted: {}\n", 4, 3,
         "title.granted"},
        {"clash", "nulls: []\nbool: {\"true\": [是, Ｙ], \"false\": [否, y]}\nwords: {}\n", 2,
         37, "\"y\""},
        {"missing field", "nulls: []\nbool: {}\nwords: {}\n", 3, 8, "registry.org_kind"},
    };
    struct td_profile p;
    struct td_error err = {0};

    td_lang_set(TD_EN);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        td_error_reset(&err);
        cr_expect_not(td_profile_parse(&p, TD_STR("profile: a\n"), "p.yaml",
                                       td_str(cases[i].text), "v.yaml", &err));
        cr_expect_eq(err.code, TD_E_CRITERIA, "%s", cases[i].name);
        cr_expect_str_eq(err.file, "v.yaml");
        cr_expect(err.line == cases[i].line && err.column == cases[i].column, "%s: %zu:%zu %s",
                  cases[i].name, err.line, err.column, err.text);
        cr_expect(strstr(err.text, cases[i].says), "%s: %s", cases[i].name, err.text);
    }
}

Test(profile, ranks_of_sources)
{
    static const char text[] =
        PROFILE_HEAD "priority: {finance: [stats], finance.revenue: [tax]}\n"
                     "deliveries:\n"
                     "  - {id: a, dataset: finance, source: samr, files: a, mode: snapshot, "
                     "columns: {uscc: x, year: y}}\n"
                     "  - {id: b, dataset: finance, source: tax, files: a, mode: snapshot, "
                     "columns: {uscc: x, year: y}}\n"
                     "  - {id: c, dataset: finance, source: stats, files: a, mode: snapshot, "
                     "columns: {uscc: x, year: y}}\n"
                     "  - {id: d, dataset: staff, source: stats, files: a, mode: snapshot, "
                     "columns: {uscc: x, year: y}}\n";
    struct td_profile p;
    struct td_error err = {0};
    const struct td_dataset *finance = td_dataset_find(TD_STR("finance"));
    const struct td_dataset *staff = td_dataset_find(TD_STR("staff"));
    int revenue = td_field_find(finance, TD_STR("revenue"));
    int assets = td_field_find(finance, TD_STR("assets"));

    cr_assert(parse_profile(&p, text, &err), "%s", err.text);
    cr_expect_eq(td_profile_rank(&p, finance, revenue, 1), 0); /* tax */
    cr_expect_eq(td_profile_rank(&p, finance, revenue, 0),
                 1); /* the rest by the order of sources */
    cr_expect_eq(td_profile_rank(&p, finance, revenue, 2), 2);
    cr_expect_eq(td_profile_rank(&p, finance, assets, 2), 0); /* stats */
    cr_expect_eq(td_profile_rank(&p, finance, assets, 0), 1);
    cr_expect_eq(td_profile_rank(&p, finance, assets, 1), 2);
    cr_expect_eq(td_profile_rank(&p, staff, 3, 2),
                 0); /* sources without a delivery do not count */
    cr_expect_eq(td_profile_rank(&p, staff, 3, 0), 6);
    td_profile_free(&p);
}

Test(profile, a_delivery_s_hash_follows_what_decides_its_rows)
{
    struct td_profile a, b, c, d;

    make_profile(&a, minimal);
    make_profile(&b, FINANCE "# a remark\n"
                             "columns:\n"
                             "  uscc: 税号\n"
                             "  year: {file: year}\n"
                             "  revenue: 收入(万元)\n");
    make_profile(&c, FINANCE "columns: {uscc: 税号, year: {file: year}, revenue: 收入(千元)}");
    make_profile(
        &d, FINANCE
        "nulls: [\"0\"]\ncolumns: {uscc: 税号, year: {file: year}, revenue: 收入(万元)}");
    cr_expect_eq(a.deliveries[0].hash, b.deliveries[0].hash);
    cr_expect_neq(a.hash, b.hash);
    cr_expect_neq(a.deliveries[0].hash, c.deliveries[0].hash);
    cr_expect_neq(a.deliveries[0].hash, d.deliveries[0].hash);
    td_profile_free(&a);
    td_profile_free(&b);
    td_profile_free(&c);
    td_profile_free(&d);
}

Test(pattern, file_names)
{
    static const struct {
        const char *pattern, *name;
        bool fits;
        int year;
        struct td_civil date;
    } cases[] = {
        {"a.csv", "a.csv", true, 0, {0}},
        {"a.csv", "a.csv.gz", false, 0, {0}},
        {"a*.csv*", "a_1.csv.gz", true, 0, {0}},
        {"*", "", true, 0, {0}},
        {"", "a", false, 0, {0}},
        {"?.csv", "税.csv", true, 0, {0}},
        {"?.csv", ".csv", false, 0, {0}},
        {"税务_{year}.csv", "税务_2025.csv", true, 2025, {0}},
        {"税务_{year}.csv", "税务_25.csv", false, 0, {0}},
        {"税务_{year}.csv", "税务_1900.csv", false, 0, {0}},
        {"r_{date}.csv.gz", "r_20260601.csv.gz", true, 0, {2026, 6, 1}},
        {"r_{date}.csv.gz", "r_2026-06-01.csv.gz", true, 0, {2026, 6, 1}},
        {"r_{date}.csv.gz", "r_20260631.csv.gz", false, 0, {0}},
        {"r_{date}.csv.gz", "r_2026-0601.csv.gz", false, 0, {0}},
        {"*{year}*{date}*", "x2024y20260601z", true, 2024, {2026, 6, 1}},
        {"*{date}", "x2026060120260602", true, 0, {2026, 6, 2}},
        {"*a*b*c", "aXbXbXc", true, 0, {0}},
        {"*a*b*c", "aXbXbX", false, 0, {0}},
        {"{year}", "2025", true, 2025, {0}},
        {"a{year", "a{year", true, 0, {0}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct td_file_match m;
        bool fits = td_pattern_match(td_str(cases[i].pattern), td_str(cases[i].name), &m);
        td_date date = cases[i].date.year ? td_date_from(cases[i].date) : TD_DATE_NONE;

        cr_expect_eq(fits, cases[i].fits, "%s %s", cases[i].pattern, cases[i].name);
        cr_expect_eq(m.year, cases[i].year, "%s %s: %d", cases[i].pattern, cases[i].name,
                     m.year);
        cr_expect_eq(m.date, date, "%s %s", cases[i].pattern, cases[i].name);
    }
}

Test(pattern, many_stars_take_no_time)
{
    struct td_file_match m;
    struct td_buf pattern = {0}, name = {0};

    for (int i = 0; i < 100; i++)
        td_buf_text(&pattern, "*a");
    td_buf_text(&pattern, "b");
    for (int i = 0; i < 250; i++)
        td_buf_text(&name, "a");
    cr_expect_not(td_pattern_match(td_buf_view(&pattern), td_buf_view(&name), &m));
    td_buf_free(&pattern);
    td_buf_free(&name);
}

Test(industry, codes_as_departments_write_them)
{
    static const struct {
        const char *text, *code; /* NULL: a fault */
    } cases[] = {
        {"C3484", "C3484"},  {"3484", "C3484"},   {"348", "C348"},
        {"34", "C34"},       {"C", "C"},          {"c34", "C34"},
        {"C-3484", "C3484"}, {"C 3484", "C3484"}, {"Ｃ３４８４", "C3484"},
        {"0111", "A0111"},   {"111", "B111"},     {"A111", "A0111"},
        {"121", "A0121"},    {"1", "A01"},        {"6513", "I6513"},
        {"I65", "I65"},      {"D3484", NULL},     {"3499999", NULL},
        {"3498", NULL},      {"0000", NULL},      {"", NULL},
        {"C34x", NULL},      {"Z1", NULL},        {"98", NULL},
        {"机械", NULL},      {"9700", "T9700"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct td_industry *entry;
        enum td_fault fault = td_industry_parse(td_str(cases[i].text), &entry);

        if (!cases[i].code) {
            cr_expect_eq(fault, TD_FAULT_BAD_INDUSTRY, "%s", cases[i].text);
            continue;
        }
        cr_expect_eq(fault, TD_FAULT_NONE, "%s", cases[i].text);
        cr_expect(entry && strcmp(entry->code, cases[i].code) == 0, "%s: %s", cases[i].text,
                  entry ? entry->code : "none");
    }
}

Test(industry, the_whole_table_is_found_by_code_and_by_digits)
{
    size_t levels[5] = {0};

    for (size_t i = 0; i < td_industry_count; i++) {
        const struct td_industry *entry, *e = &td_industries[i];

        cr_assert(i == 0 || strcmp(td_industries[i - 1].code, e->code) < 0);
        cr_assert_eq(td_industry_find(td_str(e->code)), e);
        cr_assert_eq(td_industry_parse(td_str(e->code), &entry), TD_FAULT_NONE);
        cr_assert_eq(entry, e);
        if (e->code[1]) {
            cr_assert_eq(td_industry_parse(td_str(e->code + 1), &entry), TD_FAULT_NONE);
            cr_assert_eq(entry, e, "%s", e->code);
        }
        levels[strlen(e->code) - 1]++;
    }
    cr_expect_eq(levels[0], 20);
    /* the standard's 473 groups; 1380 classes and one of its amendment of 2019 */
    cr_expect_eq(levels[2], 97);
    cr_expect_eq(levels[3], 473);
    cr_expect_eq(levels[4], 1381);
}

/* The part of a Markdown file that follows `heading`, between ```yaml and ```. */
static struct td_buf
read_example(const char *path, const char *heading)
{
    struct td_buf b = {0}, example = {0};
    FILE *f = fopen(path, "rb");
    char block[4096], *from, *to;
    size_t n;

    cr_assert_not_null(f);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        td_buf_add(&b, block, n);
    fclose(f);
    from = strstr(b.at, heading);
    cr_assert_not_null(from);
    from = strstr(from, "```yaml\n") + strlen("```yaml\n");
    to = strstr(from, "```\n");
    td_buf_add(&example, from, (size_t)(to - from));
    td_buf_free(&b);
    return example;
}

Test(profile, the_example_of_the_page_is_a_profile)
{
    struct td_buf text = read_example(TIDU_SOURCE "/docs/profile.md", "## A full example");
    struct td_profile p;
    struct td_error err = {0};
    bool ok = parse_profile(&p, text.at, &err);

    cr_assert(ok, "%zu:%zu %s (%s)", err.line, err.column, err.text, err.hint);
    cr_expect_eq(p.delivery_count, 6);
    td_profile_free(&p);
    td_buf_free(&text);
}

Test(profile, the_page_names_every_field)
{
    struct td_buf page = {0};
    FILE *f = fopen(TIDU_SOURCE "/docs/profile.md", "rb");
    char block[4096], name[100];
    size_t n;

    cr_assert_not_null(f);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        td_buf_add(&page, block, n);
    fclose(f);
    for (size_t d = 0; d < td_dataset_count; d++) {
        char *row;

        snprintf(name, sizeof name, "\n| `%s` |", td_datasets[d].name);
        row = strstr(page.at, name);
        cr_assert_not_null(row, "%s", name);
        for (size_t i = 0; i < td_datasets[d].field_count; i++) {
            const char *field = td_datasets[d].fields[i].name;
            char *at = strstr(row, field);

            cr_expect(at && at < strchr(row + 1, '\n'), "%s.%s", td_datasets[d].name, field);
        }
    }
    td_buf_free(&page);
}

Test(profile, the_shipped_profiles_are_good)
{
    static const char *const names[] = {"demo", "listed"};
    char path[400];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct td_buf b = {0};
        struct td_profile p;
        struct td_error err = {0};
        char block[4096];
        size_t n;
        FILE *f;
        bool ok;

        snprintf(path, sizeof path, "%s/profiles/%s.yaml", TIDU_SOURCE, names[i]);
        f = fopen(path, "rb");
        cr_assert_not_null(f, "%s", path);
        while ((n = fread(block, 1, sizeof block, f)) > 0)
            td_buf_add(&b, block, n);
        fclose(f);
        ok = parse_profile(&p, b.at, &err);
        cr_assert(ok, "%s:%zu:%zu %s", names[i], err.line, err.column, err.text);
        td_profile_free(&p);
        td_buf_free(&b);
    }
}
