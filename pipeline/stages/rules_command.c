#include "rules_command.h"

#include "table.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define BOM "\xEF\xBB\xBF" /* as td_csv_text begins */

struct td_str
rules_region(const struct td_run *run)
{
    return run->options->region ? td_str(run->options->region) : (struct td_str){0};
}

static bool
write_all(FILE *file, const struct td_buf *text)
{
    return fwrite(text->at, 1, text->len, file) == text->len && fflush(file) == 0;
}

/* Beside the file and then in its place: a reader never sees half a page. */
static bool
replace_file(const char *path, const struct td_buf *text, struct td_error *err)
{
    struct td_buf beside = {0};
    FILE *file;
    bool ok;

    td_buf_printf(&beside, "%s.part", path);
    file = fopen(beside.at, "wb");
    ok = file && write_all(file, text);
    if (file && fclose(file) != 0)
        ok = false;
    ok = ok && rename(beside.at, path) == 0;
    if (!ok) {
        td_fail(err, file ? TD_E_WRITE : TD_E_OUTPUT,
                TD_T("写不成“%s”: %s", "cannot write \"%s\": %s"), path, strerror(errno));
        if (file)
            remove(beside.at);
    }
    td_buf_free(&beside);
    return ok;
}

static bool
print_all(const struct td_run *run, const struct td_buf *text, struct td_error *err)
{
    if (run->options->output)
        return replace_file(run->options->output, text, err);
    return write_all(stdout, text) ||
           td_fail(err, TD_E_WRITE, TD_T("写标准输出失败", "writing to stdout failed"));
}

bool
rules_print(const struct td_run *run, const struct td_buf *text, struct td_error *err)
{
    struct td_buf plain = {0};
    bool ok;

    if (table_form(run->options) == TABLE_CSV && run->options->no_bom && td_str_starts(td_buf_view(text), TD_STR(BOM)))
        td_buf_add(&plain, text->at + strlen(BOM), text->len - strlen(BOM));
    else if (table_form(run->options) != TABLE_TEXT)
        return print_all(run, text, err);
    else
        td_plain_lines(&plain, td_buf_view(text));
    ok = print_all(run, &plain, err);
    td_buf_free(&plain);
    return ok;
}
