/*
 * The load stage's own header: plan, one delivery's transaction, ledger. Compare table and spool: load_parts.h.
 *
 * How a delivery is loaded. The rows that stand for its (dataset, source) are copied out into a
 * compare table (key hash -> row hash). The delivery then is read once: a row with a new key is kept to
 * be sorted, an equal row is counted, a changed one is spooled. When the file has ended well (CRC and
 * length checked), the new rows are sent in the order of the key, changed ones replace what stands, keys
 * that a snapshot no longer has are marked gone, rejects and the ledger row are written, all in one
 * transaction.
 *
 * Two different rows with one key. The winner must not depend on the order of rows: the one with more
 * known values, then the greater row hash. The loser is rejected with its original bytes; when it was
 * met first, its bytes are gone, and the file is read once more at the end (load_conflict.c).
 */
#ifndef TIDU_STAGES_LOAD_H
#define TIDU_STAGES_LOAD_H

#include <pthread.h>

#include "load_parts.h"
#include "tidu/contract.h"
#include "tidu/input.h"
#include "tidu/stage.h"

/* Raise it when the same bytes and profile come out as other rows: everything is then read again. */
enum { LOAD_ROWS_VERSION = 3 };

/* ---- plan (load_plan.c) ------------------------------------------------------------------ */
struct load_part {
    struct td_str name; /* without its folder; "archive.zip:member.csv" */
    const char *path;
    const struct td_member *member; /* of the archive that path is, NULL = the file itself */
    struct td_file_match match;
    uint64_t hash, bytes;
};

struct load_counts {
    uint64_t read, added, changed, same, gone, rejected, skipped, duplicates;
    uint64_t mended; /* of these: a rejected line that was mended by hand */
    uint64_t torn;   /* of the rejected: cells could not be told apart */
};

/* Rejects of one reason and column, for who only wants to know. */
enum { LOAD_PLACES = 5 };
struct load_reject_kind {
    enum td_fault fault;
    struct td_str column;
    uint64_t count;
    struct {
        struct td_str file;
        uint64_t line;
    } places[LOAD_PLACES]; /* the first ones met */
};

enum load_status { LOAD_TODO, LOAD_DONE, LOAD_SAME, LOAD_FAILED };

/* One delivery, or one date of an increment: one transaction and one row of meta.batch. */
struct load_job {
    const struct td_delivery *delivery;
    int source; /* meta.source */
    td_date date;
    struct load_part *parts;
    size_t part_count;
    uint64_t bytes; /* of all parts */
    char hash[17], content[17]; /* content: of the bytes alone */
    struct load_part *controls; /* companion files of control totals */
    size_t control_count;
    td_date delivered; /* the date of its files, or that on which their contents were met first */
    const struct td_delivered *last; /* the last good delivery of this id */
    struct td_contract_findings findings;
    int64_t batch;
    const int64_t *foreign; /* sorted batches of the profile's other deliveries of (dataset, source) */
    size_t foreign_count;
    enum load_status status;
    uint64_t standing; /* rows of its (dataset, source) before it, gone ones among them */
    uint64_t stands;   /* … and after it, without those that are gone */
    uint64_t tail;     /* bytes passed over behind the ends of its gz */
    bool waits; /* not tried, as an increment before it failed */
    bool mended; /* rows of an earlier batch, brought in by hand */
    struct load_reject_kind *kinds; /* of a dry run */
    size_t kind_count;
    struct td_buf unknown_headers, missing_headers;
    struct load_counts counts;
    struct td_buf notes; /* members of a JSON object */
    double seconds;
    struct td_error error;
};

/* The jobs of one dataset, in the order in which they must be loaded; one worker does them all. */
struct load_group {
    const struct td_dataset *dataset;
    size_t first, count; /* in plan.jobs */
    size_t todo;         /* of them that are to be read, of no bytes or many */
    uint64_t bytes;      /* of what is to be read */
};

struct load_plan {
    struct td_arena arena;
    struct load_job *jobs;
    size_t job_count, job_capacity;
    struct load_group *groups; /* largest first */
    size_t group_count;
    int *sources; /* by source_index */
    struct td_delivered *last; /* by delivery of the profile */
    struct td_contract_limits limits;
    struct td_str unclaimed[20]; /* the first files of the folder that no delivery takes, whatever the date */
    size_t unclaimed_told, unclaimed_count; /* those, and all of them */
};

/* Fills the plan: files, hashes, what is new, batch numbers. A delivery without files is a job that
 * has failed already. Fails only when the stage cannot go on. */
bool load_plan_make(struct load_plan *plan, struct td_run *run, struct td_error *err) TD_MUST_USE;
/* "没有交付采用的文件 2 个：a.csv; b.csv"; nothing where there is none. */
void load_plan_unclaimed(const struct load_plan *plan, struct td_buf *out);
void load_plan_free(struct load_plan *plan);

/* ---- files of the inputs folder (load_found.c) -------------------------------------------------- */
struct load_found {
    struct td_str name; /* in the folder */
    struct td_file_match match;
    const struct td_member *member;  /* NULL = the file itself */
    const struct td_error *error;    /* an archive that cannot be read, NULL = none */
    struct td_str passed_over;       /* members of an archive that hold no data, by their kind */
};
/*
 * The files, and members of archives, of a delivery that count on the as-of date, by date and then by
 * name; *found is freed by the caller, what it points to lives in the arena.
 */
size_t load_find(struct td_arena *arena, const char *folder, const struct td_str *names,
                 size_t name_count, const struct td_delivery *d, td_date as_of,
                 struct load_found **found);
/* Would the delivery take a file of that name on some date, or does its contract? */
bool load_claims(const struct td_delivery *d, struct td_str name);
/* What the name of one part says; those of an archive are named behind a colon. */
void load_match_name(const struct td_delivery *d, struct td_str file, struct td_file_match *match);

/* ---- one delivery (load_delivery.c, load_row.c, load_conflict.c, load_finish.c) ---------------- */
/* Shared by the workers. The log and the counters are used under the lock. */
struct load_shared {
    struct td_run *run;
    struct load_plan *plan;
    pthread_mutex_t lock;
    size_t next_group;
    bool dry; /* nothing is written; connections may be missing altogether */
    struct load_dry *dry_places; /* what earlier jobs of a dry run would have written */
    uint64_t bytes_done, bytes_total;
    bool stop;             /* a worker met what the stage cannot survive */
    struct td_error error; /* … and this was it */
};

struct load_candidate {
    uint64_t key, row;
    uint64_t at;                    /* of raw, main and personal in the spool of candidates */
    uint64_t offset;                /* byte offset in the file */
    uint64_t old_row;               /* of the first candidate: what stood before */
    uint32_t raw_len, main_len, personal_len;
    uint32_t next;                  /* index + 1 of the next candidate of this key, 0 = none */
    uint32_t winner_at;             /* index */
    uint32_t line;
    uint16_t part;
    uint8_t known, flags;           /* flags: the slot's, in the first candidate */
    bool first, winner, replace; /* replace: write it over what is in the tables */
};

struct load_wanted {
    uint32_t line;
    uint16_t part;
    size_t candidate;
};

struct load_conflicts {
    struct load_candidate *items;
    size_t count, capacity;
    struct load_spool bytes;
};

/* Before a row in the spool of changes; main and personal follow. */
struct load_change {
    uint32_t main_len, personal_len;
    uint64_t key, old_row;
};

/* ---- lines that were loaded the last time (load_lines.c) -------------------------------------- */
/* As they are kept: three hashes and two bytes. */
enum { LOAD_LINE_BYTES = 3 * 8 + 2 };

struct load_line {
    uint64_t raw, key, row; /* hashes of the line as it lies there, of the key and of the typed row */
    uint8_t known;          /* values that are not unknown */
    uint8_t year;           /* - 1900, where a delivery replaces years */
};

struct load_before { /* one part of the last delivery, in its order */
    uint64_t layout;
    struct load_line *lines;
    size_t count, capacity, next; /* next: the one expected */
};

/* What stands in figures that change with any row of it: rows, their hashes put together, which hash has which key. */
struct load_sums {
    uint64_t rows, hashes, both;
};

struct load_summed { /* a table, by department, as it was before any of its deliveries */
    struct load_sums_of {
        int source;
        uint64_t gone; /* rows that are */
        struct load_sums sums; /* of those that stand */
    } *at;
    size_t count;
    bool done;
};

struct load_lines {
    struct load_before *before; /* by part, NULL = none */
    struct load_before *at;     /* of the part being read, NULL = none, or of another layout */
    uint64_t layout;            /* of the part being read */
    struct load_slot *slot;     /* what load_lines_ask found, */
    struct load_line line;      /* … and by which line */
    struct td_buf piece;
    int32_t pieces; /* of the part being read */
    struct load_spool spool;
};

/* ---- new rows, sorted (load_sort.c) --------------------------------------------------------------- */
struct load_sort_item { /* small, as it is moved about; its lengths stand before its bytes */
    uint64_t first, second; /* prefix of the key, most significant first */
    union {
        size_t offset;  /* in bytes */
        const char *at; /* … once no more are added */
    };
};

struct load_sort {
    struct td_buf bytes; /* lengths, key, main and personal of each item */
    struct load_sort_item *items;
    size_t count, capacity;
    struct load_spool spool; /* runs, each in order */
    uint64_t *ends;
    size_t run_count;
};

/* So many rejects of a delivery that was refused for them are kept with its failed batch. */
enum { LOAD_REJECTS_SHOWN = 1000 };

/* What of a delivery's files is no record, for the ledger. */
struct load_passed {
    uint64_t header_line, above_this; /* of the last part: where the header starts, and records above it */
    uint64_t above;                   /* of all parts */
    uint64_t totals, headers_again, empty;
    struct td_buf lines; /* the first of them: "17; 90" */
    unsigned line_count;
};

struct load_row { /* one typed row, as it goes to the server */
    uint64_t key, hash;
    uint8_t known;
    struct td_buf main, personal; /* COPY rows; personal empty when nothing is known */
};

/* A line that was rejected once and mended by hand: used as long as the department writes the same bytes. */
struct load_mended_line {
    uint64_t raw; /* hash of its bytes */
    struct td_str *names, *cells;
    size_t count;
    bool good;
};

struct load_mended {
    struct td_arena arena;
    struct load_mended_line *lines; /* by raw */
    size_t count;
    struct td_str *cells; /* of the one being used, in the file's order */
};

/* What a delivery turns out to be, beside its contract. */
struct load_contract {
    struct td_arena arena;
    struct td_header_names *headers; /* the different ones, in the order of the parts */
    size_t header_count, *header_of; /* by part */
    struct td_control_total *totals; /* by expects.control.sums */
    struct td_control_expected expected;
    uint64_t unread; /* records of which an amount could not be read */
    bool counts;     /* sums are counted: every line is decoded */
    struct td_typed scratch;
    struct td_county_rows *counties;
    size_t county_count;
};

struct load {
    struct load_shared *shared;
    struct td_db *db;
    struct load_job *job;
    const struct td_delivery *delivery;
    const struct td_dataset *dataset;
    char table[64], personal_table[64];
    int year_field, personal_count, main_columns;
    bool is_holder;  /* fields[0] names a firm */
    bool first_load; /* the table was empty: no key, FREEZE */
    bool touch_rows; /* list the holders concerned; false when all are listed already */
    bool registry;   /* what stood before is kept for the stage identity (link.before) */
    struct td_copy_in copy; /* into the target */
    struct load_summed *summed; /* NULL: none */
    struct load_table now;
    struct load_row row;
    struct td_typed typed;
    struct load_spool changed, personal, rejects, touched;
    struct load_conflicts conflicts;
    struct load_lines lines;
    struct load_sort sort; /* of a first load */
    bool plain; /* the record has been read without replacing any byte */
    const struct load_wanted *wanted; /* lines looked for when a file is read again */
    size_t wanted_count, wanted_done;
    uint64_t rejects_shown; /* end of the first LOAD_REJECTS_SHOWN in their spool */
    struct load_passed passed;
    uint64_t boms, crlf, lone_cr, variants, private_use, no_value, merged, kept; /* kept: rows that stand on, as their own of tonight was rejected */
    struct td_buf dialects; /* a JSON object a file */
    size_t dialect_count;
    uint8_t years[256]; /* year - 1900 -> delivered */
    size_t part;        /* being read */
    struct td_layout layout;
    struct td_buf unknown_headers, missing_headers, message;
    struct load_contract contract;
    struct load_mended mended;
    bool mending; /* the record being loaded was mended */
    bool trying;  /* a sheet is looked at that may not be the delivery's: nothing of it is noted */
};

/* Load one job on the worker's connection. False: rolled back; job->error says why, the reason's first
 * rejects are in the reject table with the failed batch. `fatal` is set when the stage must end. */
struct load_worker {
    struct td_db *db;
    struct load_summed summed; /* of the group's table */
};
bool load_job_run(struct load_shared *shared, struct load_worker *worker, struct load_job *job, bool *fatal);

/* load_file.c: the records of one file. `bind` gives the header's layout to load->layout. */
typedef bool load_record_fn(struct load *load, const struct td_record *record, struct td_error *err);
bool load_file_read(struct load *load, size_t part, load_record_fn *each, bool again,
                    struct td_error *err) TD_MUST_USE;
/* Up to the header's row, which is bound; *got false when the file ends before it. */
bool load_file_header(struct load *load, struct td_csv *csv, const struct td_csv_format *format, bool *got, struct td_error *err)
    TD_MUST_USE;
/* load_sheet.c: which sheet of a workbook is the delivery's; the profile's, or the one whose header fits. */
bool load_sheet_find(struct load *load, struct td_input *in, size_t *sheet, struct td_error *err)
    TD_MUST_USE;
struct td_csv_format load_sheet_format(struct td_input *in);
/* load_dialect.c: how a file was written, for the ledger. */
struct load_dialect {
    enum td_container container;
    struct td_str sheet; /* empty = no workbook */
};
void load_dialect_add(struct load *load, const struct load_dialect *file, struct td_csv_notes n);

/* load_sort.c */
bool load_sort_add(struct load *load, struct td_error *err) TD_MUST_USE; /* load->row of load->typed */
bool load_sort_send(struct load *load, struct td_error *err) TD_MUST_USE;
void load_sort_free(struct load_sort *s);

/* What of the standing rows is to be read from the table: all but those that lines have told already. */
enum load_to_read { LOAD_READ_ALL, LOAD_READ_GONE, LOAD_READ_NONE };

/* load_lines.c; see there */
bool load_lines_read(struct load *load, struct td_error *err) TD_MUST_USE;
/* Where they are what stands, as the table's sums tell: puts them into load->now; *rest is still to be read. */
bool load_lines_stand(struct load *load, enum load_to_read *rest, struct td_error *err) TD_MUST_USE;
/* The header (NULL: none) and the layout of a part are known. */
void load_lines_begin(struct load *load, const struct td_record *header);
bool load_lines_ask(void *load, struct td_str raw); /* for td_csv_known */
bool load_lines_keep(struct load *load, const struct load_line *line, struct td_error *err) TD_MUST_USE;
/* load->row has been made of this record. */
bool load_lines_keep_row(struct load *load, const struct td_record *record, struct td_error *err) TD_MUST_USE;
bool load_lines_end(struct load *load, struct td_error *err) TD_MUST_USE; /* of a part */
bool load_lines_write(struct load *load, struct td_error *err) TD_MUST_USE;
void load_lines_free(struct load *load);

/* load_row.c */
bool load_is_text(enum td_type type); /* does td_value.text hold it? */
void load_change_head(struct td_str bytes, struct load_change *head);
/* The holder id within a row for source.<dataset>. */
struct td_str load_row_uscc(const struct load *load, struct td_str main);
void load_row_build(struct load *load, uint64_t line);      /* load->typed -> load->row */
uint64_t load_row_key(struct load *load);                    /* of load->typed */
/* A year as it stands in a slot: 1..255, 0 = unknown. */
uint8_t load_year_byte(int64_t year);
bool load_record(struct load *load, const struct td_record *record, struct td_error *err)
    TD_MUST_USE;

/* load_reject.c */
struct load_reject {
    struct td_str file, raw, column, tail, uscc; /* tail: more to the message */
    uint64_t line, offset;
    enum td_fault fault;
};
/* What a code that was refused probably should have been: the tail of its message, or empty. */
enum { LOAD_CODE_TAIL = 160 };
struct td_str load_reject_code(enum td_fault fault, struct td_str cell, char out[LOAD_CODE_TAIL]);
/* Fails once the rows' limit is passed. */
bool load_reject_add(struct load *load, const struct load_reject *r, struct td_error *err)
    TD_MUST_USE;
/* TD_E_REJECTS when there are more than the delivery may have, by rows or by share. */
bool load_reject_limit(struct load *load, struct td_error *err) TD_MUST_USE;

/* load_conflict.c */
/* A further row of a key that was met: equal to one that is known, or a candidate. */
bool load_conflict_add(struct load *load, struct load_slot *slot, const struct td_record *record,
                       struct td_error *err) TD_MUST_USE;
/* After the last file: choose the winners, reject the losers. */
bool load_conflict_settle(struct load *load, struct td_error *err) TD_MUST_USE;

/* load_contract.c: what the delivery was to be, and what it is. */
void load_contract_begin(struct load *load);
/* The header of the part being read, before it is bound; NULL: none. */
void load_contract_header(struct load *load, const struct td_record *header);
/* One record, of whatever kind; true: it is the totals row, which is no record. */
bool load_contract_record(struct load *load, const struct td_record *record);
/* After the last record: columns, rows, control totals. Fails TD_E_CONTRACT. */
bool load_contract_check(struct load *load, struct td_error *err) TD_MUST_USE;
/* When all has been written, in the transaction: rows by county. */
bool load_contract_check_counties(struct load *load, struct td_error *err) TD_MUST_USE;
/* Members of the batch's notes. */
void load_contract_notes(struct load *load, struct td_buf *notes);
void load_contract_free(struct load *load);
/* What stands of the last good deliveries, and the limits; fills plan->last. */
bool load_contract_plan(struct load_plan *plan, struct td_run *run, struct td_error *err) TD_MUST_USE;
/* A job that failed has a finding that says why. */
void load_contract_failed(struct load_job *job);
const char *load_policy_name(enum td_on_failure policy);

/* load_control.c: the companion files' figures, added up. */
bool load_control_read(struct load *load, struct td_control_expected *out, struct td_error *err) TD_MUST_USE;

/* load_mended.c: lines that were mended by hand. All of the delivery (else only the good ones). */
bool load_mended_read(struct load_mended *m, struct td_db *db, const struct td_delivery *d, bool all,
                      struct td_error *err) TD_MUST_USE;
const struct load_mended_line *load_mended_find(const struct load_mended *m, uint64_t raw);
/* Is this a line that was mended? Then *out is what it should have been. */
bool load_mended_take(struct load *load, const struct td_record *record, struct td_record *out);
void load_mended_free(struct load_mended *m);

/* load_mend.c: tidu load --rejects FILE. */
bool load_mend(struct td_run *run, struct td_stage_counts *counts, struct td_error *err) TD_MUST_USE;

/* load_dry.c: a load that writes nothing. */
bool load_dry_job(struct load_shared *shared, struct td_db *db, struct load_job *job);
void load_dry_reject(struct load *load, const struct load_reject *r);
void load_dry_county(struct load *load);

/* load_keep.c: what a delivery that failed tonight had is not gone because its neighbour has dropped it. */
bool load_keep_standing(struct load_shared *shared, struct td_db *db, const struct load_group *group,
                        struct td_error *err) TD_MUST_USE;

/* load.c: the workers over a plan; used by the dry run too. */
bool load_run_workers(struct load_shared *shared, struct td_error *err) TD_MUST_USE;

/* load_delivery.c, of use to load_mend.c */
void load_describe(struct load *load);
bool load_begin(struct load *load, struct td_error *err) TD_MUST_USE;
bool load_read_standing(struct load *load, enum load_to_read rest, struct td_error *err) TD_MUST_USE;
void load_write_notes(struct load *load);
void load_close(struct load *load);
/* load_row.c: load->typed of a good record into the comparison; the key's first row of this delivery. */
bool load_take_typed(struct load *load, const struct td_record *record, struct td_error *err) TD_MUST_USE;

/* load_finish.c: everything after the last record. */
bool load_finish(struct load *load, struct td_error *err) TD_MUST_USE;
bool load_check_empty(const struct load *load, struct td_error *err) TD_MUST_USE;
bool load_is_gone(const struct load *load, const struct load_slot *s);

/* load_ledger.c */
/* meta.source, source_rank and county as the profile has them; fills plan->sources. */
bool load_ledger_sources(struct td_run *run, struct load_plan *plan, struct td_error *err)
    TD_MUST_USE;
/* The row of meta.batch of a job that has been settled, and those of meta.contract. */
bool load_ledger_batch(struct td_run *run, struct td_db *db, struct load_job *job,
                       struct td_error *err) TD_MUST_USE;

/* An error of the delivery itself, which the night may survive? */
bool load_error_survivable(const struct td_error *err);
/* What to do about it, where the place that found it did not say. */
void load_error_hint(struct td_error *err);

#endif
