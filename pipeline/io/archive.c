#include "archive.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decode.h"
#include "deflate.h"

/* As for gz: deflate ends at 1032, extracts are between 3 and 100, and what is small may be all zeros. */
#define RATIO_MAX UINT64_C(500)
#define BYTES_MAX (UINT64_C(64) << 30)
#define RATIO_GRACE (UINT64_C(64) << 20)
enum { NAME_BYTES = 240, PACKED_BYTES = 1 << 16 };

static bool
damaged(const struct archive *a, const char *what, struct td_error *err)
{
    (void)td_fail(err, TD_E_DAMAGED, TD_T("压缩包损坏：%s", "damaged archive: %s"), what);
    (void)td_at(err, a->path, 0, 0);
    return td_hint(err, "%s",
                   TD_T("请交付部门重新传送；该文件一行也不会入库",
                        "have it delivered again; no row of this file is loaded"));
}

/* ---- archives ------------------------------------------------------------------------------ */
static bool
fail_zip(struct archive *a, int code, struct td_error *err)
{
    zip_error_t said;

    zip_error_init_with_code(&said, code);
    (void)damaged(a, zip_error_strerror(&said), err);
    zip_error_fini(&said);
    return false;
}

static bool
check_count(struct archive *a, struct td_error *err)
{
    zip_int64_t count = zip_get_num_entries(a->zip, 0);

    if (count <= ARCHIVE_MEMBERS_MAX)
        return true;
    (void)td_fail(err, TD_E_LIMIT,
                  TD_T("压缩包有 %" PRId64 " 个成员，上限 %d", "the archive has %" PRId64
                                                              " members, the limit is %d"),
                  (int64_t)count, ARCHIVE_MEMBERS_MAX);
    return td_at(err, a->path, 0, 0);
}

bool
archive_open(struct archive *a, const char *path, struct td_error *err)
{
    int code = 0, fd;

    *a = (struct archive){.fd = open(path, O_RDONLY | O_CLOEXEC), .open = true, .path = path};
    if (a->fd < 0 || fstat(a->fd, &a->opened) != 0) {
        (void)td_fail(err, errno == ENOENT ? TD_E_NO_INPUT : TD_E_READ,
                      TD_T("读不了文件：%s", "cannot read the file: %s"), strerror(errno));
        return td_at(err, path, 0, 0);
    }
    a->size = (uint64_t)a->opened.st_size;
    fd = fcntl(a->fd, F_DUPFD_CLOEXEC, 0); /* libzip closes the one that it is given */
    a->zip = fd < 0 ? NULL : zip_fdopen(fd, 0, &code);
    if (a->zip != NULL)
        return check_count(a, err);
    if (fd >= 0)
        (void)close(fd);
    return fail_zip(a, code, err);
}

bool
archive_open_bytes(struct archive *a, struct td_buf *bytes, const char *path, struct td_error *err)
{
    zip_source_t *source;
    zip_error_t said;

    *a = (struct archive){.fd = -1, .open = true, .path = path, .bytes = bytes->at,
                          .size = bytes->len};
    *bytes = (struct td_buf){0};
    zip_error_init(&said);
    source = zip_source_buffer_create(a->bytes, a->size, 0, &said);
    if (source != NULL) {
        a->zip = zip_open_from_source(source, ZIP_RDONLY, &said);
        if (a->zip == NULL)
            zip_source_free(source);
    }
    if (a->zip == NULL)
        (void)damaged(a, zip_error_strerror(&said), err);
    zip_error_fini(&said);
    return a->zip != NULL && check_count(a, err);
}

void
archive_close(struct archive *a)
{
    if (a->zip != NULL)
        zip_discard(a->zip);
    if (a->open && a->fd >= 0)
        (void)close(a->fd);
    free(a->bytes);
    *a = (struct archive){0};
}

static bool
same_file(const struct stat *x, const struct stat *y)
{
    return x->st_dev == y->st_dev && x->st_ino == y->st_ino && x->st_size == y->st_size &&
           x->st_mtim.tv_sec == y->st_mtim.tv_sec && x->st_mtim.tv_nsec == y->st_mtim.tv_nsec;
}

bool
archive_same(const struct archive *a, struct td_error *err)
{
    struct stat held, named;

    if (a->fd < 0 || (fstat(a->fd, &held) == 0 && stat(a->path, &named) == 0 &&
                      same_file(&held, &a->opened) && same_file(&named, &a->opened)))
        return true;
    (void)td_fail(err, TD_E_CHANGED, "%s",
                  TD_T("文件在读取期间被改动或替换", "the file changed while it was read"));
    (void)td_at(err, a->path, 0, 0);
    return td_hint(err, "%s", TD_T("等传送完成后再运行", "run again once the transfer is complete"));
}

bool
archive_is_document(const struct archive *a)
{
    return archive_find(a, "[Content_Types].xml") >= 0 || archive_find(a, "mimetype") >= 0;
}

int64_t
archive_find(const struct archive *a, const char *name)
{
    return zip_name_locate(a->zip, name, ZIP_FL_NOCASE | ZIP_FL_ENC_RAW);
}

/* ---- names ---------------------------------------------------------------------------------- */
static void
add_decoded(struct td_str raw, struct td_buf *name)
{
    struct td_error ignored = {0};
    struct gb gb = {0};
    size_t got = 0, done = 0;

    if (gb_open(&gb, &ignored)) {
        td_buf_reserve(name, raw.len * GB_GROWTH + 1);
        done = gb_decode(&gb, raw, name->at + name->len, &got);
        name->len += got;
        gb_close(&gb);
    }
    for (; done < raw.len; done++)
        td_buf_printf(name, (unsigned char)raw.at[done] < 0x80 ? "%c" : "%%%02X",
                      (unsigned char)raw.at[done]);
}

void
archive_name(const struct archive *a, uint64_t index, struct td_buf *name)
{
    const char *bytes = zip_get_name(a->zip, index, ZIP_FL_ENC_RAW);
    struct td_str raw = td_str(bytes == NULL ? "?" : bytes);
    size_t start = name->len, limit = start + NAME_BYTES;

    if (utf8_span(raw.at, raw.len) == raw.len)
        td_buf_str(name, raw);
    else
        add_decoded(raw, name);
    if (name->len > limit) /* whole characters only */
        for (name->len = limit;
             utf8_span(name->at + start, name->len - start) < name->len - start;)
            name->len--;
    for (size_t i = start; i < name->len; i++) {
        unsigned char c = (unsigned char)name->at[i];

        if (c < 0x20 || c == 0x7F)
            name->at[i] = '?';
        else if (c == '\\')
            name->at[i] = '/';
    }
    td_buf_add(name, "", 0);
}

/* ---- members -------------------------------------------------------------------------------- */
static bool
fail_member(const struct member *m, const char *what, struct td_error *err)
{
    char text[400];

    snprintf(text, sizeof text, TD_T("成员“%.200s”：%.150s", "member \"%.200s\": %.150s"), m->name,
             what);
    return damaged(m->archive, text, err);
}

static bool
refuse_member(const struct member *m, const char *what, const char *advice, struct td_error *err)
{
    (void)td_fail(err, TD_E_LAYOUT, TD_T("压缩包的成员“%s”%s", "member \"%s\" of the archive %s"),
                  m->name, what);
    (void)td_at(err, m->archive->path, 0, 0);
    return td_hint(err, "%s", advice);
}

static bool
check_member(struct member *m, const zip_stat_t *st, struct td_error *err)
{
    if ((st->valid & ZIP_STAT_ENCRYPTION_METHOD) && st->encryption_method != ZIP_EM_NONE)
        return refuse_member(m, TD_T("有密码", "has a password"),
                             TD_T("请交付部门去掉密码后重新打包",
                                  "have it packed again without a password"),
                             err);
    if (!zip_compression_method_supported((zip_int32_t)st->comp_method, 0))
        return refuse_member(m, TD_T("用了不支持的压缩方法", "is compressed by an unknown method"),
                             TD_T("请用普通 ZIP（deflate）重新打包",
                                  "have it packed again as a plain zip (deflate)"),
                             err);
    return true;
}

/* Of a member without a checksum or of another method libzip is asked for the bytes themselves. */
static zip_flags_t
start_reading(struct member *m, const zip_stat_t *st)
{
    if (st->comp_method != ZIP_CM_DEFLATE || (st->valid & ZIP_STAT_CRC) == 0)
        return 0;
    m->inflate = inflate_new();
    inflate_begin(m->inflate);
    m->crc_told = st->crc;
    td_buf_reserve(&m->in, PACKED_BYTES);
    return ZIP_FL_COMPRESSED;
}

bool
member_open(struct member *m, struct archive *a, uint64_t index, struct td_error *err)
{
    struct td_buf name = {0};
    zip_stat_t st;

    *m = (struct member){.archive = a};
    archive_name(a, index, &name);
    m->name = name.at;
    zip_stat_init(&st);
    if (zip_stat_index(a->zip, index, 0, &st) != 0)
        return fail_member(m, zip_strerror(a->zip), err);
    if (!check_member(m, &st, err))
        return false;
    m->size = st.size;
    m->packed = st.comp_size;
    m->max_bytes = m->packed * RATIO_MAX < RATIO_GRACE ? RATIO_GRACE : m->packed * RATIO_MAX;
    if (m->packed > BYTES_MAX / RATIO_MAX)
        m->max_bytes = BYTES_MAX;
    m->file = zip_fopen_index(a->zip, index, start_reading(m, &st));
    return m->file != NULL || fail_member(m, zip_strerror(a->zip), err);
}

static bool
over_limit(const struct member *m, struct td_error *err)
{
    (void)td_fail(err, TD_E_LIMIT,
                  TD_T("解压超过上限：成员“%s”的 %" PRIu64 " 字节压缩数据已解出 %" PRIu64
                       " 字节（上限 %" PRIu64 "）",
                       "expansion beyond the limit: member \"%s\" has %" PRIu64
                       " compressed bytes and gave %" PRIu64 " (the limit is %" PRIu64 ")"),
                  m->name, m->packed, m->given, m->max_bytes);
    return td_at(err, m->archive->path, 0, 0);
}

static bool
read_packed(struct member *m, struct td_error *err)
{
    zip_int64_t n = zip_fread(m->file, m->in.at, PACKED_BYTES);

    if (n < 0)
        return fail_member(m, zip_file_strerror(m->file), err);
    m->in.len = (size_t)n;
    m->in_at = 0;
    return true;
}

/* Some of what it holds; nothing at its end, whose checksum has been checked then. */
static bool
inflate_member(struct member *m, char *out, size_t cap, size_t *got, struct td_error *err)
{
    while (*got == 0 && !m->ended && cap > 0) {
        enum inflate_result result;
        size_t used;

        if (m->in_at == m->in.len && !read_packed(m, err))
            return false;
        result = inflate_some(m->inflate, (struct td_str){m->in.at + m->in_at, m->in.len - m->in_at}, &used, out, cap, got);
        m->in_at += used;
        m->crc = crc32_add(m->crc, out, *got);
        m->ended = result == INFLATE_END;
        if (result == INFLATE_BAD)
            return fail_member(m, inflate_fault(m->inflate), err);
        if (result == INFLATE_MORE && used == 0 && *got == 0)
            return fail_member(m, TD_T("不完整，中途截断", "it is cut off"), err);
        if (m->ended && m->crc != m->crc_told)
            return fail_member(m, TD_T("CRC-32 校验不符", "wrong CRC-32"), err);
    }
    return true;
}

static bool
read_some(struct member *m, char *out, size_t cap, size_t *got, struct td_error *err)
{
    zip_int64_t n;

    if (m->inflate != NULL)
        return inflate_member(m, out, cap, got, err);
    n = zip_fread(m->file, out, cap);
    if (n < 0)
        return fail_member(m, zip_file_strerror(m->file), err);
    *got = (size_t)n;
    return true;
}

bool
member_read(struct member *m, char *out, size_t cap, size_t *got, struct td_error *err)
{
    size_t n = 0;

    *got = 0;
    if (!read_some(m, out, cap, &n, err))
        return false;
    m->given += n;
    if (m->given > m->size || (n == 0 && cap > 0 && m->given < m->size))
        return fail_member(m, TD_T("长度与目录不符", "its length is not the directory's"), err);
    if (m->given > m->max_bytes)
        return over_limit(m, err);
    *got = n;
    return true;
}

bool
member_read_all(struct archive *a, uint64_t index, uint64_t limit, struct td_buf *out,
                struct td_error *err)
{
    struct member m;
    bool ok = member_open(&m, a, index, err);
    size_t got = 1;

    if (ok && m.max_bytes > limit)
        m.max_bytes = limit;
    while (ok && got > 0) {
        td_buf_reserve(out, 1 << 16);
        ok = member_read(&m, out->at + out->len, 1 << 16, &got, err);
        out->len += ok ? got : 0;
    }
    member_close(&m);
    return ok;
}

void
member_close(struct member *m)
{
    if (m->file != NULL)
        (void)zip_fclose(m->file);
    inflate_free(m->inflate);
    td_buf_free(&m->in);
    free(m->name);
    *m = (struct member){0};
}
