/*
 * Plain and gzip files as a stream of bytes. Internal to io/: gz.c has the file, gz_member.c what a gz is made of.
 *
 * zlib's gzread hands over what it can of a cut file and tells only at gzclose; a cut at a
 * row's end then looks like a good file. So members are inflated one by one here: CRC-32 and ISIZE of each trailer are
 * checked, and the end of the file anywhere but behind a trailer is damage. Behind the last member only zero bytes may
 * follow (tape padding).
 */
#ifndef TIDU_IO_GZ_H
#define TIDU_IO_GZ_H

#include <sys/stat.h>
#include <xxhash.h>

#include "inflate.h"
#include "tidu/input.h"

enum {
    GZ_BLOCK_BYTES = 256 * 1024, /* 64 KiB cost 3 % more system time, 1 MiB gained nothing */
    GZ_HEAD_BYTES = 4096         /* looked at for the magic of other formats */
};

enum gz_stage {
    PLAIN,
    IN_HEAD, /* of a member */
    IN_MEMBER,
    BETWEEN, /* behind a trailer: another member, padding or the end */
    ENDED
};

struct td_gz {
    int fd;
    enum gz_stage stage;
    char *path;
    struct stat opened;
    struct td_gz_limits limits;
    XXH3_state_t *hash;
    struct inflate *inflate; /* NULL: a plain file */
    bool file_end;
    uint32_t crc; /* of what the member gave */
    uint64_t member_given;
    uint64_t members, compressed, given, lines, tail; /* lines: of what a gz gave; tail: bytes passed over */
    size_t at, len; /* what of in[] is not used yet */
    bool inside_known;
    size_t head_len;
    char head[GZ_HEAD_BYTES]; /* of what a gz holds, until it is known what that is */
    unsigned char in[GZ_BLOCK_BYTES];
};

/* in[] has bytes that are not used yet, or file_end is true. */
bool gz_fill(struct td_gz *gz, struct td_error *err) TD_MUST_USE;
/* Offset in the file of the next byte that is not used yet. */
uint64_t gz_place(const struct td_gz *gz);
/* Add what the members give to out, until it is full or the last one has ended (then file_end is true, too). */
bool gz_read_members(struct td_gz *gz, char *out, size_t cap, size_t *got, struct td_error *err) TD_MUST_USE;

#endif
