/* Binding a delivery to a file's header; lines that are passed over. */
#include "profile_case.h"

#define HEAD "id: a\ndataset: finance\nsource: tax\nfiles: x_{year}.csv\nmode: snapshot\n"

struct bound {
    struct td_profile profile;
    struct td_layout layout;
    struct td_error err;
    bool ok;
};

static struct bound
bind(const char *delivery, const char *header, int year)
{
    struct bound b = {.ok = false};
    struct td_str cells[64];
    char text[1000];
    struct td_record record;
    struct td_file_match match = {year, TD_DATE_NONE};

    make_profile(&b.profile, delivery);
    snprintf(text, sizeof text, "%s", header ? header : "");
    record = split_record(text, cells, 64);
    b.ok = td_layout_bind(&b.layout, &b.profile, b.profile.deliveries, header ? &record : NULL,
                          &match, &b.err);
    return b;
}

static void
done(struct bound *b)
{
    td_layout_free(&b->layout);
    td_layout_free(&b->layout);
    td_profile_free(&b->profile);
}

Test(layout, headers_fit_whatever_their_blanks_and_width)
{
    struct bound b = bind(HEAD "columns: {uscc: 税号, year: 年度, revenue: 营业收入(万元)}",
                          "\xef\xbb\xbf 税　号 |备注|年 度|营业收入（万元）||", 0);

    cr_assert(b.ok, "%s", b.err.text);
    cr_expect_eq(b.layout.columns_expected, 4);
    cr_expect_str_eq(b.layout.unknown_headers.at, "备注");
    cr_expect_eq(b.layout.missing_headers.len, 0);
    done(&b);
}

Test(layout, what_differs_is_noted)
{
    struct bound b = bind(
        HEAD "ignore: [序号, \"*说明\"]\n"
             "columns: {uscc: 税号, year: 年度, revenue: [收入(元), 营收(元)], cost: 成本(元)}",
        "序号|税号|年度|营收(元)|利润|填报说明|行业", 0);

    cr_assert(b.ok, "%s", b.err.text);
    cr_expect_str_eq(b.layout.unknown_headers.at, "利润; 行业");
    cr_expect_str_eq(b.layout.missing_headers.at, "成本(元)");
    done(&b);
}

Test(layout, files_that_do_not_fit_are_refused)
{
    static const struct {
        const char *name, *delivery, *header, *says;
    } cases[] = {
        {"missing", HEAD "columns: {uscc: [税号, 识别号], year: 年度}", "代码|年份",
         "uscc (税号 / 识别号); year (年度)"},
        {"missing name", HEAD "columns: {holder_name: 名称, year: 年度}", "税号|年度",
         "holder_name (名称)"},
        {"declared code missing", HEAD "columns: {uscc: 税号, name: 名称, year: 年度}",
         "名称|年度", "uscc (税号)"},
        {"required by the profile",
         HEAD "columns: {uscc: 税号, year: 年度, cost: {header: 成本(元), required: true}}",
         "税号|年度", "cost (成本(元))"},
        {"two aliases", HEAD "columns: {uscc: [税号, 识别号], year: 年度}", "税号|识别号|年度",
         "two columns fit the same field: 税号; 识别号"},
        {"twice", HEAD "columns: {uscc: 税号, year: 年度}", "税号|年度|税 号",
         "more than once: 税号"},
        {"no year in the name", HEAD "columns: {uscc: 税号, year: {file: year}}", "税号",
         "no year"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bound b = bind(cases[i].delivery, cases[i].header, 0);

        cr_expect_not(b.ok, "%s", cases[i].name);
        cr_expect_eq(b.err.code, TD_E_LAYOUT, "%s", cases[i].name);
        cr_expect(strstr(b.err.text, cases[i].says), "%s: %s", cases[i].name, b.err.text);
        cr_expect(strstr(b.err.hint, "the file's columns: "), "%s: %s", cases[i].name,
                  b.err.hint);
        cr_expect(strstr(b.err.detail, "line 7"), "%s: %s", cases[i].name, b.err.detail);
        done(&b);
    }
}

Test(layout, a_duplicate_header_that_is_not_used_does_no_harm)
{
    struct bound b = bind(HEAD "columns: {uscc: 税号, year: 年度}", "税号|年度|备注|备注", 0);

    cr_expect(b.ok, "%s", b.err.text);
    done(&b);
}

Test(layout, a_constant_year_must_be_the_file_s)
{
    struct bound b = bind(HEAD "columns: {uscc: 税号, year: {value: 2024}}", "税号", 2025);

    cr_expect_not(b.ok);
    cr_expect_eq(b.err.code, TD_E_LAYOUT);
    done(&b);
}

Test(layout, columns_by_position)
{
    struct bound b =
        bind(HEAD "header_row: 0\nwidth: 4\n"
                  "columns: {uscc: \"1\", year: 2, revenue: {header: \"4\", unit: 元}}",
             NULL, 0);

    cr_assert(b.ok, "%s", b.err.text);
    cr_expect_eq(b.layout.columns_expected, 4);
    cr_expect_eq(b.layout.cells_needed, 4);
    done(&b);
}

Test(layout, the_header_list_of_a_message_ends_at_a_character)
{
    char header[900] = "";
    struct bound b;

    for (int i = 0; i < 40; i++)
        snprintf(header + strlen(header), sizeof header - strlen(header), "%s第%d列名称",
                 i ? "|" : "", i);
    b = bind(HEAD "columns: {uscc: 税号, year: 年度}", header, 0);
    cr_expect_not(b.ok);
    cr_expect_eq(strcmp(b.err.hint + strlen(b.err.hint) - strlen(" …"), " …"), 0, "%s",
                 b.err.hint);
    done(&b);
}

Test(layout, totals_and_remarks_are_passed_over)
{
    static const struct {
        const char *row;
        bool skipped;
    } cases[] = {
        {"合计|||100", true},
        {"合　计|||100", true},
        {"|| 合计：|100", true},
        {"制表单位：税务局", true},
        {"91371500MA3CABCD12|a|b|合计", false},
        {"合同|a", false},
        {"||", false},
        {"Ｔｏｔａｌ|1", true},
        {"total|1", true},
        {"制表|1", false},
    };
    struct bound b =
        bind(HEAD "skip: [合计*, 制表单位*, TOTAL]\ncolumns: {uscc: 税号, year: 年度}",
             "税号|年度", 0);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct td_str cells[16];
        char text[200];
        struct td_record record;

        snprintf(text, sizeof text, "%s", cases[i].row);
        record = split_record(text, cells, 16);
        if (record.count != 2)
            record.fault = TD_FAULT_COLUMN_COUNT; /* as the reader says of most such lines */
        cr_expect_eq(td_type_skipped(&b.layout, &record), cases[i].skipped, "%s", cases[i].row);
    }
    done(&b);
}

Test(layout, records_are_selected_by_where_and_unless)
{
    static const struct {
        const char *row;
        bool skipped;
    } cases[] = {
        {"a|2025|安全 生产|有效", false}, {"a|2025|环境|有效", false},
        {"a|2025|其他|有效", true},       {"a|2025||有效", true},
        {"a|2025|环境|已撤销", true},     {"a|2025|环境|", false},
    };
    struct bound b = bind(HEAD "where: {种类: [安全*, 环境]}\nunless: {状态: \"*撤销\"}\n"
                               "columns: {uscc: 税号, year: 年度}",
                          "税号|年度|种类|状态", 0);

    cr_assert(b.ok, "%s", b.err.text);
    cr_expect_eq(b.layout.unknown_headers.len, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct td_str cells[16];
        char text[200];
        struct td_record record;

        snprintf(text, sizeof text, "%s", cases[i].row);
        record = split_record(text, cells, 16);
        cr_expect_eq(td_type_skipped(&b.layout, &record), cases[i].skipped, "%s", cases[i].row);
        record.fault = TD_FAULT_COLUMN_COUNT;
        cr_expect_not(td_type_skipped(&b.layout, &record), "a bad record is not selected away");
    }
    done(&b);
    b = bind(HEAD "where: {种类: 安全}\ncolumns: {uscc: 税号, year: 年度}", "税号|年度", 0);
    cr_expect_not(b.ok);
    cr_expect(strstr(b.err.text, "a column to select by is missing: 种类"), "%s", b.err.text);
    done(&b);
}
