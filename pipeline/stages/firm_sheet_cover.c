/* The head of the file of firm sheets, and its pages of contents. */
#include "firm_sheet.h"
#include "firm_sheet_style.h"

#include <stdio.h>

enum { COVER_ROWS = 52 };

size_t
sheet_cover_pages(const struct firm_sheets *s)
{
    return s->title ? (s->count + COVER_ROWS - 1) / COVER_ROWS : 0;
}

static void
put_title(const struct firm_sheets *s, struct td_buf *out)
{
    if (s->title)
        td_html_str(out, td_str(s->title));
    else if (s->count == 1)
        td_html_str(out, td_str(td_rows_text(&s->heads, firm_head(s, &s->firms[0]), H_NAME)));
    td_buf_printf(out, "一企一策（截止 %s）", s->as_of);
}

void
sheet_begin(const struct firm_sheets *s, struct td_buf *out)
{
    td_buf_text(out, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    put_title(s, out);
    td_buf_text(out, "</title>\n<style>\n");
    for (size_t i = 0; i < sizeof sheet_style / sizeof *sheet_style; i++)
        td_buf_text(out, sheet_style[i]);
    td_buf_text(out, "</style>\n</head>\n<body>\n");
}

/* As many as its page lists: what is only to be found out or judged is no change. */
static size_t
changes_of(const struct td_brief *b)
{
    size_t n = 0;

    for (size_t i = 0; i < b->step_count; i++)
        n += b->steps[i].kind == TD_BRIEF_CHANGE || b->steps[i].kind == TD_BRIEF_WAIT;
    return n;
}

static void
cover_row(const struct firm_sheets *s, size_t i, struct td_buf *out)
{
    const struct sheet_firm *f = &s->firms[i];
    int h = firm_head(s, f);

    td_buf_printf(out, "\n<tr><td class=n>%zu<td><div class=l1><a href=\"#f%zu\"><bdi>", i + 1, i + 1);
    td_html_str(out, td_str(td_rows_text(&s->heads, h, H_NAME)));
    td_buf_printf(out, "</bdi></a></div><td>%s<td><div class=l1>", f->uscc);
    if (f->judged)
        td_html_str(out, f->brief.program->title);
    td_buf_printf(out, "</div><td>%s<td>%s<td class=n>%s<td class=n>", f->judged ? td_verdict_word(f->brief.verdict) : "没有判定",
                  td_rows_null(&s->heads, h, H_PLACE) ? "–" : td_rows_text(&s->heads, h, H_SEATED)[0] == 't' ? "名额内" : "候补",
                  td_rows_null(&s->heads, h, H_PLACE) ? "–" : td_rows_text(&s->heads, h, H_COUNTY_PLACE));
    if (f->judged && f->brief.asked && f->brief.way)
        td_buf_printf(out, "%zu", changes_of(&f->brief));
    else
        td_buf_text(out, "–");
}

/* A firm's number is that of its page behind the contents. */
void
sheet_cover(const struct firm_sheets *s, struct td_buf *out)
{
    size_t pages = sheet_cover_pages(s);

    for (size_t page = 0; page < pages; page++) {
        td_buf_text(out, "<article class=\"page cover\">\n<h1>");
        put_title(s, out);
        td_buf_printf(out, "</h1>\n<p class=lead>%zu 家企业，每家一页，按名单次序；第 %zu 页目录，共 %zu 页。序号即企业页右下角的号码；"
                           "“要变”是最省的一套办法中要改变的项数，– 为不用改变或补不齐。</p>\n<table><tr><th class=n style=\"width:10mm\">序"
                           "<th>企业<th style=\"width:36mm\">统一社会信用代码<th style=\"width:40mm\">层级<th style=\"width:27mm\">判定<th "
                           "style=\"width:13mm\">名单<th class=n style=\"width:11mm\">位次<th class=n style=\"width:10mm\">要变",
                      s->count, page + 1, pages);
        for (size_t i = page * COVER_ROWS; i < s->count && i < (page + 1) * COVER_ROWS; i++)
            cover_row(s, i, out);
        td_buf_text(out, "\n</table>\n</article>\n");
    }
}
