/* Registered capital in its own cell, dates by form, and cells that belong to another column. */
#include "../support/typing_bench.h"

/* ---- registered capital ------------------------------------------------------------------ */
#define CAPITAL REGISTRY "columns: {uscc: 码, name: 名, capital: {header: 资, unit: cell}}"

Test(typing_cells, fault_27_registered_capital_with_its_unit_in_the_cell)
{
    CHECK(CAPITAL, "码|名|资", GOOD "|甲公司|", "capital", {"100万人民币", NONE, "100000000"},
          {"5000.000000万人民币", NONE, "5000000000"}, {"人民币100万元整", NONE, "100000000"},
          {"1,000万(元)", NONE, "1000000000"}, {"壹佰万元整", NONE, "100000000"},
          {"100万(美元)", NONE, "100000000"}, {"1000000", NONE, "?"}, {"100人民币", NONE, "?"},
          {"0", NONE, "0"}, {"null", NONE, "?"}, {"--", NONE, "?"}, {"暂无", NONE, "?"},
          {"&nbsp;", NONE, "?"}, {"-100万元", TD_FAULT_NUMBER_RANGE, 0},
          {"约100万元", TD_FAULT_BAD_NUMBER, 0}, {"100万股", TD_FAULT_BAD_NUMBER, 0},
          {"50%", TD_FAULT_BAD_NUMBER, 0}, {"2019-03-04", TD_FAULT_BAD_NUMBER, 0},
          {"1 234万元", TD_FAULT_BAD_NUMBER, 0});
    CHECK(REGISTRY "columns: {uscc: 码, name: 名, capital: 资(万元)}", "码|名|资(万元)",
          GOOD "|甲公司|", "capital", {"100", NONE, "100000000"}, {"100人民币", NONE, "100000000"},
          {"100万元", NONE, "100000000"}, {"1000000元", NONE, "100000000"});
}

Test(typing_cells, the_currency_of_a_capital_is_that_of_its_cell_or_not_known)
{
    CHECK(CAPITAL, "码|名|资", GOOD "|甲公司|", "currency", {"100万人民币", NONE, "CNY"},
          {"100万元", NONE, "CNY"}, {"100万", NONE, "?"}, {"100W", NONE, "?"}, {"", NONE, "?"},
          {"100万美元", NONE, "USD"}, {"USD 100万", NONE, "USD"}, {"100万元美元", NONE, "USD"},
          {"100万港币", NONE, "HKD"}, {"100万元港元（港币）", NONE, "HKD"},
          {"100万欧元（原欧洲货币单位）", NONE, "EUR"}, {"100万日圆", NONE, "JPY"},
          {"100万英镑", NONE, "GBP"}, {"100万韩元", NONE, "KRW"}, {"100万元新台币", NONE, "TWD"},
          {"100万德国马克", NONE, "other"}, {"100万马来西亚林吉特", NONE, "other"},
          {"100万开曼群岛元", NONE, "other"}, {"THB100万", NONE, "other"});
}

Test(typing_cells, a_currency_that_contradicts_its_column_is_a_fault)
{
    struct bench b;
    char out[300];

    open_bench(&b, REGISTRY "columns: {uscc: 码, name: 名, capital: {header: 资, unit: cell}, currency: 币}",
               "码|名|资|币", 0);
    cr_expect_eq(type_row(&b, GOOD "|甲公司|100万元|美元")->fault, TD_FAULT_NONE, "元 says nothing");
    cr_expect_str_eq(show(&b, "currency", out), "USD");
    cr_expect_eq(type_row(&b, GOOD "|甲公司|100万美元|")->fault, TD_FAULT_NONE);
    cr_expect_str_eq(show(&b, "currency", out), "USD");
    cr_expect_eq(type_row(&b, GOOD "|甲公司|100万美元|USD")->fault, TD_FAULT_NONE);
    cr_expect_eq(type_row(&b, GOOD "|甲公司|100万美元|人民币")->fault, TD_FAULT_CURRENCY_CONFLICT);
    cr_expect_eq(type_row(&b, GOOD "|甲公司|100万|")->fault, TD_FAULT_NONE);
    cr_expect_str_eq(show(&b, "currency", out), "?", "and nothing is left of the row before");
    cr_expect_eq(type_row(&b, GOOD "|甲公司|100万美元(人民币)|")->fault, TD_FAULT_CURRENCY_CONFLICT);
    close_bench(&b);
}

Test(typing_cells, fault_28_what_was_converted_is_counted_by_form)
{
    struct bench b;

    open_bench(&b, REGISTRY "columns: {uscc: 码, name: 名, established: 日, capital: {header: 资, unit: cell}}",
               "码|名|日|资", 0);
    type_row(&b, GOOD "|甲公司|2024-01-31|100万");
    type_row(&b, GOOD "|甲公司|2024/1/31|100万美元");
    type_row(&b, GOOD "|甲公司|2024年1月31日|壹佰万元");
    type_row(&b, GOOD "|甲\t公司|2024年1月31日|100");
    type_row(&b, "９１４４０３００１９２３１７４５８Ｆ|甲公司|2024-01-31|100万");
    type_row(&b, "91440300192317458f|甲公司|2024-01-31|100万");
    cr_expect_eq(b.row.notes[TD_NOTE_CODE_FORM], 2);
    cr_expect_eq(b.row.notes[TD_NOTE_DATE_ISO_OTHER], 1);
    cr_expect_eq(b.row.notes[TD_NOTE_DATE_CHINESE], 2);
    cr_expect_eq(b.row.notes[TD_NOTE_AMOUNT_CURRENCY], 1);
    cr_expect_eq(b.row.notes[TD_NOTE_AMOUNT_CHINESE], 1);
    cr_expect_eq(b.row.notes[TD_NOTE_AMOUNT_WITHOUT_UNIT], 1);
    cr_expect_str_eq(td_note_word(TD_NOTE_DATE_MONTH), "date_month");
    cr_expect_str_eq(td_note_word(TD_NOTE_AMOUNT_WITHOUT_UNIT), "amount_without_unit");
    cr_expect_str_eq(td_note_word(TD_NOTE_CODE_FORM), "code_form");
    close_bench(&b);
}

/* ---- what belongs to another column ------------------------------------------------------ */
Test(typing_cells, fault_23_a_name_that_is_a_date_a_figure_or_a_code_is_a_fault)
{
    CHECK(REGISTRY "columns: {uscc: 码, name: 名}", "码|名", GOOD "|", "name",
          {"58同城信息技术有限公司", NONE, "58同城信息技术有限公司"}, {"3M中国有限公司", NONE, "3M中国有限公司"},
          {"ABC Co., Ltd.", NONE, "ABC Co., Ltd."}, {"7天酒店", NONE, "7天酒店"},
          {"（香港）甲公司", NONE, "（香港）甲公司"}, {"“甲”公司", NONE, "“甲”公司"},
          {"2019-03-04", TD_FAULT_BAD_NAME, 0}, {"2019年3月4日", TD_FAULT_BAD_NAME, 0},
          {"2019/3", TD_FAULT_BAD_NAME, 0}, {"1000", TD_FAULT_BAD_NAME, 0}, {"100万元", TD_FAULT_BAD_NAME, 0},
          {"100万人民币", TD_FAULT_BAD_NAME, 0}, {GOOD, TD_FAULT_BAD_NAME, 0},
          {"371500228012345", TD_FAULT_BAD_NAME, 0}, {"——", TD_FAULT_MISSING, 0},
          {"……", TD_FAULT_BAD_NAME, 0}, {"\"甲公司\"", TD_FAULT_BAD_NAME, 0},
          {"“甲公司”", TD_FAULT_BAD_NAME, 0}, {"١٢", NONE, "١٢"});
    CHECK(STAFF "columns: {name: 名, year: {value: 2025}}", "名", "", "uscc",
          {"甲公司", NONE, "~甲公司"}, {"2025", TD_FAULT_BAD_NAME, 0});
}

Test(typing_cells, fault_23_texts_that_belong_to_another_column_are_faults)
{
    CHECK(REGISTRY "columns: {uscc: 码, name: 名, legal_rep: 人}", "码|名|人", GOOD "|甲公司|",
          "legal_rep", {"张样", NONE, "张样"}, {"J. Muster", NONE, "J. Muster"}, {"", NONE, "?"},
          {"2019-03-04", TD_FAULT_BAD_NAME, 0}, {"500万人民币", TD_FAULT_BAD_NAME, 0},
          {GOOD, TD_FAULT_BAD_NAME, 0}, {"12", TD_FAULT_BAD_NAME, 0});
    CHECK(REGISTRY "columns: {uscc: 码, name: 名, address: 址}", "码|名|址", GOOD "|甲公司|",
          "address", {"3号楼101室", NONE, "3号楼101室"}, {"100万元", TD_FAULT_MISPLACED, 0},
          {"2019-03-04", TD_FAULT_MISPLACED, 0});
    CHECK(REGISTRY "columns: {uscc: 码, name: 名, org_kind: 型}", "码|名|型", GOOD "|甲公司|",
          "org_kind", {"民办非企业单位", NONE, "other"}, {"2019-03-04", TD_FAULT_BAD_WORD, 0},
          {"100万人民币", TD_FAULT_BAD_WORD, 0}, {"1100", TD_FAULT_BAD_WORD, 0});
}

Test(typing_cells, a_persons_number_is_never_kept_as_a_code)
{
    CHECK(REGISTRY "columns: {name: 名, uscc: 码}", "名|码", "甲公司|", "uscc",
          {"11010519491231002X", TD_FAULT_PERSONAL_NUMBER, 0},
          {"914403001922038000", TD_FAULT_EXCEL_NOTATION, 0});
    CHECK(STAFF "columns: {year: 年, uscc: 码}", "年|码", "2025|", "uscc",
          {"11010519491231002X01", TD_FAULT_PERSONAL_NUMBER, 0}, {GOOD "'", NONE, GOOD},
          {GOOD "`\t", NONE, GOOD});
}

Test(typing_cells, fault_28_an_end_that_is_not_set)
{
    CHECK(TITLE "columns: {uscc: 码, title: {value: srdi}, granted: {value: 2024-01-01}, valid_to: 止}",
          "码|止", GOOD "|", "valid_to", {"长期", NONE, "?"}, {"9999-12-31", NONE, "?"},
          {"2099-12-31", NONE, "?"}, {"2030-12-31", NONE, "2030-12-31"},
          {"2020-01-01至2030-01-01", TD_FAULT_BAD_DATE, 0});
    CHECK(TITLE "columns: {uscc: 码, title: {value: srdi}, granted: 起}", "码|起", GOOD "|", "granted",
          {"长期", TD_FAULT_BAD_DATE, 0}, {"9999-12-31", TD_FAULT_DATE_RANGE, 0});
}
