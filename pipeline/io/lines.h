/*
 * Physical lines of a stream, found in the raw bytes. Internal to io/.
 *
 * The buffer holds one record from its first byte on (buf + start), so that a record is one
 * piece of memory however many lines it has. Offsets are relative to that first byte: a refill
 * moves the bytes.
 */
#ifndef TIDU_IO_LINES_H
#define TIDU_IO_LINES_H

#include "tidu/input.h"

enum line_end { END_OF_FILE, END_LF, END_CRLF, END_CR };

struct line {
    size_t at, len,
        next; /* its first byte, its length without the line end, the next line's first */
    enum line_end end;
};

enum line_kind {
    LINE_FOUND,
    LINE_NONE, /* the source is at its end */
    LINE_LONG  /* the record would be longer than the limit */
};

struct lines {
    bool (*read)(void *source, char *out, size_t cap, size_t *got, struct td_error *err);
    void *source;
    char *buf;
    size_t cap, start, end;
    size_t held; /* bytes before start that a refill keeps */
    size_t max_record;
    uint64_t base; /* offset of buf[0] in the stream */
    bool lone_cr, source_end, begun;
};

void
lines_init(struct lines *lines, const struct td_csv_format *format, size_t max_record);
void
lines_free(struct lines *lines);
/* Look at the first block: is CR the line end of this file? */
bool
lines_begin(struct lines *lines, struct td_error *err) TD_MUST_USE;
/* The line that starts at `from`. */
bool
lines_find(struct lines *lines, size_t from, struct line *line, enum line_kind *kind,
           struct td_error *err) TD_MUST_USE;
/* Go on behind the end of the line that starts at `start`, however long it is. */
bool
lines_skip(struct lines *lines, struct td_error *err) TD_MUST_USE;

#endif
