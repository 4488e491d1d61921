#include "lines.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 256 * 1024 };

void
lines_init(struct lines *lines, const struct td_csv_format *format, size_t max_record)
{
    *lines = (struct lines){.read = format->read,
                            .source = format->source,
                            .lone_cr = format->lone_cr,
                            .max_record = max_record,
                            .cap = 2 * max_record + 2 * BLOCK_BYTES}; /* a held record, and the next */
    lines->buf = td_realloc(NULL, lines->cap, 1); /* not zeroed: only what is read is touched */
}

void
lines_free(struct lines *lines)
{
    free(lines->buf);
    lines->buf = NULL;
}

/* Read once, at most a block, behind what is there. */
static bool
refill(struct lines *lines, struct td_error *err)
{
    size_t room, got = 0, drop = lines->start - lines->held;

    if (drop > 0) {
        memmove(lines->buf, lines->buf + drop, lines->end - drop);
        lines->base += drop;
        lines->end -= drop;
        lines->start = lines->held;
    }
    room = lines->cap - lines->end < BLOCK_BYTES ? lines->cap - lines->end : BLOCK_BYTES;
    if (!lines->read(lines->source, lines->buf + lines->end, room, &got, err))
        return false;
    lines->end += got;
    lines->source_end = got == 0;
    return true;
}

/* More CR without LF than LF without CR: CR ends the lines, and LF stands within quotes. */
static bool
mostly_cr(const char *at, size_t len)
{
    size_t cr = 0, lf = 0;

    for (const char *end = at + len; at < end; at++) {
        bool pair = *at == '\r' && at + 1 < end && at[1] == '\n';

        cr += *at == '\r' && !pair;
        lf += *at == '\n' || pair;
        at += pair;
    }
    return cr > lf;
}

bool
lines_begin(struct lines *lines, struct td_error *err)
{
    lines->begun = true;
    while (lines->end < BLOCK_BYTES && !lines->source_end)
        if (!refill(lines, err))
            return false;
    if (memchr(lines->buf, '\r', lines->end) != NULL && mostly_cr(lines->buf, lines->end))
        lines->lone_cr = true;
    return true;
}

/* The first line end in [at, end): LF, or with lone_cr either of CR and LF. */
static const char *
find_end(const struct lines *lines, const char *at, const char *end)
{
    if (!lines->lone_cr)
        return memchr(at, '\n', (size_t)(end - at));
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    return at < end ? at : NULL;
}

/* Fill line from its line end, which is at `stop`. False: a CR ends the buffer, LF may follow.
 */
static bool
close_line(const struct lines *lines, size_t from, size_t stop, struct line *line)
{
    const char *first = lines->buf + lines->start;
    size_t have = lines->end - lines->start;

    *line = (struct line){.at = from, .len = stop - from, .next = stop + 1, .end = END_LF};
    if (first[stop] == '\r') {
        if (stop + 1 == have && !lines->source_end)
            return false;
        line->end = END_CR;
        if (stop + 1 < have && first[stop + 1] == '\n') {
            line->end = END_CRLF;
            line->next++;
        }
    } else if (line->len > 0 && first[stop - 1] == '\r') {
        line->end = END_CRLF;
        line->len--;
    }
    return true;
}

/* The last line has no line end; a CR there is one whose LF was cut off. */
static void
last_line(const struct lines *lines, size_t from, struct line *line)
{
    size_t have = lines->end - lines->start;

    *line = (struct line){.at = from, .len = have - from, .next = have, .end = END_OF_FILE};
    if (line->len > 0 && lines->buf[lines->end - 1] == '\r') {
        line->len--;
        line->end = END_CR;
    }
}

bool
lines_find(struct lines *lines, size_t from, struct line *line, enum line_kind *kind,
           struct td_error *err)
{
    size_t searched = from;

    for (;;) {
        const char *first = lines->buf + lines->start;
        size_t have = lines->end - lines->start;
        const char *stop = find_end(lines, first + searched, first + have);

        *kind = LINE_FOUND;
        if (stop != NULL && close_line(lines, from, (size_t)(stop - first), line)) {
            if (line->at + line->len > lines->max_record)
                *kind = LINE_LONG;
            return true;
        }
        searched = stop == NULL ? have : (size_t)(stop - first);
        if (searched > lines->max_record + 1) { /* + 1: a CR that may belong to the line end */
            *kind = LINE_LONG;
            return true;
        }
        if (lines->source_end) {
            *kind = have == from ? LINE_NONE : LINE_FOUND;
            last_line(lines, from, line);
            if (*kind == LINE_FOUND && line->at + line->len > lines->max_record)
                *kind = LINE_LONG;
            return true;
        }
        if (!refill(lines, err))
            return false;
    }
}

bool
lines_skip(struct lines *lines, struct td_error *err)
{
    for (;;) {
        const char *first = lines->buf + lines->start, *end = lines->buf + lines->end;
        const char *stop = find_end(lines, first, end);
        struct line line;

        if (stop != NULL && close_line(lines, 0, (size_t)(stop - first), &line)) {
            lines->start += line.next;
            return true;
        }
        lines->start = stop == NULL ? lines->end : (size_t)(stop - lines->buf);
        if (lines->source_end)
            return true;
        if (!refill(lines, err))
            return false;
    }
}
