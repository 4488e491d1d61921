/* Physical lines into the text of a record: checked or decoded as they are taken, joined while a quote is open. */
#include <stdio.h>
#include <string.h>

#include "csv.h"

/* Note the first byte that is wrong; the record is read on, to know where it ends. */
static void
bad_byte(struct td_csv *csv, const struct line *line, size_t at)
{
    unsigned byte = (unsigned char)csv_raw(csv)[at];

    if (csv->bad != TD_FAULT_NONE)
        return;
    csv->bad = byte == 0 ? TD_FAULT_NUL_BYTE : TD_FAULT_BAD_ENCODING;
    csv->bad_line = csv->joined;
    snprintf(csv->bad_detail, sizeof csv->bad_detail,
             TD_T("字节 0x%02X，在行内第 %zu 字节", "byte 0x%02X at %zu"), byte,
             at - line->at + 1);
}

/* What follows a wrong byte is not shown to anyone: ASCII stays, half of a character is none. */
static size_t
mask_rest(struct td_str raw, char *out)
{
    for (size_t i = 0; i < raw.len; i++) {
        bool pair = (unsigned char)raw.at[i] > 0x80 && i + 1 < raw.len &&
                    (unsigned char)raw.at[i + 1] >= 0x40;

        out[i] = (unsigned char)raw.at[i] < 0x80 ? raw.at[i] : '?';
        if (pair)
            out[++i] = '?';
    }
    return raw.len;
}

/* Append a line beyond ASCII, or any line once the text is decoded, to the decoded text. */
static void
decode_line(struct td_csv *csv, const struct line *line, size_t from)
{
    struct td_str raw = {csv_raw(csv) + from, line->at + line->len - from}, good = raw;
    size_t old = csv->text_len, done, got;
    const char *nul = memchr(raw.at, 0, raw.len);
    bool is_gb = csv->format.encoding == TD_GB18030;

    if (nul != NULL)
        good.len = (size_t)(nul - raw.at);
    if (!csv->is_decoded)
        memcpy(csv->decoded, csv_text(csv), old);
    csv->is_decoded = true;
    if (line->at > 0) { /* the line end inside the quotes belongs to the cell */
        size_t gap = line->at - csv->raw_len;

        memcpy(csv->decoded + old, csv_raw(csv) + csv->raw_len, gap);
        old += gap;
    }
    done = is_gb ? gb_decode(&csv->gb, good, csv->decoded + old, &got)
                 : utf8_copy(&csv->gb, good, csv->decoded + old, &got);
    if (done < raw.len) {
        bad_byte(csv, line, from + done);
        got += mask_rest((struct td_str){raw.at + done, raw.len - done},
                         csv->decoded + old + got);
    }
    csv->text_len = old + got;
}

/*
 * A file that turns into UTF-8 further down than its sample: the bytes mostly are GB18030 too, and
 * would be loaded as rubbish.
 */
static void
not_gb18030(struct td_csv *csv)
{
    if (csv->bad != TD_FAULT_NONE)
        return;
    csv->bad = TD_FAULT_BAD_ENCODING;
    csv->bad_line = csv->joined;
    snprintf(csv->bad_detail, sizeof csv->bad_detail, "%s",
             TD_T("本行是 UTF-8，不是 GB18030", "this line is UTF-8, not GB18030"));
}

void
csv_take_line(struct td_csv *csv, const struct line *line)
{
    size_t from = line->at + (line->at == 0 ? csv->head : 0);
    size_t len = line->at + line->len - from, good;
    const char *raw = csv_raw(csv) + from;
    bool is_gb = csv->format.encoding == TD_GB18030, decode = csv->is_decoded;

    good = is_gb ? ascii_span(raw, len) : utf8_scan(raw, len, &decode);
    if (good < len && !is_gb)
        bad_byte(csv, line, from + good);
    if (good < len && is_gb && utf8_is_chinese((struct td_str){raw, len}))
        not_gb18030(csv);
    if (decode || (is_gb && good < len))
        decode_line(csv, line, from);
    else
        csv->text_len = line->at + line->len - csv->head;
    csv->raw_len = line->at + line->len;
    csv->next = line->next;
    csv->joined++;
    csv->ends[line->end]++;
}

bool
csv_join_line(struct td_csv *csv, struct td_error *err)
{
    const char *old = csv_text(csv), *text;
    size_t old_len = csv->text_len;
    struct line line;
    enum line_kind kind;

    csv->joining = true;
    if (!lines_find(&csv->lines, csv->next, &line, &kind, err)) {
        csv->failed = true;
        return false;
    }
    if (kind != LINE_FOUND) {
        csv->fault = TD_FAULT_UNCLOSED_QUOTE;
        snprintf(csv->detail, sizeof csv->detail, "%s",
                 kind == LINE_NONE ? TD_T("文件结束", "end of the file")
                                   : TD_T("记录超过长度上限", "the record passes its limit"));
        return false;
    }
    csv_take_line(csv, &line);
    text = csv_text(csv);
    for (size_t i = 0; i < csv->count && text != old; i++) {
        uintptr_t at = (uintptr_t)csv->cells[i].at, first = (uintptr_t)old;

        if (at >= first && at <= first + old_len)
            csv->cells[i].at = text + (at - first);
    }
    return true;
}
