/* Rows to typed values: a table for each type, holders, sums, faults and their places. */
#include "../support/typing_bench.h"

Test(typing, fault_27_fault_29_money_in_its_unit)
{
    CHECK(FINANCE
          "nulls: [\"-1.0\"]\ncolumns: {uscc: 码, year: 年, revenue: {header: 收, unit: 万元}}",
          "码|年|收", GOOD "|2025|", "revenue", {"1", NONE, "1000000"},
          {"12.345678", NONE, "12345678"}, {"-3.5", NONE, "-3500000"},
          {"1,234.5", NONE, "1234500000"}, {" １２ ", NONE, "12000000"},
          {"(2)", NONE, "-2000000"}, {"", NONE, "?"}, {"-", NONE, "?"}, {"－", NONE, "?"},
          {"　", NONE, "?"}, {"无", NONE, "?"}, {"#N/A", NONE, "?"}, {"-1.0", NONE, "?"},
          {"0", NONE, "0"}, {"1200万元", NONE, "1200000000"}, {"3.5亿", NONE, "35000000000"},
          {"500元", NONE, "50000"}, {"1000万元人民币", NONE, "1000000000"},
          {"100万美元", TD_FAULT_BAD_NUMBER, 0}, {"abc", TD_FAULT_BAD_NUMBER, 0},
          {"NaN", TD_FAULT_BAD_NUMBER, 0}, {"inf", TD_FAULT_BAD_NUMBER, 0},
          {"1e30", TD_FAULT_NUMBER_RANGE, 0}, {"99999999999999", TD_FAULT_NUMBER_RANGE, 0},
          {"12 34", TD_FAULT_BAD_NUMBER, 0});
}

Test(typing, a_unit_in_brackets_is_the_cells_own)
{
    CHECK(FINANCE "columns: {uscc: 码, year: 年, revenue: 收入(万元)}", "码|年|收入(万元)",
          GOOD "|2025|", "revenue", {"(1200万元)", NONE, "-1200000000"},
          {"（1,200元）", NONE, "-120000"}, {"(3)", NONE, "-3000000"},
          {"¥1,234", NONE, "1234000000"}, {"￥5元", NONE, "500"}, {"¥", TD_FAULT_BAD_NUMBER, 0});
}

Test(typing, a_unit_that_the_figure_cannot_have_is_a_fault)
{
    CHECK(FINANCE "columns: {uscc: 码, year: 年, revenue: 收入(万元)}", "码|年|收入(万元)",
          GOOD "|2025|", "revenue", {"12%", TD_FAULT_BAD_NUMBER, 0},
          {"１２％", TD_FAULT_BAD_NUMBER, 0}, {"5‰", TD_FAULT_BAD_NUMBER, 0},
          {"(12%)", TD_FAULT_BAD_NUMBER, 0});
    CHECK(STAFF "columns: {uscc: 码, year: 年, employees: 人数}", "码|年|人数", GOOD "|2025|",
          "employees", {"25%", TD_FAULT_BAD_NUMBER, 0}, {"25元", TD_FAULT_BAD_NUMBER, 0},
          {"1.2万人", NONE, "12000"});
    CHECK(PRODUCT "columns: {uscc: 码, name: 品, share_domestic: 占(%)}", "码|品|占(%)",
          GOOD "|泵|", "share_domestic", {"5元", TD_FAULT_BAD_NUMBER, 0},
          {"5万", TD_FAULT_BAD_NUMBER, 0});
    CHECK("id: a\ndataset: platform\nsource: tax\nfiles: x.csv\nmode: snapshot\n"
          "columns: {uscc: 码, year: 年, score: 分}",
          "码|年|分", GOOD "|2025|", "score", {"85%", TD_FAULT_BAD_NUMBER, 0});
}

Test(typing, counts_scores_shares_and_numbers)
{
    CHECK(STAFF "columns: {uscc: 码, year: 年, employees: 人数}", "码|年|人数", GOOD "|2025|",
          "employees", {"25", NONE, "25"}, {"25人", NONE, "25"}, {"1.2万", NONE, "12000"},
          {"1,025", NONE, "1025"}, {"-1", TD_FAULT_NUMBER_RANGE, 0},
          {"3000000000", TD_FAULT_NUMBER_RANGE, 0}, {"人", TD_FAULT_BAD_NUMBER, 0},
          {"25.0", NONE, "25"});
    CHECK(PRODUCT "columns: {uscc: 码, name: 品, share_domestic: 占(%)}", "码|品|占(%)",
          GOOD "|泵|", "share_domestic", {"12.5", NONE, "125000"}, {"12.5%", NONE, "125000"},
          {"１２％", NONE, "120000"}, {"100", NONE, "1000000"},
          {"100.0001", TD_FAULT_NUMBER_RANGE, 0}, {"-1", TD_FAULT_NUMBER_RANGE, 0},
          {"5‰", NONE, "5000"});
    CHECK(PRODUCT "columns: {uscc: 码, name: 品, share_domestic: {header: 占, unit: 小数}}",
          "码|品|占", GOOD "|泵|", "share_domestic", {"0.125", NONE, "125000"},
          {"12.5%", NONE, "125000"}, {"1.5", TD_FAULT_NUMBER_RANGE, 0});
    CHECK(PRODUCT "columns: {uscc: 码, name: 品, rank_domestic: {header: 名次, words: {第一: "
                  "1, 前十: null}}}",
          "码|品|名次", GOOD "|泵|", "rank_domestic", {"3", NONE, "3"}, {"3位", NONE, "3"},
          {"第一", NONE, "1"}, {"前十", NONE, "?"}, {"-2", TD_FAULT_NUMBER_RANGE, 0});
    CHECK("id: a\ndataset: platform\nsource: tax\nfiles: x.csv\nmode: snapshot\n"
          "columns: {uscc: 码, year: 年, score: 分}",
          "码|年|分", GOOD "|2025|", "score", {"85.5", NONE, "8550"}, {"85.5分", NONE, "8550"},
          {"100", NONE, "10000"}, {"100.01", TD_FAULT_NUMBER_RANGE, 0},
          {"-1", TD_FAULT_NUMBER_RANGE, 0});
}

Test(typing, years)
{
    CHECK(STAFF "columns: {uscc: 码, year: 年}", "码|年", GOOD "|", "year",
          {"2025", NONE, "2025"}, {"2025年", NONE, "2025"}, {"2025年度", NONE, "2025"},
          {"２０２５", NONE, "2025"}, {"2025.0", NONE, "2025"}, {"1949", NONE, "1949"},
          {"2199", NONE, "2199"}, {"1948", TD_FAULT_BAD_YEAR, 0},
          {"2200", TD_FAULT_BAD_YEAR, 0}, {"25", TD_FAULT_BAD_YEAR, 0},
          {"2025.5", TD_FAULT_BAD_YEAR, 0}, {"20251", TD_FAULT_BAD_YEAR, 0},
          {"二〇二五", TD_FAULT_BAD_YEAR, 0}, {"2025.", TD_FAULT_BAD_YEAR, 0},
          {"", TD_FAULT_MISSING, 0});
    CHECK(STAFF "columns: {uscc: 码, year: {header: 期, dates: [iso, month]}}", "码|期",
          GOOD "|", "year", {"2025-12-31", NONE, "2025"}, {"2025-12", NONE, "2025"},
          {"2025", TD_FAULT_BAD_YEAR, 0});
}

Test(typing, a_year_must_be_the_file_s)
{
    struct bench b;
    char out[300];

    open_bench(&b, FINANCE "columns: {uscc: 码, year: 年}", "码|年", 2025);
    cr_expect_eq(type_row(&b, GOOD "|2025")->fault, TD_FAULT_NONE);
    cr_expect_eq(type_row(&b, GOOD "|2024")->fault, TD_FAULT_BAD_YEAR);
    close_bench(&b);
    open_bench(&b, FINANCE "columns: {uscc: 码, year: {file: year}}", "码", 2024);
    cr_expect_eq(type_row(&b, GOOD)->fault, TD_FAULT_NONE);
    cr_expect_str_eq(show(&b, "year", out), "2024");
    close_bench(&b);
}

Test(typing, fault_28_dates)
{
    CHECK(TITLE "columns: {uscc: 码, title: {value: srdi}, granted: 日}", "码|日", GOOD "|",
          "granted", {"2024-02-29", NONE, "2024-02-29"}, {"20240229", NONE, "2024-02-29"},
          {"2024年2月29日", NONE, "2024-02-29"}, {"2024/2/9", NONE, "2024-02-09"},
          {"2024-01-31 08:00:00", NONE, "2024-01-31"}, {"2023-02-29", TD_FAULT_BAD_DATE, 0},
          {"20240230", TD_FAULT_BAD_DATE, 0}, {"1899-12-31", TD_FAULT_DATE_RANGE, 0},
          {"长期", TD_FAULT_BAD_DATE, 0}, {"", TD_FAULT_MISSING, 0});
    CHECK(TITLE "columns: {uscc: 码, title: {value: srdi}, granted: {value: 2024-01-01}, "
                "valid_to: {header: 止, words: {长期: null, \"*长期*\": null}, dates: [excel, "
                "epoch-ms, iso]}}",
          "码|止", GOOD "|", "valid_to", {"长期", NONE, "?"}, {"自发证起长期", NONE, "?"},
          {"45292", NONE, "2024-01-01"}, {"1704038400000", NONE, "2024-01-01"},
          {"2024-13-01", TD_FAULT_BAD_DATE, 0});
}

Test(typing, words)
{
    CHECK(REGISTRY "columns: {uscc: 码, name: 名, status: 态}", "码|名|态", GOOD "|甲公司|",
          "status", {"存续", NONE, "active"}, {"存续（在营、开业、在册）", NONE, "active"},
          {"存续(在营、开业、在册)", NONE, "active"}, {" 在 业 ", NONE, "active"},
          {"active", NONE, "active"}, {"ACTIVE", NONE, "active"},
          {"吊销，未注销", NONE, "revoked"}, {"吊销,未注销", NONE, "revoked"},
          {"吊销未注销", NONE, "revoked"}, {"注销", NONE, "cancelled"},
          {"迁出", NONE, "moved_out"}, {"清算中", NONE, "clearing"}, {"", NONE, "?"},
          {"无", NONE, "?"}, {"好", TD_FAULT_BAD_WORD, 0}, {"1", TD_FAULT_BAD_WORD, 0});
    CHECK(REGISTRY "columns: {uscc: 码, name: 名, status: {header: 态, words: {\"1\": active, "
                   "\"*吊*\": cancelled, X: null}}}",
          "码|名|态", GOOD "|甲公司|", "status", {"1", NONE, "active"},
          {"存续", NONE, "active"}, {"被吊销过", NONE, "cancelled"}, {"x", NONE, "?"},
          {"吊销", NONE, "revoked"}, {"2", TD_FAULT_BAD_WORD, 0});
    CHECK(REGISTRY "columns: {uscc: 码, name: 名, org_kind: 型}", "码|名|型", GOOD "|甲公司|",
          "org_kind", {"有限责任公司(自然人投资或控股)", NONE, "company"},
          {"有限责任公司分公司(自然人独资)", NONE, "branch"},
          {"个体工商户", NONE, "individual"}, {"农民专业合作社", NONE, "cooperative"},
          {"有限合伙企业", NONE, "partnership"}, {"个人独资企业", NONE, "sole"},
          {"民办非企业单位", NONE, "other"}, {"—", NONE, "?"});
    CHECK(FINANCE "columns: {uscc: 码, year: 年, audited: 审}", "码|年|审", GOOD "|2025|",
          "audited", {"是", NONE, "1"}, {"y", NONE, "1"}, {"√", NONE, "1"}, {"否", NONE, "0"},
          {"无", NONE, "0"}, {"0", NONE, "0"}, {"-", NONE, "?"}, {"", NONE, "?"},
          {"大概", TD_FAULT_BAD_WORD, 0});
    CHECK(FINANCE "columns: {uscc: 码, year: 年, audited: {header: 审, words: {\"\": false}, "
                  "nulls: [否]}}",
          "码|年|审", GOOD "|2025|", "audited", {"", NONE, "0"}, {"否", NONE, "?"},
          {"是", NONE, "1"});
}

Test(typing, counties_and_industries)
{
    CHECK(REGISTRY
          "columns: {uscc: 码, name: 名, county: {header: 区, words: {开发区: \"371502\"}}}",
          "码|名|区", GOOD "|甲公司|", "county", {"371502", NONE, "371502"},
          {"东昌府区", NONE, "371502"}, {"东昌府", NONE, "371502"},
          {"聊城市东昌府区", NONE, "371502"}, {"阳谷", NONE, "371521"},
          {"莘县", NONE, "371522"}, {"莘", TD_FAULT_BAD_COUNTY, 0}, {"开发区", NONE, "371502"},
          {"371502001000", NONE, "371502"}, {"371502001", NONE, "371502"},
          {"371500", TD_FAULT_BAD_COUNTY, 0}, {"371581", TD_FAULT_BAD_COUNTY, 0},
          {"37150", TD_FAULT_BAD_COUNTY, 0}, {"", NONE, "?"});
    CHECK(REGISTRY "columns: {uscc: 码, name: 名, industry: 业}", "码|名|业", GOOD "|甲公司|",
          "industry", {"C3484", NONE, "C3484"}, {"3484", NONE, "C3484"}, {"348", NONE, "C348"},
          {"0111", NONE, "A0111"}, {"Ｃ３４８４", NONE, "C3484"},
          {"9999", TD_FAULT_BAD_INDUSTRY, 0}, {"机械", TD_FAULT_BAD_INDUSTRY, 0},
          {"无", NONE, "?"});
}

Test(typing, fault_20_texts_names_and_codes)
{
    CHECK(REGISTRY "columns: {uscc: 码, name: 名, scope: 围}", "码|名|围", GOOD "|甲公司|",
          "scope", {"  研发\t泵 \n 销售\x01 ", NONE, "研发泵 \n 销售"}, {"\x02", NONE, "?"},
          {"𠮷泵", NONE, "𠮷泵"});
    CHECK(REGISTRY "columns: {uscc: 码, name: 名}", "码|名", GOOD "|", "name",
          {" 甲（聊城）有限公司　", NONE, "甲（聊城）有限公司"}, {"甲\n公司", NONE, "甲公司"},
          {"", TD_FAULT_MISSING, 0}, {"无", TD_FAULT_MISSING, 0});
    CHECK("id: a\ndataset: ip\nsource: tax\nfiles: x.csv\nmode: snapshot\n"
          "columns: {uscc: 码, kind: {value: 发明}, right_no: 号}",
          "码|号", GOOD "|", "right_no", {"zl 2020 1012345.6", NONE, "ZL20201012345.6"},
          {"ＺＬ２０２０", NONE, "ZL2020"}, {"CN202010123456.7", NONE, "CN202010123456.7"},
          {"/", TD_FAULT_MISSING, 0});
    CHECK("id: a\ndataset: expert\nsource: tax\nfiles: x.csv\nmode: snapshot\ncolumns: {uscc: "
          "号}",
          "号", "", "uscc", {"zj-001", NONE, "E:ZJ-001"}, {"", TD_FAULT_MISSING, 0});
}

Test(typing, the_registry_keeps_a_code_that_fails_its_check_digit)
{
    struct bench b;
    char out[300];

    CHECK(REGISTRY "columns: {name: 名, uscc: 码}", "名|码", "甲公司|", "uscc",
          {GOOD, NONE, GOOD}, {" 9144030019220 38216", NONE, GOOD},
          {"９１４４０３００１９２２０３８２１６", NONE, GOOD}, {PILOT, NONE, PILOT},
          {"914403001922038217", NONE, "914403001922038217"},
          {"371500228012345", NONE, "#371500228012345"},
          {"91440300192203821", TD_FAULT_USCC_LENGTH, 0},
          {"91440300192203821I", TD_FAULT_USCC_CHARACTER, 0},
          {"9.14403E+17", TD_FAULT_EXCEL_NOTATION, 0}, {"", TD_FAULT_MISSING, 0});
    open_bench(&b, REGISTRY "columns: {uscc: 码, name: 名}", "码|名", 0);
    cr_expect(type_row(&b, PILOT "|甲公司")->check_flag);
    cr_expect_not(type_row(&b, GOOD "|甲公司")->check_flag);
    cr_expect_str_eq(show(&b, "uscc", out), GOOD);
    close_bench(&b);
}

Test(typing, fault_27_codes_that_an_export_shields_from_excel)
{
    CHECK(REGISTRY "columns: {name: 名, uscc: 码}", "名|码", "甲公司|", "uscc",
          {"=\"" GOOD "\"", NONE, GOOD}, {"'" GOOD, NONE, GOOD}, {"' " GOOD, NONE, GOOD},
          {"=" GOOD, TD_FAULT_USCC_LENGTH, 0}, {"=\"\"", TD_FAULT_MISSING, 0});
    CHECK(STAFF "columns: {year: 年, uscc: 码}", "年|码", "2025|", "uscc",
          {"'" GOOD, NONE, GOOD}, {"=\"914403001922038217\"", TD_FAULT_USCC_CHECK, 0});
    CHECK(REGISTRY "columns: {uscc: 码, name: 名}", "码|名", GOOD "|", "name",
          {"='甲'!A1公司", NONE, "='甲'!A1公司"}, {"'甲公司", NONE, "'甲公司"});
}

Test(typing, holders_by_code_or_name)
{
    struct bench b;
    char out[300];

    CHECK(STAFF "columns: {year: 年, uscc: 码}", "年|码", "2025|", "uscc", {GOOD, NONE, GOOD},
          {PILOT, TD_FAULT_USCC_CHECK, 0}, {"914403001922038217", TD_FAULT_USCC_CHECK, 0},
          {"371500228012345", NONE, "#371500228012345"}, {"19220382-1", NONE, "#192203821"},
          {"123", TD_FAULT_USCC_LENGTH, 0}, {"", TD_FAULT_MISSING, 0});
    open_bench(&b, STAFF "columns: {uscc: 码, name: 名, year: 年}", "码|名|年", 0);
    cr_expect_eq(type_row(&b, "| 甲（聊城）有限 公司|2025")->fault, TD_FAULT_NONE);
    cr_expect_str_eq(show(&b, "uscc", out), "~甲(聊城)有限公司");
    cr_expect_str_eq(show(&b, "holder_name", out), "甲（聊城）有限 公司");
    cr_expect_eq(type_row(&b, GOOD "|甲公司|2025")->fault, TD_FAULT_NONE);
    cr_expect_str_eq(show(&b, "uscc", out), GOOD);
    cr_expect_str_eq(show(&b, "holder_name", out), "甲公司");
    cr_expect_eq(type_row(&b, "无|甲公司|2025")->fault, TD_FAULT_NONE);
    cr_expect_str_eq(show(&b, "uscc", out), "~甲公司");
    cr_expect_eq(type_row(&b, "123|甲公司|2025")->fault, TD_FAULT_USCC_LENGTH,
                 "not repaired by the name");
    cr_expect_eq(type_row(&b, "|无|2025")->fault, TD_FAULT_MISSING);
    close_bench(&b);
    open_bench(&b, STAFF "columns: {name: 名, year: 年}", "名|年", 0);
    cr_expect_eq(type_row(&b, "甲公司|2025")->fault, TD_FAULT_NONE);
    cr_expect_str_eq(show(&b, "uscc", out), "~甲公司");
    cr_expect_eq(type_row(&b, "|2025")->fault, TD_FAULT_MISSING);
    cr_expect(td_str_equal(b.row.fault_header, TD_STR("名")));
    close_bench(&b);
}

Test(typing, a_product_has_a_name_of_its_own)
{
    struct bench b;
    char out[300];

    open_bench(&b, PRODUCT "columns: {holder_name: 企业, name: 产品}", "企业|产品", 0);
    cr_expect_eq(type_row(&b, "甲公司|水泵")->fault, TD_FAULT_NONE);
    cr_expect_str_eq(show(&b, "uscc", out), "~甲公司");
    cr_expect_str_eq(show(&b, "holder_name", out), "甲公司");
    cr_expect_str_eq(show(&b, "name", out), "水泵");
    close_bench(&b);
}

Test(typing, fault_29_sums_are_exact_and_known_when_all_their_parts_are)
{
    struct bench b;
    char out[300];

    open_bench(&b,
               FINANCE "nulls: [\"-1.0\"]\n"
                       "columns: {uscc: 码, year: 年, assets: {sum: [流动(元), 非流动(元)]}}",
               "码|年|流动(元)|非流动(元)", 0);
    type_row(&b, GOOD "|2025|1.5|2");
    cr_expect_str_eq(show(&b, "assets", out), "350");
    type_row(&b, GOOD "|2025|0.29|0.29"); /* 28.999999999999996 and 28.999999999999996 as doubles */
    cr_expect_str_eq(show(&b, "assets", out), "58");
    type_row(&b, GOOD "|2025|1.5|-1.0");
    cr_expect_eq(b.row.fault, TD_FAULT_NONE);
    cr_expect_str_eq(show(&b, "assets", out), "?");
    type_row(&b, GOOD "|2025|1|x");
    cr_expect_eq(b.row.fault, TD_FAULT_BAD_NUMBER);
    cr_expect(td_str_equal(b.row.fault_header, TD_STR("非流动(元)")));
    type_row(&b, GOOD "|2025|90000000000000|90000000000000");
    cr_expect_eq(b.row.fault, TD_FAULT_NUMBER_RANGE);
    close_bench(&b);
}

Test(typing, the_first_fault_in_field_order_and_whether_the_key_stands)
{
    struct bench b;
    char out[300];

    open_bench(&b, FINANCE "columns: {cost: 成本(元), revenue: 收入(元), year: 年, uscc: 码}",
               "成本(元)|收入(元)|年|码", 0);
    type_row(&b, "x|y|2025|" GOOD);
    cr_expect_eq(b.row.fault, TD_FAULT_BAD_NUMBER);
    cr_expect(td_str_equal(b.row.fault_header, TD_STR("收入(元)")));
    cr_expect(td_str_equal(b.row.fault_cell, TD_STR("y")));
    cr_expect(b.row.key_known);
    cr_expect_str_eq(show(&b, "uscc", out), GOOD);
    cr_expect_str_eq(show(&b, "year", out), "2025");
    type_row(&b, "x|1|20|" GOOD);
    cr_expect_eq(b.row.fault, TD_FAULT_BAD_YEAR);
    cr_expect_not(b.row.key_known);
    cr_expect_str_eq(show(&b, "uscc", out), GOOD, "the holder is still known");
    type_row(&b, "1|1|2025|" GOOD);
    cr_expect_eq(b.row.fault, TD_FAULT_NONE);
    cr_expect(b.row.key_known);
    close_bench(&b);
}

Test(typing, a_record_with_a_fault_or_too_few_cells)
{
    struct bench b;
    struct td_record bad = {.raw = TD_STR("x"), .fault = TD_FAULT_BAD_ENCODING};

    open_bench(&b, STAFF "columns: {uscc: 码, year: 年}", "码|年", 0);
    td_type_row(&b.layout, &bad, &b.row);
    cr_expect_eq(b.row.fault, TD_FAULT_BAD_ENCODING);
    cr_expect_eq(type_row(&b, GOOD)->fault, TD_FAULT_COLUMN_COUNT);
    cr_expect_not(b.row.key_known);
    close_bench(&b);
}

Test(typing, texts_stay_where_they_are_while_the_scratch_grows)
{
    struct bench b;
    char row[1500] = "", out[300];

    open_bench(&b, REGISTRY "columns: {uscc: 码, name: 名, scope: 围, address: 址}",
               "码|名|围|址", 0);
    type_row(&b, GOOD "|甲|b|c");
    strcpy(row, GOOD "|甲\t乙|");
    for (int i = 0; i < 400; i++)
        strcat(row, "\tab");
    strcat(row, "|x\ty");
    type_row(&b, row);
    cr_expect_str_eq(show(&b, "uscc", out), GOOD);
    cr_expect_str_eq(show(&b, "name", out), "甲乙");
    cr_expect_str_eq(show(&b, "address", out), "xy");
    cr_expect_eq(b.row.values[13].text.len, 800);
    close_bench(&b);
}

Test(typing, a_key_made_of_a_cleaned_text_survives_the_growth_of_the_scratch)
{
    struct bench b;
    char row[900] = "\x1d", out[300];

    for (int i = 0; i < 290; i++)
        strcat(row, "x");
    open_bench(&b,
               "id: a\ndataset: expert\nsource: tax\nfiles: x.csv\nmode: snapshot\n"
               "columns: {uscc: 号}",
               "号", 0);
    type_row(&b, row);
    cr_expect_eq(strlen(show(&b, "uscc", out)), 292);
    close_bench(&b);
    strcat(row, "|2025");
    open_bench(&b, STAFF "columns: {name: 名, year: 年}", "名|年", 0);
    type_row(&b, row);
    cr_expect_eq(strlen(show(&b, "uscc", out)), 291);
    close_bench(&b);
}
