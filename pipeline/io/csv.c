/*
 * Records from lines, cells from records.
 *
 * A record is one physical line, and further ones as long as a quote is open. Each line is
 * checked or decoded as it is taken. Cells are views into the text (the raw bytes, or what they
 * decode to); only a quoted cell with doubled quotes is copied, without them.
 *
 * A record that turns out faulty after lines were joined is given up: its first line is the
 * faulty record (a quote opened there was not closed), and reading goes on with the second
 * line. But see give_up().
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "lines.h"

enum {
    RECORD_DEFAULT = 1 << 20,
    COLUMNS_DEFAULT = 1024,
    LONG_RAW_BYTES = 4096, /* what is shown of a record beyond the limit */
    DETAIL_BYTES = 240,
    SURPLUS_CELLS = 8 /* few, so that quotes made to be slow are not */
};

struct td_csv {
    struct td_csv_format format;
    struct lines lines;
    struct gb gb;
    struct td_csv_notes notes;
    uint64_t line; /* number of the line at lines.start */
    size_t expected;
    bool skip;   /* the line at lines.start was too long: pass over it first */
    bool failed; /* the source has */
    bool (*known)(void *who, struct td_str raw);
    void *who;
    struct td_str *cells;
    size_t count, surplus; /* cells; those beyond the expected ones */
    char *decoded, *copies; /* fixed room, so that views stay where they are */
    size_t copied;
    /* the record being read */
    struct line first;
    size_t raw_len, next, head; /* head: bytes of a BOM */
    uint64_t joined;            /* physical lines */
    uint64_t ends[4];           /* by enum line_end */
    bool is_decoded, joining;
    size_t text_len;
    enum td_fault fault, bad; /* bad: a byte, in the joined line bad_line */
    uint64_t bad_line, variants_before;
    char detail[DETAIL_BYTES], bad_detail[DETAIL_BYTES];
};

/* ---- open and close -----------------------------------------------------------------------
 */

static bool
check_format(const struct td_csv_format *format, struct td_error *err)
{
    char d = format->delimiter, q = format->quote;

    if ((unsigned char)d < 0x80 && d != '\n' && d != '\r' && (unsigned char)q < 0x80 &&
        q != '\n' && q != '\r' && d != q)
        return true;
    return td_fail(
        err, TD_E_PROFILE, "%s",
        TD_T("分隔符和引号必须是两个不同的 ASCII 字符，且不能是换行",
             "delimiter and quote must be two different ASCII characters, and no line ends"));
}

bool
td_csv_open(struct td_csv **out, const struct td_csv_format *format, struct td_error *err)
{
    struct td_csv *csv;
    size_t max_record = format->max_record == 0 ? RECORD_DEFAULT : format->max_record;

    *out = NULL;
    csv = td_alloc(1, sizeof *csv);
    csv->format = *format;
    if (csv->format.delimiter == 0)
        csv->format.delimiter = ',';
    if (csv->format.max_columns == 0)
        csv->format.max_columns = COLUMNS_DEFAULT;
    csv->line = 1;
    if (!check_format(&csv->format, err) ||
        (format->encoding == TD_GB18030 && !gb_open(&csv->gb, err))) {
        td_csv_close(csv);
        return false;
    }
    lines_init(&csv->lines, format, max_record);
    csv->cells = td_alloc(csv->format.max_columns, sizeof *csv->cells);
    csv->copies = td_realloc(NULL, max_record, GB_GROWTH);
    csv->decoded = td_realloc(NULL, max_record, GB_GROWTH); /* memory only once it is used */
    *out = csv;
    return true;
}

void
td_csv_close(struct td_csv *csv)
{
    if (csv == NULL)
        return;
    lines_free(&csv->lines);
    gb_close(&csv->gb);
    free(csv->cells);
    free(csv->copies);
    free(csv->decoded);
    free(csv);
}

void
td_csv_expect(struct td_csv *csv, size_t columns)
{
    csv->expected = columns;
}

void
td_csv_known(struct td_csv *csv, bool (*known)(void *who, struct td_str raw), void *who)
{
    csv->known = known;
    csv->who = who;
}

struct td_csv_notes
td_csv_notes(const struct td_csv *csv)
{
    struct td_csv_notes notes = csv->notes;

    notes.gb18030_variants = csv->gb.variants;
    notes.private_use = csv->gb.private_use;
    return notes;
}

/* ---- lines into the record's text ---------------------------------------------------------
 */

static const char *
raw_bytes(const struct td_csv *csv)
{
    return csv->lines.buf + csv->lines.start;
}

static const char *
text_bytes(const struct td_csv *csv)
{
    return csv->is_decoded ? csv->decoded : raw_bytes(csv) + csv->head;
}

/* Note the first byte that is wrong; the record is read on, to know where it ends. */
static void
bad_byte(struct td_csv *csv, const struct line *line, size_t at)
{
    unsigned byte = (unsigned char)raw_bytes(csv)[at];

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
    struct td_str raw = {raw_bytes(csv) + from, line->at + line->len - from}, good = raw;
    size_t old = csv->text_len, done, got;
    const char *nul = memchr(raw.at, 0, raw.len);
    bool is_gb = csv->format.encoding == TD_GB18030;

    if (nul != NULL)
        good.len = (size_t)(nul - raw.at);
    if (!csv->is_decoded)
        memcpy(csv->decoded, text_bytes(csv), old);
    csv->is_decoded = true;
    if (line->at > 0) { /* the line end inside the quotes belongs to the cell */
        size_t gap = line->at - csv->raw_len;

        memcpy(csv->decoded + old, raw_bytes(csv) + csv->raw_len, gap);
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

/* Take a line into the text. */
static void
take_line(struct td_csv *csv, const struct line *line)
{
    size_t from = line->at + (line->at == 0 ? csv->head : 0);
    size_t len = line->at + line->len - from, good;
    const char *raw = raw_bytes(csv) + from;
    bool is_gb = csv->format.encoding == TD_GB18030, decode;

    good = is_gb ? ascii_span(raw, len) : utf8_span(raw, len);
    if (good < len && !is_gb)
        bad_byte(csv, line, from + good);
    if (good < len && is_gb && utf8_is_chinese((struct td_str){raw, len}))
        not_gb18030(csv);
    decode = csv->is_decoded ||
             (is_gb ? good < len : utf8_may_vary((struct td_str){raw, good}));
    if (decode)
        decode_line(csv, line, from);
    else
        csv->text_len = line->at + line->len - csv->head;
    csv->raw_len = line->at + line->len;
    csv->next = line->next;
    csv->joined++;
    csv->ends[line->end]++;
}

/*
 * Join the next physical line while a quote is open. The bytes may move: cells found so far
 * move with them. False with fault NONE: the source failed.
 */
static bool
join_line(struct td_csv *csv, struct td_error *err)
{
    const char *old = text_bytes(csv), *text;
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
    take_line(csv, &line);
    text = text_bytes(csv);
    for (size_t i = 0; i < csv->count && text != old; i++) {
        uintptr_t at = (uintptr_t)csv->cells[i].at, first = (uintptr_t)old;

        if (at >= first && at <= first + old_len)
            csv->cells[i].at = text + (at - first);
    }
    return true;
}

/* ---- cells --------------------------------------------------------------------------------
 */

static bool
too_many(struct td_csv *csv)
{
    size_t limit = csv->expected == 0 ? csv->format.max_columns : csv->expected;

    csv->fault = TD_FAULT_COLUMN_COUNT;
    snprintf(csv->detail, sizeof csv->detail, TD_T("多于 %zu 列", "more than %zu columns"),
             limit);
    /* go on for a little: the record may end lines below */
    return csv->expected > 0 && ++csv->surplus <= SURPLUS_CELLS;
}

/* Empty cells beyond the expected ones are forgiven. */
static bool
add_cell(struct td_csv *csv, struct td_str cell)
{
    if (csv->expected > 0 && csv->count >= csv->expected)
        return cell.len == 0 || too_many(csv);
    if (csv->count >= csv->format.max_columns)
        return too_many(csv);
    csv->cells[csv->count++] = cell;
    return true;
}

/*
 * A quoted cell whose opening quote is at *at; *at ends behind the closing one. Positions count
 * from the text's start, because joining a line may move it.
 */
static bool
quoted_cell(struct td_csv *csv, size_t *at, struct td_error *err)
{
    size_t first = *at + 1, from = first, segment = first, copy = csv->copied;
    bool copying = false;
    struct td_str cell;

    csv->notes.quoted++;
    for (;;) {
        const char *text = text_bytes(csv);
        const char *quote = memchr(text + from, csv->format.quote, csv->text_len - from);
        size_t stop;

        if (quote == NULL) {
            from = csv->text_len;
            if (!join_line(csv, err))
                return false;
            continue;
        }
        stop = (size_t)(quote - text);
        *at = stop + 1;
        if (*at == csv->text_len || text[*at] != csv->format.quote) {
            cell = (struct td_str){text + first, stop - first};
            if (copying) {
                memcpy(csv->copies + csv->copied, text + segment, stop - segment);
                csv->copied += stop - segment;
                cell = (struct td_str){csv->copies + copy, csv->copied - copy};
            }
            return add_cell(csv, cell);
        }
        /* doubled: copy up to and with the first of the two */
        copying = true;
        memcpy(csv->copies + csv->copied, text + segment, *at - segment);
        csv->copied += *at - segment;
        from = segment = *at + 1;
    }
}

static bool
stray(struct td_csv *csv)
{
    csv->fault = TD_FAULT_STRAY_QUOTE;
    snprintf(
        csv->detail, sizeof csv->detail,
        TD_T("第 %zu 列的右引号之后还有内容", "text behind the closing quote of column %zu"),
        csv->count);
    return false;
}

static bool
split_cells(struct td_csv *csv, struct td_error *err)
{
    char delimiter = csv->format.delimiter, quote = csv->format.quote;
    size_t at = 0;

    csv->count = csv->surplus = csv->copied = 0;
    for (;;) {
        const char *text = text_bytes(csv);
        size_t len = csv->text_len;

        if (quote != 0 && at < len && text[at] == quote) {
            if (!quoted_cell(csv, &at, err))
                return false;
            if (at == csv->text_len)
                return true;
            if (text_bytes(csv)[at] != delimiter)
                return stray(csv);
        } else {
            const char *stop = memchr(text + at, delimiter, len - at);
            size_t end = stop == NULL ? len : (size_t)(stop - text);

            if (!add_cell(csv, (struct td_str){text + at, end - at}))
                return false;
            at = end;
            if (stop == NULL)
                return true;
        }
        at++;
    }
}

/* ---- records ------------------------------------------------------------------------------
 */

static bool
check_count(struct td_csv *csv)
{
    if (csv->fault != TD_FAULT_NONE)
        return false;
    while (csv->format.rows && csv->count < csv->expected)
        csv->cells[csv->count++] = (struct td_str){"", 0};
    if (csv->expected == 0 || csv->count == csv->expected)
        return true;
    csv->fault = TD_FAULT_COLUMN_COUNT;
    snprintf(csv->detail, sizeof csv->detail,
             TD_T("%zu 列，应为 %zu 列", "%zu columns, not %zu"), csv->count, csv->expected);
    return false;
}

/* Byte order marks at the start of a record: files that were joined have them further down too.
 */
static size_t
bom_bytes(const struct td_csv *csv, const struct line *line, uint64_t *boms)
{
    static const struct td_str marks[] = {{"\xEF\xBB\xBF", 3}, {"\x84\x31\x95\x33", 4}};
    struct td_str mark = marks[csv->format.encoding == TD_GB18030];
    size_t n = 0;

    while (line->len - n >= mark.len && memcmp(raw_bytes(csv) + n, mark.at, mark.len) == 0) {
        n += mark.len;
        *boms += 1;
    }
    return n;
}

static void
consume(struct td_csv *csv)
{
    csv->lines.start += csv->next;
    csv->line += csv->format.rows ? 1 : csv->joined;
    csv->notes.lf += csv->ends[END_LF];
    csv->notes.crlf += csv->ends[END_CRLF];
    csv->notes.lone_cr += csv->ends[END_CR];
}

static void
begin_record(struct td_csv *csv, const struct line *line)
{
    csv->first = *line;
    csv->head = 0;
    csv->next = line->next;
    csv->raw_len = line->len;
    csv->joined = 0;
    csv->is_decoded = csv->joining = false;
    csv->text_len = 0;
    csv->count = 0;
    csv->fault = csv->bad = TD_FAULT_NONE;
    csv->variants_before = csv->gb.variants;
    csv->detail[0] = 0;
    memset(csv->ends, 0, sizeof csv->ends);
}

/* Would a line that was joined to the first make a record by itself? */
static bool
joined_record(const struct td_csv *csv)
{
    struct td_str text = {text_bytes(csv), csv->text_len};
    size_t at = 0, columns = 0; /* 0: still in the first line */

    for (; at < text.len; at++)
        if (text.at[at] == '\n' || text.at[at] == '\r') {
            if (columns == csv->expected)
                return true;
            columns = 1;
        } else if (columns > 0 && text.at[at] == csv->format.delimiter) {
            columns++;
        }
    return columns == csv->expected;
}

/*
 * Lines whose quotes all closed well and none of which would be a record by itself are one record,
 * with the wrong number of columns or a wrong byte.
 */
static bool
one_record(const struct td_csv *csv)
{
    return !csv->joining || ((csv->fault == TD_FAULT_NONE || csv->fault == TD_FAULT_COLUMN_COUNT) &&
                             csv->expected > 1 && !joined_record(csv));
}

/*
 * Only the first line pays, the lines joined to it are read again: whatever fault they ended in,
 * it is the open quote that joined them.
 */
static void
give_up(struct td_csv *csv)
{
    if (csv->joining) {
        char cause[DETAIL_BYTES];

        memcpy(cause, csv->detail[0] == 0 ? csv->bad_detail : csv->detail, sizeof cause);
        snprintf(csv->detail, sizeof csv->detail,
                 TD_T("本行有引号没有闭合；接到第 %" PRIu64 " 行：%.100s",
                      "a quote of this line is not closed; joined up to line %" PRIu64
                      ": %.100s"),
                 csv->line + csv->joined - 1, cause);
        csv->fault = TD_FAULT_UNCLOSED_QUOTE;
    }
    csv->next = csv->first.next;
    csv->raw_len = csv->first.len;
    csv->joined = 1;
    memset(csv->ends, 0, sizeof csv->ends);
    csv->ends[csv->first.end] = 1;
}

static void
fill_record(struct td_csv *csv, struct td_record *record)
{
    bool cells = csv->fault == TD_FAULT_NONE || csv->fault == TD_FAULT_COLUMN_COUNT;

    *record = (struct td_record){
        .raw = {raw_bytes(csv), csv->raw_len},
        .line = csv->line,
        .offset = csv->lines.base + csv->lines.start,
        .cells = cells ? csv->cells : NULL,
        .count = cells ? csv->count : 0,
        .fault = csv->fault,
        .altered = csv->gb.variants != csv->variants_before,
        .detail = {csv->detail, strlen(csv->detail)},
    };
    csv->notes.records++;
}

/* Its end need not have been read yet, so that no more is shown than is surely its own. */
static void
long_record(struct td_csv *csv, struct td_record *record)
{
    size_t limit = csv->lines.max_record;

    begin_record(csv, &(struct line){.len = limit < LONG_RAW_BYTES ? limit : LONG_RAW_BYTES});
    csv->fault = TD_FAULT_TOO_LONG;
    snprintf(csv->detail, sizeof csv->detail, TD_T("长于 %zu 字节", "longer than %zu bytes"),
             limit);
    fill_record(csv, record);
    csv->skip = true;
}

/* Read the record that starts with this line. False: the source failed. */
static bool
read_record(struct td_csv *csv, struct td_record *record, struct td_error *err)
{
    bool ok;

    take_line(csv, &csv->first);
    ok = split_cells(csv, err) && check_count(csv) && csv->bad == TD_FAULT_NONE;
    if (csv->failed)
        return false;
    if (!ok && !one_record(csv))
        give_up(csv);
    if (csv->bad != TD_FAULT_NONE && csv->bad_line < csv->joined) {
        csv->fault = csv->bad;
        memcpy(csv->detail, csv->bad_detail, sizeof csv->detail);
    }
    fill_record(csv, record);
    consume(csv);
    return true;
}

/* A line without a mark before it that the caller knows to be a record. */
static bool
known_record(struct td_csv *csv, const struct line *line, struct td_record *record)
{
    if (!csv->known || csv->head > 0 || line->len == 0 ||
        !csv->known(csv->who, (struct td_str){raw_bytes(csv), line->len}))
        return false;
    csv->joined = 1;
    csv->ends[line->end]++;
    fill_record(csv, record);
    record->cells = NULL;
    record->known = true;
    consume(csv);
    return true;
}

static bool
pass_long_line(struct td_csv *csv, struct td_error *err)
{
    csv->skip = false;
    csv->line++;
    return lines_skip(&csv->lines, err);
}

bool
td_csv_next(struct td_csv *csv, struct td_record *record, struct td_error *err)
{
    *record = (struct td_record){0};
    if (csv->skip && !pass_long_line(csv, err))
        return false;
    if (!csv->lines.begun && !lines_begin(&csv->lines, err))
        return false;
    for (;;) {
        struct line line;
        enum line_kind kind;

        if (!lines_find(&csv->lines, 0, &line, &kind, err))
            return false;
        if (kind == LINE_NONE)
            return true;
        if (kind == LINE_LONG) {
            long_record(csv, record);
            return true;
        }
        begin_record(csv, &line);
        csv->head = bom_bytes(csv, &line, &csv->notes.boms);
        if (known_record(csv, &line, record))
            return true;
        if (line.len > csv->head)
            return read_record(csv, record, err);
        csv->notes.blank_lines++;
        csv->joined = 1;
        csv->ends[line.end]++;
        consume(csv);
    }
}
