/*
 * Deliveries as bytes: plain or gzip files read as a stream, cut into physical lines, decoded to
 * UTF-8, joined to records and split into cells. Everything here has flat memory: buffers grow to
 * the longest record allowed and no further. One reader belongs to one thread.
 *
 * Why lines come before decoding: in UTF-8 and in GB18030 the bytes LF, CR and '"' never are part
 * of another character, while '|' and others are. So physical lines are found in the raw bytes (half
 * a character before a newline spoils its own line only), decoded line by line, and joined while a
 * quote is open.
 */
#ifndef TIDU_INPUT_H
#define TIDU_INPUT_H

#include "tidu/error.h"
#include "tidu/record.h"

/* ---- gz and plain files ------------------------------------------------------------------ */
struct td_gz; /* a stream of decompressed bytes; magic bytes tell gz from plain */

struct td_gz_limits {
    uint64_t max_bytes; /* of decompressed data, 0 = 64 GiB */
    uint32_t max_ratio; /* decompressed : compressed beyond the first 64 MiB, 0 = 500 */
    bool allow_tail;    /* what follows the last member and is none itself is passed over and counted */
};

/*
 * Open path. Fails: TD_E_NO_INPUT, TD_E_READ, TD_E_EMPTY (zero bytes), TD_E_LAYOUT (a zip, xlsx or
 * other known format by its magic bytes, or a name ending in .gz over what is neither gz nor text, with a hint).
 * What lies inside a gz shows once 4 KiB or all of it were read: td_gz_read fails with TD_E_LAYOUT for another format
 * there and with TD_E_EMPTY for a gz of nothing.
 */
bool td_gz_open(struct td_gz **gz, const char *path, const struct td_gz_limits *limits,
                struct td_error *err) TD_MUST_USE;
/*
 * Up to cap bytes; *got 0 at the end. At the end of a gz every member's CRC-32 and ISIZE have been
 * checked and nothing follows the last member; else TD_E_DAMAGED naming the compressed offset and
 * the bytes and lines decoded so far. Bytes handed out before a failure must not be kept by the caller.
 * At the end size and mtime must be those of the opening (TD_E_CHANGED).
 */
bool td_gz_read(struct td_gz *gz, char *out, size_t cap, size_t *got, struct td_error *err)
    TD_MUST_USE;
bool td_gz_is_compressed(const struct td_gz *gz);
uint64_t td_gz_compressed(const struct td_gz *gz); /* bytes read from the file */
void td_gz_allow_tail(struct td_gz *gz);           /* limits.allow_tail, before reading */
uint64_t td_gz_tail(const struct td_gz *gz);       /* bytes passed over behind the last member */
uint64_t td_gz_hash(const struct td_gz *gz);       /* XXH3 of the compressed bytes read so far */
void td_gz_close(struct td_gz *gz);                /* NULL is legal */
/* XXH3-64 and size of a whole file as it lies there (to know a delivery again without reading it
 * through). */
bool td_file_hash(const char *path, uint64_t *hash, uint64_t *bytes, struct td_error *err)
    TD_MUST_USE;

/* ---- what lies in a file: text, gz, zip, workbook -------------------------------------------- */
/* A member of a zip archive. Its name is a text to show and to compare; nothing is written under it. */
struct td_member {
    struct td_str name;
    uint64_t index, bytes;
};
/*
 * The members of a zip archive that hold data, in the order of their names: no folders, and nothing of
 * __MACOSX and the like. *count 0: the file is no such archive (text, gz, a workbook). Fails TD_E_LIMIT
 * (too many members, or too large ones) and as reading does.
 */
bool td_archive_list(const char *path, struct td_arena *arena, struct td_member **members,
                     size_t *count, struct td_error *err) TD_MUST_USE;

enum td_container { TD_IN_TEXT, TD_IN_GZ, TD_IN_ZIP, TD_IN_BOOK, TD_IN_ZIPPED_BOOK };

struct td_input;
/*
 * Open a file, or one member of the archive that it is (member NULL: the file itself; a zip archive then
 * is TD_E_LAYOUT). The first bytes tell what it is, whatever its name. Text in UTF-16 is given as UTF-8
 * when `encoding` says so. Of a workbook a sheet has to be chosen before anything is read.
 */
bool td_input_open(struct td_input **in, const char *path, const struct td_member *member,
                   enum td_encoding encoding, struct td_error *err) TD_MUST_USE;
enum td_container td_input_container(const struct td_input *in);
/* A workbook's sheets, 0-based; hidden ones are there too. 0 for what is no workbook. */
size_t td_input_sheet_count(const struct td_input *in);
struct td_str td_input_sheet_name(const struct td_input *in, size_t sheet);
bool td_input_sheet_hidden(const struct td_input *in, size_t sheet);
/* Read this sheet, from its first row: CSV in UTF-8 with commas and '"', a record a row (`rows`). */
bool td_input_sheet_choose(struct td_input *in, size_t sheet, struct td_error *err) TD_MUST_USE;
uint64_t td_input_formulas_without_value(const struct td_input *in); /* of the sheet, so far */
/* Cells that had no text of their own, and were given that of the cell above which they are merged with; so far. */
uint64_t td_input_merged_cells(const struct td_input *in);
/* Of a gz: pass over what follows its last member and is none; before reading. How many bytes it was, at the end. */
void td_input_allow_tail(struct td_input *in);
uint64_t td_input_tail(const struct td_input *in);
/* As td_gz_read: *got 0 at the end, and then all checks have been made. */
bool td_input_read(struct td_input *in, char *out, size_t cap, size_t *got, struct td_error *err)
    TD_MUST_USE;
uint64_t td_input_place(const struct td_input *in); /* compressed bytes read, for progress */
/* Is what was read the file of this td_file_hash? TD_E_CHANGED when not. At the end of a reading. */
bool td_input_check_hash(struct td_input *in, uint64_t hash, struct td_error *err) TD_MUST_USE;
void td_input_close(struct td_input *in); /* NULL is legal */

/* ---- records ------------------------------------------------------------------------------ */
struct td_csv_format {
    enum td_encoding encoding;
    char delimiter;         /* default ',' */
    char quote;             /* default '"'; 0 = no quoting */
    bool backslash;         /* within quotes \" is a quote and \\ a backslash, beside doubled quotes */
    size_t max_record;      /* bytes of one record, 0 = 1 MiB */
    size_t max_columns;     /* 0 = 1024 */
    bool rows;              /* of a sheet: a record is a row and counts as one line; short ones are filled up */
    bool lone_cr;           /* a CR without LF ends a line too (default: yes when the first block has more of them than LF) */
    /* Gives the bytes: td_gz_read with its gz, or a test's buffer. */
    bool (*read)(void *source, char *out, size_t cap, size_t *got, struct td_error *err);
    void *source;
};

struct td_csv;
bool td_csv_open(struct td_csv **csv, const struct td_csv_format *format, struct td_error *err)
    TD_MUST_USE;
/*
 * The next record, or *record with cells NULL, fault NONE and raw.at NULL at the end. Empty lines are
 * passed over. Once td_csv_expect() was called, a record of another number of columns is a fault
 * (trailing empty cells beyond the expected ones are forgiven). A faulty record that spans several
 * physical lines costs only its first line: the rest is read again as lines of their own, so that one
 * unclosed quote cannot swallow its neighbours; its fault is UNCLOSED_QUOTE, whatever the joined lines ended
 * in. But where all its quotes are closed and none of its further lines has the expected columns, it is one
 * record, with COLUMN_COUNT or the fault of a wrong byte. Fails only when the source fails.
 */
bool td_csv_next(struct td_csv *csv, struct td_record *record, struct td_error *err) TD_MUST_USE;
void td_csv_expect(struct td_csv *csv, size_t columns);
/* A record may have at most so many empty cells beyond the expected ones (without this: any number). */
void td_csv_surplus(struct td_csv *csv, size_t most);
/* Give the last record back: the next call reads it again, with what is expected by then. Once a record. */
void td_csv_back(struct td_csv *csv);
/* Read the record below the last one, and give both back: the next call reads the last one again. Nothing (raw.at is
 * NULL) where a blank line or the end comes next. Once a record, in place of td_csv_back,
 * and not behind one that was too long. */
bool td_csv_peek(struct td_csv *csv, struct td_record *record, struct td_error *err) TD_MUST_USE;
/* From now on `known` is asked about each line at which a record starts, before it is decoded: the original
 * bytes without the line end. True: they are a whole record that the caller knows, handed out as it is. */
void td_csv_known(struct td_csv *csv, bool (*known)(void *who, struct td_str raw), void *who);
/* Counters of what was tolerated. */
struct td_csv_notes {
    uint64_t records, blank_lines, boms, lf, crlf, lone_cr, quoted, gb18030_variants, private_use;
};
struct td_csv_notes td_csv_notes(const struct td_csv *csv);
void td_csv_close(struct td_csv *csv);

/*
 * Does a sample (the first bytes of a file) fit the declared encoding? Declared GB18030 but valid
 * UTF-8 with multi-byte characters, or declared UTF-8 and clearly GB18030: TD_E_ENCODING whose
 * detail shows the first lines both ways.
 */
bool td_encoding_check(struct td_str sample, enum td_encoding declared, struct td_error *err)
    TD_MUST_USE;
/* Bytes as UTF-8 for a person to look at: each byte that starts no character is U+FFFD. Appends. */
void td_text_loosely(struct td_str bytes, enum td_encoding encoding, struct td_buf *out);

#endif
