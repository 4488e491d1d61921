/* The page with the data in it: web/ is built with a mark where they go. */
#include "report.h"

#include "tidu/pack.h"
#include "tidu/sheet.h"

#include <string.h>

#define MARK "@TIDU-DATA@"

uint64_t
report_page_hash(void)
{
    return td_hash64(report_page, report_page_bytes, 0);
}

bool
report_write(const struct report *r, const struct report_about *about, const char *path, struct td_error *err)
{
    const char *page = (const char *)report_page, *mark = strstr(page, MARK);
    struct td_buf json = {0}, html = {0};

    if (!mark)
        return td_fail(err, TD_E_INTERNAL, "%s", "no mark in report.html");
    report_json(r, about, &json);
    td_buf_add(&html, page, (size_t)(mark - page));
    td_pack_base64(td_buf_view(&json), &html);
    td_buf_text(&html, mark + sizeof MARK - 1);
    bool ok = td_file_write(path, td_buf_view(&html), err);
    td_buf_free(&json);
    td_buf_free(&html);
    return ok;
}
