/* What a load keeps of many rows: a table of what stands and was met, by key; and bytes for later. */
#ifndef TIDU_STAGES_LOAD_PARTS_H
#define TIDU_STAGES_LOAD_PARTS_H

#include "tidu/db.h"
#include "tidu/error.h"
#include "tidu/text.h"

/* ---- compare table (load_table.c) -------------------------------------------------------- */
enum {
    LOAD_MENDED = 1,    /* a row mended by hand: it wins over the file's own of its key */
    LOAD_STANDING = 2,  /* stood before this delivery */
    LOAD_WAS_GONE = 4,  /* … but had gone */
    LOAD_SEEN = 8,      /* met in this delivery */
    LOAD_CHANGED = 16,  /* … and is in the spool of changes */
    LOAD_CONFLICT = 32, /* several different rows: row is the index of its first candidate */
    LOAD_FOREIGN = 64,  /* written by another delivery of the profile: never marked gone by this one */
    LOAD_HELD = 128     /* a rejected row of this delivery has its key: not gone */
};

/* 24 bytes a row, and 11 to 23 of the index. */
struct load_slot {
    uint64_t key, row;
    uint32_t line; /* where it was met first */
    uint16_t part; /* … in which file of the delivery */
    uint8_t known; /* values that are not unknown; after LOAD_STANDING only: year - 1900 */
    uint8_t flags;
};

struct load_index {
    uint32_t tag, position; /* position + 1 in slots, 0 = free */
};

struct load_table {
    struct load_slot *slots; /* count of capacity */
    size_t count, capacity;
    struct load_index *index;
    size_t mask; /* of the index: its size - 1 */
    size_t next; /* the slot after the one found last */
};

void load_table_init(struct load_table *t, uint64_t expected);
void load_table_free(struct load_table *t);
struct load_slot *load_table_find(struct load_table *t, uint64_t key); /* NULL = not there */
/* A new slot, zeroed but for its key, which must not be there. Moves all others. */
struct load_slot *load_table_add(struct load_table *t, uint64_t key);
uint64_t load_table_bytes(const struct load_table *t);

/* ---- spool (load_spool.c) -------------------------------------------------------------------- */
/* Bytes kept for later: in memory up to 64 MiB, beyond that in an unlinked temporary file. */
struct load_spool {
    struct td_buf buf; /* the end that is not in the file yet */
    uint64_t written;  /* bytes in the file */
    int fd;            /* 0 = none */
};

uint64_t load_spool_size(const struct load_spool *s);
/* Call after each record that was added to s->buf. */
bool load_spool_flush(struct load_spool *s, struct td_error *err) TD_MUST_USE;
/* Bytes at..at+len into out (replaced). */
bool load_spool_read(struct load_spool *s, uint64_t at, size_t len, struct td_buf *out,
                     struct td_error *err) TD_MUST_USE;
/* The bytes [0, end) as COPY rows. */
bool load_spool_send(struct load_spool *s, uint64_t end, struct td_copy_in *copy,
                     struct td_error *err) TD_MUST_USE;
/* Reading from the start, with a block ahead; all-zero but for the spool. Free the block. */
struct load_reader {
    struct load_spool *spool;
    uint64_t at;
    struct td_buf block;
    size_t pos;
};
/* The next len bytes; the view is valid until the next call. */
bool load_spool_take(struct load_reader *r, size_t len, struct td_str *view, struct td_error *err)
    TD_MUST_USE;
void load_spool_free(struct load_spool *s);

#endif
