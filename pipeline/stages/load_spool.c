#include "load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A night that changes little never touches the disk; a first night of a province stays flat. */
enum { MEMORY_BYTES = 64 << 20, BLOCK_BYTES = 1 << 20 };

uint64_t
load_spool_size(const struct load_spool *s)
{
    return s->written + s->buf.len;
}

static bool
open_file(struct load_spool *s, struct td_error *err)
{
    const char *folder = getenv("TMPDIR");
    struct td_buf path = {0};
    td_buf_printf(&path, "%s/tidu-spool-XXXXXX", folder && *folder ? folder : "/tmp");
    s->fd = mkstemp(path.at);
    bool ok = s->fd > 0;
    if (ok)
        (void)unlink(path.at);
    else {
        td_fail(err, TD_E_WRITE, TD_T("无法建立临时文件：%s", "cannot make a temporary file: %s"),
                strerror(errno));
        td_at(err, path.at, 0, 0);
        td_hint(err, "%s", TD_T("检查 TMPDIR 所指文件夹", "check the folder that TMPDIR names"));
    }
    td_buf_free(&path);
    return ok;
}

bool
load_spool_flush(struct load_spool *s, struct td_error *err)
{
    if (s->buf.len < MEMORY_BYTES && (s->fd == 0 || s->buf.len < BLOCK_BYTES))
        return true;
    if (s->fd == 0 && !open_file(s, err))
        return false;
    for (size_t done = 0; done < s->buf.len;) {
        ssize_t n = pwrite(s->fd, s->buf.at + done, s->buf.len - done, (off_t)s->written);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return td_fail(err, TD_E_WRITE,
                           TD_T("写临时文件失败：%s", "writing a temporary file failed: %s"),
                           strerror(errno));
        done += (size_t)n;
        s->written += (uint64_t)n;
    }
    /* From now on a block is enough: give the large buffer back. */
    if (s->buf.cap > 4 * (size_t)BLOCK_BYTES)
        td_buf_free(&s->buf);
    td_buf_reset(&s->buf);
    return true;
}

bool
load_spool_read(struct load_spool *s, uint64_t at, size_t len, struct td_buf *out,
                struct td_error *err)
{
    td_buf_reset(out);
    td_buf_reserve(out, len + 1);
    while (len > 0 && at < s->written) {
        size_t want = len < s->written - at ? len : (size_t)(s->written - at);
        ssize_t n = pread(s->fd, out->at + out->len, want, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return td_fail(err, TD_E_READ,
                           TD_T("读临时文件失败", "reading a temporary file failed"));
        out->len += (size_t)n;
        at += (uint64_t)n;
        len -= (size_t)n;
    }
    if (len > 0)
        td_buf_add(out, s->buf.at + (at - s->written), len);
    return true;
}

bool
load_spool_send(struct load_spool *s, uint64_t end, struct td_copy_in *copy, struct td_error *err)
{
    struct td_buf block = {0};
    bool ok = true;
    for (uint64_t at = 0; ok && at < end;) {
        size_t len = end - at < BLOCK_BYTES ? (size_t)(end - at) : BLOCK_BYTES;
        ok = load_spool_read(s, at, len, &block, err) &&
             td_copy_in_send(copy, td_buf_view(&block), err);
        at += len;
    }
    td_buf_free(&block);
    return ok;
}

bool
load_spool_take(struct load_reader *r, size_t len, struct td_str *view, struct td_error *err)
{
    if (r->block.len - r->pos < len) {
        uint64_t left = load_spool_size(r->spool) - r->at;
        size_t want = len > BLOCK_BYTES ? len : BLOCK_BYTES;
        if (left < len)
            return td_fail(err, TD_E_INTERNAL, "spool of %zu bytes too short", len);
        if (!load_spool_read(r->spool, r->at, left < want ? (size_t)left : want, &r->block, err))
            return false;
        r->pos = 0;
    }
    *view = (struct td_str){r->block.at + r->pos, len};
    r->pos += len;
    r->at += len;
    return true;
}

void
load_spool_free(struct load_spool *s)
{
    td_buf_free(&s->buf);
    if (s->fd > 0)
        close(s->fd);
    *s = (struct load_spool){0};
}
