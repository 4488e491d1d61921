/*
 * The CSV reader's parts: csv_text.c takes physical lines into a record's text, csv_cells.c takes that apart, csv.c
 * makes records of it. Internal to io/.
 */
#ifndef TIDU_IO_CSV_H
#define TIDU_IO_CSV_H

#include "decode.h"
#include "lines.h"

enum { DETAIL_BYTES = 240 };

struct td_csv {
    struct td_csv_format format;
    struct lines lines;
    struct gb gb;
    struct td_csv_notes notes, notes_before; /* before: of the record handed out last */
    uint64_t line; /* number of the line at lines.start */
    size_t expected, surplus_most;
    bool skip;   /* the line at lines.start was too long: pass over it first */
    bool failed; /* the source has */
    bool peeking;
    bool (*known)(void *who, struct td_str raw);
    void *who;
    struct td_str *cells;
    size_t count, surplus, empty_beyond; /* cells; those beyond the expected ones */
    size_t torn_from;                    /* column, from 1, within which a quote opens; 0 = none */
    bool has_quote;
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
    uint64_t bad_line, variants_before, private_before;
    char detail[DETAIL_BYTES], bad_detail[DETAIL_BYTES];
};

static inline const char *
csv_raw(const struct td_csv *csv)
{
    return csv->lines.buf + csv->lines.start;
}

static inline const char *
csv_text(const struct td_csv *csv)
{
    return csv->is_decoded ? csv->decoded : csv_raw(csv) + csv->head;
}

/* Take a line into the text. */
void
csv_take_line(struct td_csv *csv, const struct line *line);
/*
 * Join the next physical line while a quote is open. The bytes may move: cells found so far
 * move with them. False with fault NONE: the source failed.
 */
bool
csv_join_line(struct td_csv *csv, struct td_error *err) TD_MUST_USE;
/* The text's cells into csv->cells. False: a fault, or the source failed. */
bool
csv_split(struct td_csv *csv, struct td_error *err) TD_MUST_USE;

#endif
