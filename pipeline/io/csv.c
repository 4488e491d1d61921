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

#include "csv.h"

enum {
    RECORD_DEFAULT = 1 << 20,
    COLUMNS_DEFAULT = 1024,
    LONG_RAW_BYTES = 4096 /* what is shown of a record beyond the limit */
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
    csv->surplus_most = SIZE_MAX;
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
td_csv_surplus(struct td_csv *csv, size_t most)
{
    csv->surplus_most = most;
}

/* Lines that the last record has passed: of a sheet one, however many lines a cell has; none of one that was too long. */
static uint64_t
lines_passed(const struct td_csv *csv)
{
    return csv->format.rows && csv->joined ? 1 : csv->joined;
}

/* Its bytes stay in the buffer until more is read. */
void
td_csv_back(struct td_csv *csv)
{
    csv->lines.start -= csv->next;
    csv->line -= lines_passed(csv);
    csv->notes = csv->notes_before;
    csv->gb.variants = csv->variants_before;
    csv->gb.private_use = csv->private_before;
    csv->skip = false;
}

bool
td_csv_peek(struct td_csv *csv, struct td_record *record, struct td_error *err)
{
    uint64_t line = csv->line - lines_passed(csv), variants = csv->variants_before, private_use = csv->private_before;
    struct td_csv_notes notes = csv->notes_before;

    csv->peeking = true;
    csv->lines.held = csv->next;
    bool ok = td_csv_next(csv, record, err);
    csv->lines.start -= csv->lines.held;
    csv->lines.held = 0;
    csv->peeking = csv->skip = false;
    csv->line = line;
    csv->notes = notes;
    csv->gb.variants = variants;
    csv->gb.private_use = private_use;
    return ok;
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

/* ---- records ------------------------------------------------------------------------------
 */

static bool
has_wide_comma(const struct td_csv *csv)
{
    return csv->count < csv->expected &&
           td_str_has((struct td_str){csv_text(csv), csv->text_len}, TD_STR("，"));
}

/* Files joined where the first did not end in a line end: its last record and the header behind the mark are one line. */
static void
tell_inner_mark(struct td_csv *csv)
{
    if (!td_str_has((struct td_str){csv_text(csv), csv->text_len}, TD_STR("\xEF\xBB\xBF")))
        return;
    csv->notes.boms++;
    snprintf(csv->detail, sizeof csv->detail, "%s",
             TD_T("行内有字节顺序标记：两个文件首尾相连，中间没有换行",
                  "a byte order mark within: two files were joined without a line end between them"));
}

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
             has_wide_comma(csv) ? TD_T("%zu 列，应为 %zu 列；行内有全角逗号，可能当作了分隔符",
                                        "%zu columns, not %zu; has full-width commas, typed as delimiters?")
                                 : TD_T("%zu 列，应为 %zu 列", "%zu columns, not %zu"),
             csv->count, csv->expected);
    return false;
}

/* Byte order marks at the start of a record: files that were joined have them further down too. */
static size_t
bom_bytes(const struct td_csv *csv, const struct line *line, uint64_t *boms)
{
    static const struct td_str marks[] = {{"\xEF\xBB\xBF", 3}, {"\x84\x31\x95\x33", 4}};
    struct td_str mark = marks[csv->format.encoding == TD_GB18030];
    size_t n = 0;

    while (line->len - n >= mark.len && memcmp(csv_raw(csv) + n, mark.at, mark.len) == 0) {
        n += mark.len;
        *boms += 1;
    }
    return n;
}

static void
consume(struct td_csv *csv)
{
    csv->lines.start += csv->next;
    csv->lines.held += csv->peeking ? csv->next : 0;
    csv->line += lines_passed(csv);
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
    csv->detail[0] = 0;
    memset(csv->ends, 0, sizeof csv->ends);
}

/* Would a line that was joined to the first make a record by itself? */
static bool
joined_record(const struct td_csv *csv)
{
    struct td_str text = {csv_text(csv), csv->text_len};
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
        .raw = {csv_raw(csv), csv->raw_len},
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

    csv_take_line(csv, &csv->first);
    ok = csv_split(csv, err) && check_count(csv) && csv->bad == TD_FAULT_NONE;
    if (csv->failed)
        return false;
    if (!ok && !one_record(csv))
        give_up(csv);
    if (csv->fault == TD_FAULT_COLUMN_COUNT)
        tell_inner_mark(csv);
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
        !csv->known(csv->who, (struct td_str){csv_raw(csv), line->len}))
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
        csv->notes_before = csv->notes;
        csv->variants_before = csv->gb.variants;
        csv->private_before = csv->gb.private_use;
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
        if (csv->peeking)
            return true; /* blank lines are held by nobody */
        csv->notes.blank_lines++;
        csv->joined = 1;
        csv->ends[line.end]++;
        consume(csv);
    }
}
