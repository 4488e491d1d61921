#include "tidu/input.h"
#include "tidu/sheet.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

static char folder[] = "/tmp/tidu-sheet-XXXXXX";

static void
make_folder(void)
{
    cr_assert_not_null(mkdtemp(folder));
}

static void
drop_folder(void)
{
    struct td_buf b = {0};
    td_buf_printf(&b, "rm -rf '%s'", folder);
    cr_assert_eq(system(b.at), 0);
    td_buf_free(&b);
}

static const struct td_column columns[] = {{"企业名称", TD_CELL_TEXT, 20},
                                           {"营业收入(万元)", TD_CELL_WAN, 12},
                                           {"占比", TD_CELL_PERCENT, 8},
                                           {"日期", TD_CELL_DATE, 10},
                                           {"序号", TD_CELL_INT, 6}};
static const struct td_value_cell cells[] = {
    {true, 0, TD_STR("=cmd|'/c calc'!A1")}, {true, 123456789, {0}}, {true, 30000, {0}}, {true, 9826, {0}},
    {true, -1, {0}},
    {true, 0, TD_STR("甲\"乙\",丙")},        {true, -1999999, {0}},  {false, 0, {0}},    {false, 0, {0}},
    {true, 2, {0}},
};
static const struct td_sheet sheet = {
    .name = "名单", .heading = "聊城市", .columns = columns, .column_count = 5, .cells = cells, .row_count = 2};

static void
path_in(struct td_buf *b, const char *name)
{
    td_buf_reset(b);
    td_buf_printf(b, "%s/%s", folder, name);
}

Test(sheet, fault_47_csv_guards_formulas_and_keeps_figures, .init = make_folder, .fini = drop_folder)
{
    struct td_buf path = {0}, text = {0};
    struct td_error err = {0};

    path_in(&path, "a.csv");
    cr_assert(td_csv_write(path.at, &sheet, &err), "%s", err.text);
    cr_assert(td_file_read(path.at, &text, &err));
    cr_expect_str_eq(text.at, "\xEF\xBB\xBF企业名称,营业收入(万元),占比,日期,序号\r\n"
                              "\"'=cmd|'/c calc'!A1\",123.45,3.00%,2026-11-26,-1\r\n"
                              "\"甲\"\"乙\"\",丙\",-1.99,,,2\r\n");
    td_buf_free(&path);
    td_buf_free(&text);
}

Test(sheet, workbook_has_the_same_bytes_at_any_time, .init = make_folder, .fini = drop_folder)
{
    struct td_buf path = {0};
    struct td_error err = {0};
    char first[65], second[65];

    path_in(&path, "a.xlsx");
    cr_assert(td_xlsx_write(path.at, &sheet, 1, 9820, &err), "%s", err.text);
    cr_assert(td_file_sha256(path.at, first, &err));
    sleep(2); /* zip stamps have two seconds */
    cr_assert(td_xlsx_write(path.at, &sheet, 1, 9820, &err));
    cr_assert(td_file_sha256(path.at, second, &err));
    cr_expect_str_eq(first, second);
    td_buf_free(&path);
}

Test(sheet, fault_50_slug_is_safe_on_every_share)
{
    static const struct {
        const char *name, *slug;
    } cases[] = {{"东昌府区", "东昌府区"}, {"../../etc", "_.._.._etc"}, {"CON", "_CON"}, {"a/b:c", "a_b_c"},
                 {"", "_"},                {".hidden", "_.hidden"},     {"name. ", "name"}};
    struct td_buf out = {0};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        td_buf_reset(&out);
        td_file_slug(td_str(cases[i].name), &out);
        cr_expect_str_eq(out.at, cases[i].slug);
    }
    td_buf_free(&out);
}

Test(folder, appears_whole_and_replaces_in_one_step, .init = make_folder, .fini = drop_folder)
{
    struct td_buf path = {0}, file = {0}, text = {0};
    struct td_error err = {0};

    for (int round = 0; round < 2; round++) {
        cr_assert(td_folder_begin(folder, "2026-11-20", &path, &err), "%s", err.text);
        td_buf_reset(&file);
        td_buf_printf(&file, "%s/list.csv", path.at);
        cr_assert(td_file_write(file.at, round ? TD_STR("new") : TD_STR("old"), &err));
        if (round) { /* what stands is still the old one */
            path_in(&file, "2026-11-20/list.csv");
            td_buf_reset(&text);
            cr_assert(td_file_read(file.at, &text, &err));
            cr_expect_str_eq(text.at, "old");
        }
        cr_assert(td_folder_commit(folder, "2026-11-20", &err), "%s", err.text);
    }
    path_in(&file, "2026-11-20/list.csv");
    td_buf_reset(&text);
    cr_assert(td_file_read(file.at, &text, &err));
    cr_expect_str_eq(text.at, "new");
    path_in(&file, ".2026-11-20.new");
    struct stat st;
    cr_expect_neq(stat(file.at, &st), 0, "the temporary folder is gone");
    td_buf_free(&path);
    td_buf_free(&file);
    td_buf_free(&text);
}

/* ---- workbooks, read back by the program's own reader ----------------------------------------------------- */
static void
read_book(const char *path, size_t which, size_t *sheets, struct td_buf *text)
{
    struct td_input *in = NULL;
    struct td_error err = {0};
    char block[4096];
    size_t got = 1;

    cr_assert(td_input_open(&in, path, NULL, TD_UTF8, &err), "%s", err.text);
    *sheets = td_input_sheet_count(in);
    cr_assert(td_input_sheet_choose(in, which, &err), "%s", err.text);
    while (got > 0) {
        cr_assert(td_input_read(in, block, sizeof block, &got, &err), "%s", err.text);
        td_buf_add(text, block, got);
    }
    td_input_close(in);
}

/* What departments and jokers write: it comes back as it was, but for what XML and Excel cannot hold. */
static const char *const hostile[][2] = {
    {"=cmd|'/c calc'!A1", NULL}, {"＝1+1", NULL}, {"+1", NULL}, {"-1", NULL}, {"@SUM(A1)", NULL},
    {"\tTAB", NULL}, {"</script><script>alert(1)</script>", NULL}, {"../../etc/passwd", NULL}, {"𠮷野家", NULL},
    {"a&amp;<b>", NULL}, {"_x0041_", NULL}, {"000123456789012345", NULL}, {"1E5", NULL}, {" 前后有空格 ", NULL},
    {"控\x01制\x1F字\x7F符", "控制字符"}, {"非\xEF\xBF\xBE字", "非\xEF\xBF\xBD字"}, 
    {"半\xED\xA0\x80对", "半\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD对"}, {"\xC0\x80\xFF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"断\xE4\xB8", "断\xEF\xBF\xBD\xEF\xBF\xBD"}, {"_x005F_x0041_x0042_", NULL}, {"\xF3\xBF\xBF\xBF", NULL},
    {"两行\n文字", NULL}, {"\"引号\"", NULL}};
enum { HOSTILE = sizeof hostile / sizeof *hostile };

Test(workbook, fault_47_fault_51_hostile_texts_come_back_as_texts, .init = make_folder, .fini = drop_folder)
{
    static const struct td_column column = {"名称", TD_CELL_TEXT, 20};
    struct td_value_cell texts[HOSTILE];
    struct td_buf path = {0}, text = {0}, wanted = {0};
    struct td_error err = {0};
    size_t sheets;

    td_buf_text(&wanted, "名称\n");
    for (size_t i = 0; i < HOSTILE; i++) {
        const char *back = hostile[i][1] ? hostile[i][1] : hostile[i][0];
        texts[i] = (struct td_value_cell){true, 0, td_str(hostile[i][0])};
        td_buf_text(&wanted, "\"");
        for (; *back; back++)
            td_buf_printf(&wanted, *back == '"' ? "\"\"" : "%c", *back);
        td_buf_text(&wanted, "\"\n");
    }
    path_in(&path, "h.xlsx");
    cr_assert(td_xlsx_write(path.at, &(struct td_sheet){.name = "a[b]:c*d?e/f\\g'h一二三四五六七八九十一二三四五六七八九十", .columns = &column,
                                                        .column_count = 1, .cells = texts, .row_count = HOSTILE}, 1, 9820, &err));
    read_book(path.at, 0, &sheets, &text);
    /* the reader quotes where it has to: compare without quotes */
    for (struct td_buf *b = &text; b; b = b == &text ? &wanted : NULL) {
        size_t o = 0;
        for (size_t i = 0; i < b->len; i++)
            if (b->at[i] != '"')
                b->at[o++] = b->at[i];
        b->at[b->len = o] = '\0';
    }
    cr_expect_str_eq(text.at, wanted.at);
    td_buf_free(&path);
    td_buf_free(&text);
    td_buf_free(&wanted);
}

Test(workbook, fault_51_long_texts_are_cut_and_say_so, .init = make_folder, .fini = drop_folder)
{
    static const struct td_column column = {"名称", TD_CELL_TEXT, 20};
    struct td_buf path = {0}, text = {0}, longer = {0};
    struct td_error err = {0};
    size_t sheets;

    for (int i = 0; i < 20000; i++)
        td_buf_text(&longer, "𠮷"); /* two units each */
    struct td_value_cell cell = {true, 0, td_buf_view(&longer)};
    path_in(&path, "l.xlsx");
    cr_assert(td_xlsx_write(path.at, &(struct td_sheet){.name = "长", .columns = &column, .column_count = 1, .cells = &cell,
                                                        .row_count = 1}, 1, 9820, &err));
    read_book(path.at, 0, &sheets, &text);
    cr_expect_not_null(strstr(text.at, "𠮷…（过长，已截断）"));
    cr_expect(text.len > 65000 && text.len < 65600, "%zu bytes", text.len);
    td_buf_free(&path);
    td_buf_free(&text);
    td_buf_free(&longer);
}

static void
number_row(const void *source, size_t row, struct td_value_cell *out)
{
    (void)source;
    out[0] = (struct td_value_cell){true, (int64_t)row + 1, {0}};
}

Test(workbook, fault_51_more_rows_than_a_sheet_takes_go_on_in_another, .init = make_folder, .fini = drop_folder)
{
    static const struct td_column column = {"序号", TD_CELL_INT, 9};
    struct td_buf path = {0}, text = {0};
    struct td_error err = {0};
    size_t sheets;

    path_in(&path, "r.xlsx");
    cr_assert(td_xlsx_write(path.at, &(struct td_sheet){.name = "多", .columns = &column, .column_count = 1, .row = number_row,
                                                        .row_count = 1048577}, 1, 9820, &err));
    read_book(path.at, 1, &sheets, &text);
    cr_expect_eq(sheets, 2);
    cr_expect_str_eq(text.at, "序号\n1048576\n1048577\n");
    td_buf_free(&path);
    td_buf_free(&text);
}

Test(workbook, figures_are_exact_and_missing_is_written, .init = make_folder, .fini = drop_folder)
{
    struct td_sheet s = sheet;
    struct td_buf path = {0}, text = {0};
    struct td_error err = {0};
    size_t sheets;

    s.missing = "缺";
    path_in(&path, "f.xlsx");
    cr_assert(td_xlsx_write(path.at, &s, 1, 9820, &err));
    read_book(path.at, 0, &sheets, &text);
    cr_expect_not_null(strstr(text.at, ",123.456789,3%,2026-11-26,-1\n"), "%s", text.at);
    cr_expect_not_null(strstr(text.at, ",-1.999999,缺,缺,2\n"), "%s", text.at);
    td_buf_free(&path);
    td_buf_free(&text);
}

Test(sheet, csv_without_bom, .init = make_folder, .fini = drop_folder)
{
    struct td_sheet s = sheet;
    struct td_buf text = {0};

    s.without_bom = true;
    td_csv_text(&s, &text);
    cr_expect_eq(strncmp(text.at, "企业名称,", strlen("企业名称,")), 0);
    td_buf_free(&text);
}

/* ---- what would make Excel offer to repair a workbook ----------------------------------------------------- */
static void
read_part(const char *path, const char *name, struct td_buf *text)
{
    char block[4096];
    zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
    zip_file_t *part = zip ? zip_fopen(zip, name, 0) : NULL;

    cr_assert_not_null(part, "%s of %s", name, path);
    td_buf_reset(text);
    for (zip_int64_t n; (n = zip_fread(part, block, sizeof block)) > 0;)
        td_buf_add(text, block, (size_t)n);
    (void)zip_fclose(part);
    zip_discard(zip);
}

Test(workbook, fault_51_no_two_sheets_have_one_name, .init = make_folder, .fini = drop_folder)
{
    static const char *const names[] = {"表", "表", "Abc", "aBC", "history"},
                      *const wanted[] = {"name=\"表\"", "name=\"表(2)\"", "name=\"Abc\"", "name=\"aBC(2)\"", "name=\"History_\""};
    struct td_sheet sheets[5];
    struct td_buf path = {0}, text = {0};
    struct td_error err = {0};

    for (int i = 0; i < 5; i++) {
        sheets[i] = sheet;
        sheets[i].name = names[i];
    }
    path_in(&path, "n.xlsx");
    cr_assert(td_xlsx_write(path.at, sheets, 5, 9820, &err));
    read_part(path.at, "xl/workbook.xml", &text);
    for (int i = 0; i < 5; i++)
        cr_expect_not_null(strstr(text.at, wanted[i]), "%s in %s", wanted[i], text.at);
    td_buf_free(&path);
    td_buf_free(&text);
}

Test(workbook, choices_that_excel_cannot_hold_are_left_out, .init = make_folder, .fini = drop_folder)
{
    static const char fifty[] = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
    static const struct {
        const char *choices[8];
        bool kept;
    } cases[] = {{{"是", "否", NULL}, true},
                 {{fifty, fifty, fifty, fifty, fifty, NULL}, true}, /* 254 with the commas */
                 {{fifty, fifty, fifty, fifty, fifty, "一", NULL}, false},
                 {{"甲,乙", NULL}, false},
                 {{"\"甲\"", NULL}, false},
                 {{NULL}, false}};
    struct td_buf path = {0}, text = {0};
    struct td_error err = {0};

    path_in(&path, "c.xlsx");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_entry entry = {.column = 0, .choices = cases[i].choices};
        struct td_sheet s = sheet;
        s.entries = &entry;
        s.entry_count = 1;
        cr_assert(td_xlsx_write(path.at, &s, 1, 9820, &err));
        read_part(path.at, "xl/worksheets/sheet1.xml", &text);
        cr_expect_eq(strstr(text.at, "<dataValidations count=\"1\">") != NULL, cases[i].kept, "case %zu", i);
    }
    td_buf_free(&path);
    td_buf_free(&text);
}

Test(workbook, days_outside_excels_calendar_are_written_out, .init = make_folder, .fini = drop_folder)
{
    static const struct td_column column = {"日期", TD_CELL_DATE, 10};
    static const struct td_value_cell days[] = {{true, -36525, {0}}, {true, -36466, {0}}, {true, -36465, {0}}, {true, 2921939, {0}}};
    struct td_buf path = {0}, text = {0};
    struct td_error err = {0};
    size_t sheets;

    path_in(&path, "d.xlsx");
    cr_assert(td_xlsx_write(path.at, &(struct td_sheet){.name = "日", .columns = &column, .column_count = 1, .cells = days,
                                                        .row_count = 4}, 1, 9820, &err));
    read_book(path.at, 0, &sheets, &text);
    cr_expect_str_eq(text.at, "日期\n1899-12-31\n1900-02-28\n1900-03-01\n9999-12-31\n");
    read_part(path.at, "xl/worksheets/sheet1.xml", &text);
    cr_expect(strstr(text.at, " t=\"s\"><v>2</v>") && strstr(text.at, "><v>61</v>") && strstr(text.at, "><v>2958465</v>"), "%s", text.at);
    td_buf_free(&path);
    td_buf_free(&text);
}

Test(workbook, a_header_is_no_higher_than_a_row_may_be, .init = make_folder, .fini = drop_folder)
{
    struct td_buf path = {0}, text = {0}, title = {0};
    struct td_error err = {0};

    for (int i = 0; i < 1000; i++)
        td_buf_text(&title, "长");
    struct td_column column = {title.at, TD_CELL_TEXT, 5};
    path_in(&path, "w.xlsx");
    cr_assert(td_xlsx_write(path.at, &(struct td_sheet){.name = "长", .columns = &column, .column_count = 1, .cells = cells}, 1, 9820,
                            &err));
    read_part(path.at, "xl/worksheets/sheet1.xml", &text);
    const char *height = strstr(text.at, " ht=\"");
    cr_assert_not_null(height);
    cr_expect_leq(atoi(height + 5), 409);
    td_buf_free(&path);
    td_buf_free(&text);
    td_buf_free(&title);
}
