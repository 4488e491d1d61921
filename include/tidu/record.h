/*
 * One record of a delivery, as whoever reads files hands it to whoever gives it types: io and the model
 * agree on this and know nothing else of each other.
 */
#ifndef TIDU_RECORD_H
#define TIDU_RECORD_H

#include "tidu/fault.h"

enum td_encoding { TD_UTF8, TD_GB18030, TD_UTF16 };

/* One record. Views of the reader's memory: valid until it reads the next one or is closed. */
struct td_record {
    struct td_str raw;    /* the original bytes, line end excluded; of a TOO_LONG one the first 4096 */
    uint64_t line;        /* 1-based physical line at which it starts */
    uint64_t offset;      /* byte offset of its first byte in the decompressed file */
    const struct td_str *cells; /* UTF-8, unquoted; NULL with a fault other than COLUMN_COUNT (there
                                   they tell a totals line from a bad record) */
    size_t count;
    enum td_fault fault;  /* BAD_ENCODING, NUL_BYTE, TOO_LONG, UNCLOSED_QUOTE, STRAY_QUOTE, COLUMN_COUNT */
    bool altered;         /* a character was brought to the form of GB18030-2022 */
    bool known;           /* td_csv_known was told so: raw, line and offset, and no cells */
    struct td_str detail; /* for a fault: what exactly, e.g. "byte 0x81 at 17" (no data of persons) */
};

#endif
