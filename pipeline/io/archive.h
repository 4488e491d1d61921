/*
 * Zip archives by their members. Internal to io/; libzip is only here.
 *
 * The central directory is what counts. Sizes in it are not believed: what a member gives is counted
 * while it is read, and CRC-32 and size are checked by its end. What is deflated is inflated here, twice as fast as by libzip
 * with zlib, which has what else there is. Nothing is written to any disk, so that
 * a member's name is a text to show and to compare, and no path.
 */
#ifndef TIDU_IO_ARCHIVE_H
#define TIDU_IO_ARCHIVE_H

#include <sys/stat.h>
#include <zip.h>

#include "inflate.h"
#include "tidu/input.h"

enum { ARCHIVE_MEMBERS_MAX = 10000 };

struct archive { /* all-zero is closed */
    zip_t *zip;
    int fd; /* of its file, -1 when it lies in memory */
    bool open;
    const char *path; /* the caller's */
    char *bytes;      /* of an archive in memory */
    uint64_t size;    /* of the archive */
    struct stat opened;
};

bool archive_open(struct archive *a, const char *path, struct td_error *err) TD_MUST_USE;
/* An archive in memory, which it takes; `path` names it in messages. */
bool archive_open_bytes(struct archive *a, struct td_buf *bytes, const char *path,
                        struct td_error *err) TD_MUST_USE;
void archive_close(struct archive *a);
/* Is the file still what was opened? TD_E_CHANGED. */
bool archive_same(const struct archive *a, struct td_error *err) TD_MUST_USE;
/* A workbook or other office document, by what Office puts into each. */
bool archive_is_document(const struct archive *a);
/* By its whole name, -1 = not there. */
int64_t archive_find(const struct archive *a, const char *name);
/* A member's name as UTF-8 (many archivers write GBK and say nothing), '/' between folders. */
void archive_name(const struct archive *a, uint64_t index, struct td_buf *name);

struct member { /* all-zero is closed */
    struct archive *archive;
    zip_file_t *file;
    char *name;
    uint64_t size, packed, given;
    uint64_t max_bytes;
    struct inflate *inflate; /* NULL: libzip does it */
    struct td_buf in;        /* of the compressed bytes */
    size_t in_at;            /* so many are used */
    uint32_t crc, crc_told;
    bool ended;
};

/* TD_E_DAMAGED, TD_E_LAYOUT (encrypted, unknown method), TD_E_LIMIT. */
bool member_open(struct member *m, struct archive *a, uint64_t index, struct td_error *err)
    TD_MUST_USE;
/* Up to cap bytes; *got 0 at the end, and then its checksum has been checked. */
bool member_read(struct member *m, char *out, size_t cap, size_t *got, struct td_error *err)
    TD_MUST_USE;
/* All of it, at most `limit` bytes. */
bool member_read_all(struct archive *a, uint64_t index, uint64_t limit, struct td_buf *out,
                     struct td_error *err) TD_MUST_USE;
void member_close(struct member *m);

#endif
