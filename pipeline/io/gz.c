#include "gz.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "magic.h"

/* Deflate ends at 1032, so that more would stop nothing; extracts are between 3 and 100. */
#define RATIO_DEFAULT 500
#define MAX_BYTES_DEFAULT (UINT64_C(64) << 30)
#define RATIO_GRACE (UINT64_C(64) << 20) /* a small file may be all zeros: the ratio says nothing */

static bool
fail_read(struct td_error *err, const char *path)
{
    int cause = errno;

    (void)td_fail(err, cause == ENOENT ? TD_E_NO_INPUT : TD_E_READ,
                  TD_T("读不了文件：%s", "cannot read the file: %s"), strerror(cause));
    return td_at(err, path, 0, 0);
}

bool
gz_fill(struct td_gz *gz, struct td_error *err)
{
    ssize_t n;

    if (gz->at < gz->len || gz->file_end)
        return true;
    do
        n = read(gz->fd, gz->in, sizeof gz->in);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return fail_read(err, gz->path);
    gz->at = 0;
    gz->len = (size_t)n;
    gz->file_end = n == 0;
    gz->compressed += (uint64_t)n;
    (void)XXH3_64bits_update(gz->hash, gz->in, (size_t)n);
    return true;
}

/* ---- opening ------------------------------------------------------------------------------ */

static bool
named_gz(const char *path)
{
    size_t n = strlen(path);

    return n >= 3 && path[n - 3] == '.' && (path[n - 2] | 0x20) == 'g' &&
           (path[n - 1] | 0x20) == 'z';
}

/* Browsers and mail programs unpack a gz on the way and leave its name: that is text like any other. A gz whose
 * first bytes are spoilt is not. */
static bool
is_plain(struct td_str head)
{
    for (size_t i = 0; i < head.len; i++)
        if ((unsigned char)head.at[i] < 0x20 && strchr("\t\n\r\f", head.at[i]) == NULL)
            return false;
    return memchr(head.at, 0, head.len) == NULL;
}

static struct td_gz *
new_gz(const char *path)
{
    size_t len = strlen(path) + 1;
    struct td_gz *gz = td_alloc(1, sizeof *gz);

    gz->fd = -1;
    gz->path = td_alloc(len, 1);
    memcpy(gz->path, path, len);
    gz->hash = XXH3_createState();
    if (gz->hash == NULL)
        td_out_of_memory(0);
    (void)XXH3_64bits_reset(gz->hash);
    return gz;
}

static bool
open_file(struct td_gz *gz, const char *path, struct td_error *err)
{
    gz->fd =
        open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); /* a pipe must not block us */
    if (gz->fd < 0 || fstat(gz->fd, &gz->opened) != 0)
        return fail_read(err, path);
    if (!S_ISREG(gz->opened.st_mode)) {
        (void)td_fail(err, TD_E_READ, "%s", TD_T("不是普通文件", "not a regular file"));
        return td_at(err, path, 0, 0);
    }
    return true;
}

static bool
fail_empty(const char *path, struct td_error *err)
{
    (void)td_fail(err, TD_E_EMPTY, "%s", TD_T("文件是空的", "the file is empty"));
    (void)td_at(err, path, 0, 0);
    return td_hint(err, "%s",
                   TD_T("按来源缺失处理，不会当作全部企业消失",
                        "taken as a missing source, not as if every firm were gone"));
}

static bool
know_format(struct td_gz *gz, struct td_error *err)
{
    struct td_str head;

    if (!gz_fill(gz, err))
        return false;
    if (gz->len == 0)
        return fail_empty(gz->path, err);
    if (gz->len >= 2 && gz->in[0] == 0x1F && gz->in[1] == 0x8B) {
        gz->inflate = inflate_new();
        gz->stage = IN_HEAD;
        return true;
    }
    head = (struct td_str){(const char *)gz->in, gz->len < GZ_HEAD_BYTES ? gz->len : GZ_HEAD_BYTES};
    if (!magic_is_no_ole(head, gz->fd, err) || !magic_is_text(head, err))
        return td_at(err, gz->path, 0, 0);
    if (named_gz(gz->path) && !is_plain(head)) {
        (void)td_fail(err, TD_E_LAYOUT, "%s",
                      TD_T("文件名以 .gz 结尾，内容既不是 gzip 也不是文本",
                           "the file is named .gz, but its content is neither gzip nor text"));
        (void)td_at(err, gz->path, 0, 0);
        return td_hint(err, "%s", TD_T("请重新传送", "have it delivered again"));
    }
    gz->stage = PLAIN;
    return true;
}

bool
td_gz_open(struct td_gz **out, const char *path, const struct td_gz_limits *limits,
           struct td_error *err)
{
    struct td_gz *gz = new_gz(path);

    if (limits != NULL)
        gz->limits = *limits;
    if (gz->limits.max_bytes == 0)
        gz->limits.max_bytes = MAX_BYTES_DEFAULT;
    if (gz->limits.max_ratio == 0)
        gz->limits.max_ratio = RATIO_DEFAULT;
    if (!open_file(gz, path, err) || !know_format(gz, err)) {
        td_gz_close(gz);
        *out = NULL;
        return false;
    }
    *out = gz;
    return true;
}

/* ---- reading ------------------------------------------------------------------------------ */

static bool
same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Neither the file we hold nor the one that has its name now may differ from the one opened. */
static bool
check_unchanged(struct td_gz *gz, struct td_error *err)
{
    struct stat held, named;

    if (fstat(gz->fd, &held) == 0 && stat(gz->path, &named) == 0 &&
        same_file(&held, &gz->opened) && same_file(&named, &gz->opened) &&
        gz->compressed == (uint64_t)gz->opened.st_size)
        return true;
    (void)td_fail(err, TD_E_CHANGED, "%s",
                  TD_T("文件在读取期间被改动或替换", "the file changed while it was read"));
    (void)td_at(err, gz->path, 0, 0);
    return td_hint(err, "%s",
                   TD_T("等传送完成后再运行；传送方应先写临时文件再改名",
                        "run again once the transfer is complete; senders should write a "
                        "temporary file and rename it"));
}

static bool
finish(struct td_gz *gz, struct td_error *err)
{
    if (gz->stage == ENDED)
        return true;
    if (!check_unchanged(gz, err))
        return false;
    if (gz->given == 0)
        return fail_empty(gz->path, err);
    gz->stage = ENDED;
    return true;
}

static bool
read_plain(struct td_gz *gz, char *out, size_t cap, size_t *got, struct td_error *err)
{
    while (*got < cap) {
        size_t n;

        if (!gz_fill(gz, err))
            return false;
        if (gz->file_end)
            return true;
        n = gz->len - gz->at < cap - *got ? gz->len - gz->at : cap - *got;
        memcpy(out + *got, gz->in + gz->at, n);
        gz->at += n;
        *got += n;
    }
    return true;
}

static bool
check_limits(struct td_gz *gz, struct td_error *err)
{
    uint64_t ratio_limit = gz->limits.max_ratio * (gz_place(gz) + 1);

    if (gz->given <= gz->limits.max_bytes &&
        (gz->given <= RATIO_GRACE || gz->given <= ratio_limit))
        return true;
    (void)td_fail(err, TD_E_LIMIT,
                  TD_T("解压超过上限：%" PRIu64 " 字节压缩数据已解出 %" PRIu64 " 字节（%" PRIu64
                       " 倍；上限 %" PRIu64 " 字节、%u 倍）",
                       "expansion beyond the limit: %" PRIu64 " compressed bytes gave %" PRIu64
                       " (%" PRIu64 " times; the limits are %" PRIu64 " bytes and %u times)"),
                  gz_place(gz), gz->given, gz->given / (gz_place(gz) + 1), gz->limits.max_bytes,
                  gz->limits.max_ratio);
    return td_at(err, gz->path, 0, 0);
}

/* A zip inside a gz is as unreadable as one outside, in whatever pieces it is read. */
static bool
check_inside(struct td_gz *gz, struct td_str piece, struct td_error *err)
{
    size_t n = GZ_HEAD_BYTES - gz->head_len < piece.len ? GZ_HEAD_BYTES - gz->head_len : piece.len;

    if (gz->inside_known || gz->stage == PLAIN)
        return true;
    memcpy(gz->head + gz->head_len, piece.at, n);
    gz->head_len += n;
    gz->inside_known = gz->head_len == GZ_HEAD_BYTES || piece.len == 0;
    return !gz->inside_known ||
           magic_is_text((struct td_str){gz->head, gz->head_len}, err) ||
           td_at(err, gz->path, 0, 0);
}

bool
td_gz_read(struct td_gz *gz, char *out, size_t cap, size_t *got, struct td_error *err)
{
    bool ok = true;

    *got = 0;
    if (gz->stage == PLAIN) {
        ok = read_plain(gz, out, cap, got, err);
        gz->given += *got;
    }
    ok = ok && gz_read_members(gz, out, cap, got, err);
    ok = ok && check_limits(gz, err);
    if (ok && (*got > 0 || cap > 0))
        ok = check_inside(gz, (struct td_str){out, *got}, err);
    return ok && (*got > 0 || cap == 0 || finish(gz, err));
}

bool
td_gz_is_compressed(const struct td_gz *gz)
{
    return gz->inflate != NULL;
}

uint64_t
td_gz_compressed(const struct td_gz *gz)
{
    return gz->compressed;
}

void
td_gz_allow_tail(struct td_gz *gz)
{
    gz->limits.allow_tail = true;
}

uint64_t
td_gz_tail(const struct td_gz *gz)
{
    return gz->tail;
}

uint64_t
td_gz_hash(const struct td_gz *gz)
{
    return XXH3_64bits_digest(gz->hash);
}

void
td_gz_close(struct td_gz *gz)
{
    if (gz == NULL)
        return;
    inflate_free(gz->inflate);
    if (gz->fd >= 0)
        (void)close(gz->fd);
    (void)XXH3_freeState(gz->hash);
    free(gz->path);
    free(gz);
}

bool
td_file_hash(const char *path, uint64_t *hash, uint64_t *bytes, struct td_error *err)
{
    struct td_gz *gz = new_gz(path);
    bool ok = open_file(gz, path, err);

    while (ok && !gz->file_end) {
        gz->at = gz->len;
        ok = gz_fill(gz, err);
    }
    ok = ok && check_unchanged(gz, err);
    *hash = ok ? XXH3_64bits_digest(gz->hash) : 0;
    *bytes = ok ? gz->compressed : 0;
    td_gz_close(gz);
    return ok;
}
