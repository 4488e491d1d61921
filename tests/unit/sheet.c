#include "tidu/sheet.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

Test(sheet, csv_guards_formulas_and_keeps_figures, .init = make_folder, .fini = drop_folder)
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

Test(sheet, slug_is_safe_on_every_share)
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
