/*
 * The header of a file: found, read and bound. Apart from struct load, so that it can be tested without a database.
 */
#ifndef TIDU_STAGES_LOAD_HEADER_H
#define TIDU_STAGES_LOAD_HEADER_H

#include "tidu/input.h"
#include "tidu/profile.h"

struct load_head {
    const struct td_profile *profile;
    const struct td_delivery *delivery;
    const struct td_file_match *match;
    const struct td_csv_format *format; /* of the file: what else would fit is tried when the header does not */
    struct td_layout *layout;           /* bound by load_head_read */
    /* filled */
    bool found;         /* false: the file ended above it */
    struct td_record names; /* one cell a column, merged where the header has two lines; cells NULL = none */
    struct td_buf raw;  /* the header's own bytes, of both lines where there are two */
    uint64_t line;      /* at which it starts; 0 = none */
    uint64_t above;     /* records above it */
    struct td_arena arena;
};

/* Reads the csv up to its first record below the header, and tells it how many columns to expect. */
bool load_head_read(struct load_head *head, struct td_csv *csv, struct td_error *err) TD_MUST_USE;
void load_head_free(struct load_head *head);

#endif
