/*
 * Is a file in the encoding that the profile declares? Decided line by line on its first bytes:
 * text in the one encoding is hardly ever valid in the other over a whole line, and a few
 * spoilt rows (they are rejected one by one later) do not change the verdict on a file.
 */
#include <stdio.h>
#include <string.h>

#include "decode.h"

enum {
    SHOWN_LINES = 3,
    SHOWN_BYTES = 120, /* of each line, each way */
    HEADER_SHOWN = 4   /* characters of each cell of the first line; of the others one */
};

/* Lines that have bytes beyond ASCII. */
struct tally {
    size_t lines, utf8, gb18030;
};

/* Does valid UTF-8 look like Chinese text? Chance pairs of GB18030 bytes make two-byte forms at
 * most. */
static bool
has_ideographs(struct td_str line)
{
    size_t three = 0, two = 0;

    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.at[i];

        three += c >= 0xE2 && c <= 0xEF;
        two += c >= 0xC2 && c <= 0xDF;
    }
    return three > two;
}

/* The characters of a GB18030 line by their shape; what each one is does not matter here. */
static bool
is_gb18030(struct td_str line)
{
    const unsigned char *at = (const unsigned char *)line.at, *end = at + line.len;

    while (at < end) {
        size_t left = (size_t)(end - at);

        if (at[0] < 0x80) {
            at++;
        } else if (at[0] == 0x80 || at[0] == 0xFF || left < 2) {
            return false;
        } else if (at[1] >= 0x40 && at[1] != 0x7F && at[1] != 0xFF) {
            at += 2;
        } else if (left >= 4 && at[1] >= 0x30 && at[1] <= 0x39 && at[2] >= 0x81 &&
                   at[2] <= 0xFE && at[3] >= 0x30 && at[3] <= 0x39) {
            at += 4;
        } else {
            return false;
        }
    }
    return true;
}

/* Cut the next line off the sample; false at its end. *whole: its line end is in the sample. */
static bool
next_line(struct td_str *sample, struct td_str *line, bool *whole)
{
    const char *stop;

    if (sample->len == 0)
        return false;
    stop = memchr(sample->at, '\n', sample->len);
    *whole = stop != NULL;
    *line = (struct td_str){sample->at, *whole ? (size_t)(stop - sample->at) : sample->len};
    sample->at += line->len + *whole;
    sample->len -= line->len + *whole;
    return true;
}

/* The sample may end inside a character: up to three bytes of its last line are not judged. */
static void
count_line(struct tally *tally, struct td_str line, bool whole)
{
    size_t slack = whole ? 0 : 3;
    size_t good = utf8_span(line.at, line.len);
    bool is_utf8 = good + slack >= line.len;

    tally->lines++;
    tally->utf8 += is_utf8 && has_ideographs(line);
    for (size_t cut = 0; !is_utf8 && cut <= slack && cut < line.len; cut++)
        if (is_gb18030((struct td_str){line.at, line.len - cut})) {
            tally->gb18030++;
            return;
        }
}

static struct tally
count_lines(struct td_str sample)
{
    struct tally tally = {0};
    struct td_str line;
    bool whole;

    while (next_line(&sample, &line, &whole))
        if (ascii_span(line.at, line.len) < line.len && (whole || tally.lines == 0))
            count_line(&tally, line, whole);
    return tally;
}

/* ---- showing a line both ways --------------------------------------------------------------
 */

static void
show_utf8(struct td_str line, struct td_buf *out)
{
    while (line.len > 0) {
        size_t good = utf8_span(line.at, line.len);

        td_buf_add(out, line.at, good);
        if (good < line.len)
            td_buf_text(out, "\xEF\xBF\xBD");
        good += good < line.len;
        line = (struct td_str){line.at + good, line.len - good};
    }
}

static void
show_gb18030(struct td_str line, struct td_buf *out)
{
    struct td_error ignored = {0};
    struct gb gb = {0};

    if (!gb_open(&gb, &ignored))
        return;
    while (line.len > 0) {
        char text[SHOWN_BYTES * GB_GROWTH];
        size_t got, done = gb_decode(&gb, line, text, &got);

        td_buf_add(out, text, got);
        if (done < line.len)
            td_buf_text(out, "\xEF\xBF\xBD");
        done += done < line.len;
        line = (struct td_str){line.at + done, line.len - done};
    }
    gb_close(&gb);
}

static bool
has_long_number(struct td_str text)
{
    size_t run = 0;

    for (size_t i = 0; i < text.len && run < 6; i++)
        run = text.at[i] >= '0' && text.at[i] <= '9' ? run + 1 : 0;
    return run == 6;
}

/* The first characters of each cell: enough to see which reading is right, and nobody's name or telephone number gets into a log. */
static void
show_cells(struct td_str text, size_t most, struct td_buf *out)
{
    size_t shown = 0;

    for (size_t i = 0, n; i < text.len; i += n) {
        bool parts = memchr(",;|\t\"", text.at[i], 5) != NULL;

        n = 1;
        while (i + n < text.len && ((unsigned char)text.at[i + n] & 0xC0) == 0x80)
            n++;
        shown = parts ? 0 : shown + 1;
        if (shown <= most)
            td_buf_add(out, text.at + i, n);
        else if (shown == most + 1)
            td_buf_text(out, "*");
    }
}

static void
show_lines(struct td_str sample, struct td_error *err)
{
    struct td_buf shown = {0}, text = {0};
    struct td_str line;
    bool whole;

    for (int i = 0; i < SHOWN_LINES && next_line(&sample, &line, &whole); i++) {
        line = td_str_trim(line);
        if (line.len > SHOWN_BYTES)
            line.len = SHOWN_BYTES;
        size_t most = i == 0 && !has_long_number(line) ? HEADER_SHOWN : 1;
        td_buf_text(&shown, i == 0 ? "UTF-8:   " : "\nUTF-8:   ");
        td_buf_reset(&text);
        show_utf8(line, &text);
        show_cells(td_buf_view(&text), most, &shown);
        td_buf_text(&shown, "\nGB18030: ");
        td_buf_reset(&text);
        show_gb18030(line, &text);
        show_cells(td_buf_view(&text), most, &shown);
    }
    /* whole characters only */
    while (shown.len >= sizeof err->detail ||
           (shown.len > 0 && utf8_span(shown.at, shown.len) < shown.len))
        shown.len--;
    if (shown.at != NULL)
        memcpy(err->detail, shown.at, shown.len);
    err->detail[shown.len] = 0;
    td_buf_free(&shown);
    td_buf_free(&text);
}

static bool
refuse(struct td_str sample, const char *declared, const char *found, struct td_error *err)
{
    if (err->code != 0) /* the first failure wins */
        return false;
    (void)td_fail(err, TD_E_ENCODING,
                  TD_T("声明的编码是 %s，文件却是 %s", "declared as %s, but the file is %s"),
                  declared, found);
    show_lines(sample, err);
    return td_hint(
        err,
        TD_T("把清单配置中该文件的 encoding 改为 %s，或请交付部门改用 %s",
             "set this delivery's encoding to %s in the profile, or have it delivered "
             "in %s"),
        found, declared);
}

static bool
is_utf16(struct td_str sample)
{
    return td_str_starts(sample, TD_STR("\xFF\xFE")) ||
           td_str_starts(sample, TD_STR("\xFE\xFF"));
}

bool
td_encoding_check(struct td_str sample, enum td_encoding declared, struct td_error *err)
{
    const char *name = declared == TD_UTF8 ? "utf-8" : "gb18030";
    struct tally tally;

    if (is_utf16(sample)) {
        (void)td_fail(
            err, TD_E_ENCODING,
            TD_T("声明的编码是 %s，文件却是 UTF-16", "declared as %s, but the file is UTF-16"),
            name);
        return td_hint(err, "%s",
                       TD_T("把配置中该交付的 encoding 改为 utf-16（Excel 的“Unicode 文本”还要 delimiter: tab）",
                            "set this delivery's encoding to utf-16 in the profile (and delimiter: tab for "
                            "Excel's \"Unicode text\")"));
    }
    if (declared == TD_GB18030 && td_str_starts(sample, TD_STR("\xEF\xBB\xBF")))
        return refuse(sample, name, "utf-8", err);
    tally = count_lines(sample);
    if (declared == TD_GB18030 && tally.utf8 * 2 > tally.lines)
        return refuse(sample, name, "utf-8", err);
    if (declared == TD_UTF8 && tally.gb18030 * 2 > tally.lines)
        return refuse(sample, name, "gb18030", err);
    return true;
}
