/* Rows that are not loaded, as rows of reject.row. */
#include "load.h"

#include <stdio.h>

/* What to do about a fault, by kind. Never quotes a cell: it may be personal. */
static const char *
advice(enum td_fault fault)
{
    switch (fault) {
    case TD_FAULT_BAD_ENCODING:
    case TD_FAULT_NUL_BYTE:
        return TD_T("请原部门按约定编码重新导出", "have it exported again in the agreed encoding");
    case TD_FAULT_TOO_LONG:
    case TD_FAULT_UNCLOSED_QUOTE:
    case TD_FAULT_STRAY_QUOTE:
    case TD_FAULT_COLUMN_COUNT:
        return TD_T("请检查分隔符和引号，并重新导出", "check delimiters and quotes and export again");
    case TD_FAULT_MISSING:
        return TD_T("请补填后重新交付", "fill it in and deliver again");
    case TD_FAULT_EXCEL_NOTATION:
        return TD_T("请把该列设为文本后重新导出", "make the column text and export again");
    case TD_FAULT_BAD_NAME:
    case TD_FAULT_MISPLACED:
        return TD_T("请核对这一行的分隔符，单元格可能错位", "look for a delimiter too many or too few in this row");
    case TD_FAULT_PERSONAL_NUMBER:
        return TD_T("请原部门改填统一社会信用代码", "have the credit code filled in");
    case TD_FAULT_BAD_WORD:
    case TD_FAULT_BAD_COUNTY:
        return TD_T("请更正，或在配置文件中补充该词", "correct it, or add the word to the profile");
    case TD_FAULT_DUPLICATE:
        return TD_T("请核实哪一条正确", "find out which one is right");
    default:
        return TD_T("请更正后重新交付", "correct it and deliver again");
    }
}

struct td_str
load_reject_code(enum td_fault fault, struct td_str cell, char out[LOAD_CODE_TAIL])
{
    char code[19];
    const char *why = "";

    if (fault != TD_FAULT_USCC_LENGTH && fault != TD_FAULT_USCC_CHARACTER && fault != TD_FAULT_USCC_CHECK)
        return (struct td_str){0};
    switch (td_uscc_suggest(cell, code)) {
    case TD_REPAIR_NONE:
        return (struct td_str){0};
    case TD_REPAIR_CONFUSED:
        why = TD_T("形近字符 O/0、I/1、S/5、Z/2、B/8", "characters that look alike: O/0, I/1, S/5, Z/2, B/8");
        break;
    case TD_REPAIR_SWAPPED:
        why = TD_T("相邻两位颠倒", "two neighbours changed places");
        break;
    case TD_REPAIR_SURPLUS:
        why = TD_T("代码之后多了字符", "something stands behind the code");
        break;
    }
    snprintf(out, LOAD_CODE_TAIL, TD_T("可能是 %s（%s），未代为更正", "perhaps %s (%s); not repaired"), code, why);
    return td_str(out);
}

static void
write_message(struct td_buf *b, const struct load_reject *r)
{
    td_buf_reset(b);
    td_buf_text(b, td_fault_text(r->fault));
    if (r->column.len > 0) {
        td_buf_text(b, TD_T("（列“", " (column \""));
        td_buf_str(b, r->column);
        td_buf_text(b, TD_T("”）", "\")"));
    }
    if (r->tail.len > 0) {
        td_buf_text(b, TD_T("：", ": "));
        td_buf_str(b, r->tail);
    }
    td_buf_text(b, TD_T("。", ". "));
    td_buf_text(b, advice(r->fault));
}

bool
load_reject_add(struct load *load, const struct load_reject *r, struct td_error *err)
{
    struct load_counts *counts = &load->job->counts;
    struct td_buf *b = &load->rejects.buf;

    counts->rejected++;
    counts->torn += r->fault == TD_FAULT_UNCLOSED_QUOTE || r->fault == TD_FAULT_STRAY_QUOTE || r->fault == TD_FAULT_COLUMN_COUNT;
    write_message(&load->message, r);
    if (load->shared->dry) {
        load_dry_reject(load, r);
        return counts->rejected <= load->delivery->max_rejects || load_reject_limit(load, err);
    }
    td_put_row(b, 9);
    td_put_int8(b, load->job->batch);
    td_put_int8(b, (int64_t)r->line);
    td_put_text(b, r->file);
    td_put_int8(b, (int64_t)r->offset);
    td_put_text(b, r->raw);
    if (r->column.len > 0)
        td_put_text(b, r->column);
    else
        td_put_null(b);
    td_put_text(b, td_str(td_fault_code(r->fault)));
    td_put_text(b, td_buf_view(&load->message));
    if (r->uscc.len > 0)
        td_put_text(b, r->uscc);
    else
        td_put_null(b);
    if (counts->rejected <= LOAD_REJECTS_SHOWN)
        load->rejects_shown = load_spool_size(&load->rejects);
    if (!load_spool_flush(&load->rejects, err))
        return false;
    if (counts->rejected > load->delivery->max_rejects)
        return load_reject_limit(load, err);
    return true;
}

bool
load_reject_limit(struct load *load, struct td_error *err)
{
    const struct load_counts *c = &load->job->counts;
    const struct td_delivery *d = load->delivery;
    bool rows = c->rejected > d->max_rejects;
    /* rejected / read > ppm / 10^6, in whole numbers */
    bool share = c->rejected > c->read / 1000000 * (uint64_t)d->max_reject_ppm +
                                   c->read % 1000000 * (uint64_t)d->max_reject_ppm / 1000000;

    if (!rows && !share)
        return true;
    /* thousandths of a percent, cut: for people; the border itself is decided above */
    unsigned long long share_of = c->read ? (unsigned long long)(c->rejected * 100000 / c->read) : 0;
    struct td_buf limit = {0};
    if (rows)
        td_buf_printf(&limit, TD_T("%llu 行", "%llu rows"), (unsigned long long)d->max_rejects);
    else
        td_buf_printf(&limit, "%d.%04d %%", d->max_reject_ppm / 10000, d->max_reject_ppm % 10000);
    td_fail(err, TD_E_REJECTS,
            TD_T("已读 %llu 行，退回 %llu 行（%llu.%03llu %%），超过上限 %s，整份未载入",
                 "%llu rows read, %llu rejected (%llu.%03llu %%): more than %s, nothing of it is loaded"),
            (unsigned long long)c->read, (unsigned long long)c->rejected, share_of / 1000, share_of % 1000, limit.at);
    td_buf_free(&limit);
    if (c->torn * 2 > c->rejected)
        return td_hint(err, "%s",
                       TD_T("多数退回行分不清单元格：请看表头与各行的列数是否一致、引号怎样写，单引号引起的写 quote: \"'\"，引号前加反斜杠的写 escape: backslash，不用引号的写 quote: none；"
                            "分隔符见 delimiter；tidu rejects 导出退回行",
                            "in most of them cells cannot be told apart: look whether the header has as many columns as the rows, and how the file quotes; with apostrophes: quote: \"'\", backslashes before quotes: escape: "
                            "backslash, no quotes at all: quote: none; see delimiter, too; tidu rejects gives the rows"));
    return td_hint(err, "%s",
                   TD_T("tidu rejects 导出退回行供更正；核对编码、分隔符和配置文件；确应放宽的改 reject_limit",
                        "tidu rejects gives the rows to be mended; check encoding, delimiter and profile; where "
                        "so many are to be expected, change reject_limit"));
}
