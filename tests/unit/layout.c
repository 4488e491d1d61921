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

Test(layout, fault_25_files_whose_header_does_not_fit_are_refused)
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

Test(layout, fault_25_a_record_in_the_place_of_the_header_is_told_to_nobody)
{
    static const char *const records[] = {"91371502000000018X|甲乙丙有限公司|张三", "甲乙丙有限公司|张三|２０２４",
                                          "甲乙丙有限公司|张三|12.5"};

    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        struct bound b = bind(HEAD "columns: {uscc: 税号, year: 年度}", records[i], 0);

        cr_expect_not(b.ok);
        cr_expect(strstr(b.err.hint, "looks like a record"), "%s", b.err.hint);
        cr_expect_not(strstr(b.err.hint, "张三") || strstr(b.err.text, "张三"), "%s", b.err.hint);
        done(&b);
    }
    struct bound b = bind(HEAD "columns: {uscc: 税号, year: 年度}", "2024年代码|名称|税号", 0);
    cr_expect(strstr(b.err.hint, "2024年代码; 名称; 税号"), "%s", b.err.hint);
    done(&b);
}

Test(layout, fault_25_a_duplicate_header_that_is_not_used_does_no_harm)
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

Test(layout, fault_25_totals_and_remarks_are_passed_over)
{
    static const struct {
        const char *row;
        enum td_skip skipped;
    } cases[] = {
        {"甲计|||100", TD_SKIPPED},
        {"甲　计|||100", TD_SKIPPED},
        {"|| 甲计：|100", TD_SKIPPED},
        {"制表部门：税务局", TD_SKIPPED},
        {"91371500MA3CABCD12|a|b|甲计", TD_TAKEN},
        {"甲同|a", TD_TAKEN},
        {"||", TD_EMPTY},
        {"Ｓｕｍｍｅ|1", TD_SKIPPED},
        {"summe|1", TD_SKIPPED},
        {"制表|1", TD_TAKEN},
    };
    struct bound b =
        bind(HEAD "skip: [甲计*, 制表部门*, SUMME]\ncolumns: {uscc: 税号, year: 年度}",
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
        cr_expect_eq(td_type_skipped(&b.layout, &record) != TD_TAKEN, cases[i].skipped, "%s", cases[i].row);
        record.fault = TD_FAULT_COLUMN_COUNT;
        cr_expect_not(td_type_skipped(&b.layout, &record), "a bad record is not selected away");
    }
    done(&b);
    b = bind(HEAD "where: {种类: 安全}\ncolumns: {uscc: 税号, year: 年度}", "税号|年度", 0);
    cr_expect_not(b.ok);
    cr_expect(strstr(b.err.text, "a column to select by is missing: 种类"), "%s", b.err.text);
    done(&b);
}

/* ---- lines of a report ------------------------------------------------------------------- */
static enum td_skip
skip_of(struct bound *b, const char *row, size_t columns)
{
    struct td_str cells[16];
    char text[300];
    struct td_record record;

    snprintf(text, sizeof text, "%s", row);
    record = split_record(text, cells, 16);
    if (record.count != columns)
        record.fault = TD_FAULT_COLUMN_COUNT;
    return td_type_skipped(&b->layout, &record);
}

Test(layout, fault_25_totals_rows_name_no_firm_and_a_firm_whose_name_begins_like_one_is_kept)
{
    static const struct {
        const char *row;
        enum td_skip skip;
    } coded[] = {
        {"合计||2025|100", TD_TOTALS},
        {" 合　计 ||2025|100", TD_TOTALS},
        {"||合计|100", TD_TOTALS},
        {"|合计：|2025|100", TD_TOTALS},
        {"合计（3户）|||100", TD_TOTALS},
        {"合计|100", TD_TOTALS},
        {"合计|52|2025|100", TD_TOTALS},
        {"合计（3户）|3户|2025|100", TD_TAKEN}, /* may be a name: rejected by its code, not passed over */
        {"制表人：某某", TD_TOTALS},
        {"填报说明：1.单位为万元|||", TD_TOTALS},
        {"TOTAL||2025|100", TD_TOTALS},
        {"Ｔｏｔａｌ||2025|100", TD_TOTALS},
        {"共 25 条记录|||", TD_TOTALS},
        {"|合计科技有限公司|2025|100", TD_TAKEN},
        {"|小计量仪器厂|2025|100", TD_TAKEN},
        {"|总计划咨询有限公司|2025|100", TD_TAKEN},
        {"914403001922038216|合计|2025|100", TD_TAKEN},
        {"合计|甲公司|2025|100", TD_TAKEN},
        {"合计|914403001922038216|x", TD_TAKEN},
        {"合计（聊城）科技有限公司||2025|100", TD_TAKEN},
        {"合计无|无|2025|1", TD_TAKEN},
        {"小计|无|2025|1", TD_TOTALS},
    };
    struct bound b = bind(HEAD "columns: {uscc: 税号, name: 名称, year: 年度, revenue: 收入(元)}",
                          "税号|名称|年度|收入(元)", 0);

    cr_assert(b.ok, "%s", b.err.text);
    for (size_t i = 0; i < sizeof coded / sizeof coded[0]; i++)
        cr_expect_eq(skip_of(&b, coded[i].row, 4), coded[i].skip, "%s: %d", coded[i].row,
                     skip_of(&b, coded[i].row, 4));
    done(&b);
    b = bind(HEAD "columns: {name: 名称, year: 年度}", "名称|年度", 0);
    cr_expect_eq(skip_of(&b, "合计|2025", 2), TD_TOTALS);
    cr_expect_eq(skip_of(&b, "合计科技有限公司|2025", 2), TD_TAKEN);
    cr_expect_eq(skip_of(&b, "合计科技有限公司", 2), TD_TAKEN, "rejected as ragged, not passed over");
    done(&b);
}

Test(layout, fault_25_a_header_that_comes_again_is_passed_over_and_another_is_seen)
{
    struct bound b = bind(HEAD "columns: {uscc: 税号, name: 名称, year: 年度}", "税号|名称| 年度|备注", 0);

    cr_expect_eq(skip_of(&b, "税号|名称|年度|备注", 4), TD_HEADER_AGAIN);
    cr_expect_eq(skip_of(&b, "税号|名称|年度|备注|", 4), TD_HEADER_AGAIN);
    cr_expect_eq(skip_of(&b, "税号|名称|年度", 4), TD_HEADER_AGAIN);
    cr_expect_eq(skip_of(&b, "名称|税号|年度|备注", 4), TD_OTHER_HEADER);
    cr_expect_eq(skip_of(&b, "备注|年度|名称|税号", 4), TD_OTHER_HEADER);
    cr_expect_eq(skip_of(&b, "914403001922038216|名称|2025|x", 4), TD_TAKEN);
    cr_expect_eq(skip_of(&b, "税号|甲公司|2025|x", 4), TD_TAKEN);
    done(&b);
}

static struct bound
bind_head(const char *delivery, const char *title, const char *group, const char *names)
{
    struct bound b = {.ok = false};
    struct td_str cells[3][32];
    char texts[3][300];
    const char *rows[3] = {title, group, names};
    struct td_record records[3];
    struct td_head head = {0};
    struct td_file_match match = {0, TD_DATE_NONE};

    make_profile(&b.profile, delivery);
    for (int i = 0; i < 3; i++) {
        snprintf(texts[i], sizeof texts[i], "%s", rows[i] ? rows[i] : "");
        records[i] = split_record(texts[i], cells[i], 32);
    }
    head.titles = &records[0];
    head.title_count = title != NULL;
    head.group = group ? &records[1] : NULL;
    head.names = &records[2];
    b.ok = td_layout_bind_head(&b.layout, &b.profile, b.profile.deliveries, &head, &match, &b.err);
    return b;
}

Test(layout, fault_25_a_header_of_two_lines)
{
    struct bound b = bind_head(HEAD "columns: {uscc: 税号, year: 年度, revenue: 2024年营业收入(万元), "
                                    "cost: {header: 成本, unit: 万元}}",
                               NULL, "税号|年度|2024年||2025年|", "||营业收入(万元)|成本|营业收入(万元)|费用");

    cr_assert(b.ok, "%s (%s)", b.err.text, b.err.hint);
    cr_expect_eq(b.layout.columns_expected, 6);
    cr_expect_eq(b.layout.step_count, 4);
    cr_expect_eq(b.layout.missing_headers.len, 0, "%s", b.layout.missing_headers.at);
    cr_expect_str_eq(b.layout.unknown_headers.at, "营业收入(万元); 费用");
    cr_expect_eq(skip_of(&b, "税号|年度|2024年||2025年|", 6), TD_HEADER_AGAIN);
    cr_expect_eq(skip_of(&b, "||营业收入(万元)|成本|营业收入(万元)|费用", 6), TD_HEADER_AGAIN);
    done(&b);
}

Test(layout, fault_25_a_unit_above_the_header_that_contradicts_the_profile_is_an_error)
{
    static const char *const above[] = {"单位：元", "（金额单位：元）", "制表单位：税务局|单位:元、人|", "计量单位：元，%"};
    static const char *const fine[] = {"单位：万元", "单位：聊城市税务局", "单位：人", "2025年企业收入", "（单位：万元）"};

    for (size_t i = 0; i < sizeof above / sizeof *above; i++) {
        struct bound b = bind_head(HEAD "columns: {uscc: 税号, year: 年度, revenue: {header: 收入, unit: 万元}}",
                                   above[i], NULL, "税号|年度|收入");

        cr_expect_not(b.ok, "%s", above[i]);
        cr_expect(strstr(b.err.text, "\"元\"") && strstr(b.err.text, "收入"), "%s: %s", above[i], b.err.text);
        done(&b);
    }
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        struct bound b = bind_head(HEAD "columns: {uscc: 税号, year: 年度, revenue: {header: 收入, unit: 万元}}",
                                   fine[i], NULL, "税号|年度|收入");

        cr_expect(b.ok, "%s: %s", fine[i], b.err.text);
        done(&b);
    }
    struct bound b = bind_head(HEAD "columns: {uscc: 税号, year: 年度, revenue: 收入(万元)}", "单位：元", NULL,
                               "税号|年度|收入(万元)");
    cr_expect(b.ok, "the header's own unit stands nearer: %s", b.err.text);
    done(&b);
}
