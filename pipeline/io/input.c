/*
 * A delivery's file, whatever it is: text, gz, a member of a zip archive, a workbook, or a workbook in an
 * archive. What comes out is one stream of text.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "book.h"
#include "magic.h"
#include "utf16.h"

enum { BLOCK_BYTES = 64 * 1024, HEAD_BYTES = 4096 };
/* A workbook inside an archive is held in memory. */
#define INNER_MAX (UINT64_C(512) << 20)
/* As for one member (archive.c), over all of them. */
#define RATIO_MAX UINT64_C(500)
#define BYTES_MAX (UINT64_C(64) << 30)
#define RATIO_GRACE (UINT64_C(64) << 20)

struct td_input {
    enum td_container container;
    const char *path; /* a copy */
    char *path_memory;
    struct td_gz *gz;
    struct archive archive, inner;
    struct member member;
    struct td_buf head; /* of a member: what was looked at */
    size_t head_at;
    struct book book;
    struct sheet_reader sheet;
    bool is_utf16, ended;
    struct utf16 utf16;
    struct td_buf text;
    size_t text_at;
};

/* ---- archives ----------------------------------------------------------------------------------- */
static bool
starts_as_zip(const char *path)
{
    char head[4] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); /* a pipe must not block us */
    bool zip = fd >= 0 && read(fd, head, sizeof head) == (ssize_t)sizeof head &&
               head[0] == 'P' && head[1] == 'K' &&
               ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6));

    if (fd >= 0)
        (void)close(fd);
    return zip;
}

/* What systems and archivers put beside the data. */
static bool
is_clutter(struct td_str name)
{
    size_t slash = name.len;

    while (slash > 0 && name.at[slash - 1] != '/')
        slash--;
    struct td_str base = {name.at + slash, name.len - slash};

    return base.len == 0 || base.at[0] == '.' || td_str_starts(name, TD_STR("__MACOSX/")) ||
           td_str_starts(base, TD_STR("~$")) || td_str_equal(base, TD_STR("Thumbs.db")) || td_str_equal(base, TD_STR("desktop.ini"));
}

static int
order_members(const void *a, const void *b)
{
    const struct td_member *x = a, *y = b;
    int order = td_str_order(x->name, y->name);

    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

/* No more than the archive may give in all, by its own account; each is counted again when it is read. */
static bool
check_sizes(const struct archive *a, const struct td_member *members, size_t count,
            struct td_error *err)
{
    uint64_t limit = a->size > BYTES_MAX / RATIO_MAX ? BYTES_MAX : a->size * RATIO_MAX, sum = 0;

    if (limit < RATIO_GRACE)
        limit = RATIO_GRACE;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && td_str_equal(members[i].name, members[i - 1].name)) {
            (void)td_fail(err, TD_E_LAYOUT, TD_T("压缩包里有两个“%s”", "the archive has two members \"%s\""),
                          members[i].name.at);
            return td_at(err, a->path, 0, 0);
        }
        sum = members[i].bytes > UINT64_MAX - sum ? UINT64_MAX : sum + members[i].bytes;
    }
    if (sum <= limit)
        return true;
    (void)td_fail(err, TD_E_LIMIT,
                  TD_T("解压超过上限：%" PRIu64 " 字节的压缩包将解出 %" PRIu64 " 字节（上限 %" PRIu64 "）",
                       "expansion beyond the limit: an archive of %" PRIu64 " bytes would give %" PRIu64
                       " (the limit is %" PRIu64 ")"),
                  a->size, sum, limit);
    return td_at(err, a->path, 0, 0);
}

static bool
list_members(const struct archive *a, struct td_arena *arena, struct td_member **members,
             size_t *count, struct td_error *err)
{
    zip_int64_t all = zip_get_num_entries(a->zip, 0);
    struct td_buf name = {0};

    *members = td_arena_alloc(arena, (size_t)all + 1, sizeof **members);
    for (zip_int64_t i = 0; i < all; i++) {
        zip_stat_t st;

        zip_stat_init(&st);
        td_buf_reset(&name);
        archive_name(a, (uint64_t)i, &name);
        if (is_clutter(td_buf_view(&name)))
            continue;
        if (zip_stat_index(a->zip, (zip_uint64_t)i, 0, &st) != 0)
            st.size = 0;
        (*members)[(*count)++] =
            (struct td_member){td_arena_str(arena, td_buf_view(&name)), (uint64_t)i, st.size};
    }
    td_buf_free(&name);
    qsort(*members, *count, sizeof **members, order_members);
    if (*count == 0) {
        (void)td_fail(err, TD_E_EMPTY, "%s", TD_T("压缩包是空的", "the archive is empty"));
        return td_at(err, a->path, 0, 0);
    }
    return check_sizes(a, *members, *count, err);
}

bool
td_archive_list(const char *path, struct td_arena *arena, struct td_member **members,
                size_t *count, struct td_error *err)
{
    struct archive a = {0};
    bool ok;

    *count = 0;
    *members = NULL;
    if (!starts_as_zip(path))
        return true;
    ok = archive_open(&a, path, err);
    if (ok && !archive_is_document(&a))
        ok = list_members(&a, arena, members, count, err);
    archive_close(&a);
    return ok;
}

/* ---- opening ----------------------------------------------------------------------------------------- */
static bool
refuse(struct td_input *in, const char *what, const char *advice, struct td_error *err)
{
    (void)td_fail(err, TD_E_LAYOUT, "%s", what);
    (void)td_at(err, in->path, 0, 0);
    return td_hint(err, "%s", advice);
}

/* The member is an archive itself: a workbook is read, anything else is not. */
static bool
open_inner(struct td_input *in, uint64_t index, struct td_error *err)
{
    struct td_buf bytes = {0};
    bool ok = member_read_all(&in->archive, index, INNER_MAX, &bytes, err) &&
              archive_open_bytes(&in->inner, &bytes, in->path, err);

    td_buf_free(&bytes);
    if (!ok)
        return false;
    if (!archive_is_document(&in->inner))
        return refuse(in, TD_T("压缩包里还有压缩包", "an archive inside an archive"),
                      TD_T("请只打包一层：CSV 或 xlsx 直接放进 ZIP",
                           "pack once: CSV or xlsx directly in the zip"),
                      err);
    in->container = TD_IN_ZIPPED_BOOK;
    return book_open(&in->book, &in->inner, err);
}

static bool
open_member(struct td_input *in, uint64_t index, struct td_error *err)
{
    size_t got = 1;

    if (!member_open(&in->member, &in->archive, index, err))
        return false;
    in->container = TD_IN_ZIP;
    td_buf_reserve(&in->head, HEAD_BYTES);
    while (in->head.len < HEAD_BYTES && got > 0) {
        if (!member_read(&in->member, in->head.at + in->head.len, HEAD_BYTES - in->head.len, &got,
                         err))
            return false;
        in->head.len += got;
    }
    if (in->head.len == 0) {
        (void)td_fail(err, TD_E_EMPTY, "%s", TD_T("压缩包的成员没有内容", "a member without content"));
        return td_at(err, in->path, 0, 0);
    }
    if (td_str_starts(td_buf_view(&in->head), TD_STR("PK\x03\x04"))) {
        member_close(&in->member);
        return open_inner(in, index, err);
    }
    return magic_is_text(td_buf_view(&in->head), err) || td_at(err, in->path, 0, 0);
}

static bool
open_archive(struct td_input *in, const struct td_member *member, struct td_error *err)
{
    if (!archive_open(&in->archive, in->path, err))
        return false;
    if (member != NULL)
        return open_member(in, member->index, err);
    if (!archive_is_document(&in->archive))
        return refuse(in, TD_T("文件是 ZIP 压缩包", "the file is a zip archive"),
                      TD_T("请解开后交付", "have it unpacked"), err);
    in->container = TD_IN_BOOK;
    return book_open(&in->book, &in->archive, err);
}

bool
td_input_open(struct td_input **out, const char *path, const struct td_member *member,
              enum td_encoding encoding, struct td_error *err)
{
    struct td_input *in = td_alloc(1, sizeof *in);
    size_t len = strlen(path) + 1;
    bool ok;

    in->path_memory = memcpy(td_alloc(len, 1), path, len);
    in->path = in->path_memory;
    if (member != NULL || starts_as_zip(path)) {
        ok = open_archive(in, member, err);
    } else {
        ok = td_gz_open(&in->gz, path, NULL, err);
        in->container = ok && td_gz_is_compressed(in->gz) ? TD_IN_GZ : TD_IN_TEXT;
    }
    in->is_utf16 = encoding == TD_UTF16 && in->container != TD_IN_BOOK &&
                   in->container != TD_IN_ZIPPED_BOOK;
    *out = ok ? in : NULL;
    if (!ok)
        td_input_close(in);
    return ok;
}

void
td_input_close(struct td_input *in)
{
    if (in == NULL)
        return;
    sheet_close(&in->sheet);
    book_close(&in->book);
    member_close(&in->member);
    archive_close(&in->inner);
    archive_close(&in->archive);
    td_gz_close(in->gz);
    td_buf_free(&in->head);
    td_buf_free(&in->text);
    free(in->path_memory);
    free(in);
}

enum td_container
td_input_container(const struct td_input *in)
{
    return in->container;
}

/* ---- sheets --------------------------------------------------------------------------------------------- */
size_t
td_input_sheet_count(const struct td_input *in)
{
    return in->book.sheet_count;
}

struct td_str
td_input_sheet_name(const struct td_input *in, size_t sheet)
{
    return in->book.sheets[sheet].name;
}

bool
td_input_sheet_hidden(const struct td_input *in, size_t sheet)
{
    return in->book.sheets[sheet].hidden;
}

bool
td_input_sheet_choose(struct td_input *in, size_t sheet, struct td_error *err)
{
    sheet_close(&in->sheet);
    in->ended = false;
    return sheet_open(&in->sheet, &in->book, sheet, err);
}

uint64_t
td_input_formulas_without_value(const struct td_input *in)
{
    return in->sheet.no_value;
}

uint64_t
td_input_merged_cells(const struct td_input *in)
{
    return in->sheet.merged;
}

void
td_input_allow_tail(struct td_input *in)
{
    if (in->gz != NULL)
        td_gz_allow_tail(in->gz);
}

uint64_t
td_input_tail(const struct td_input *in)
{
    return in->gz == NULL ? 0 : td_gz_tail(in->gz);
}

/* ---- reading ---------------------------------------------------------------------------------------------- */
static bool
read_bytes(struct td_input *in, char *out, size_t cap, size_t *got, struct td_error *err)
{
    switch (in->container) {
    case TD_IN_BOOK:
    case TD_IN_ZIPPED_BOOK:
        return sheet_read(&in->sheet, out, cap, got, err);
    case TD_IN_ZIP:
        *got = in->head.len - in->head_at < cap ? in->head.len - in->head_at : cap;
        if (*got == 0)
            return member_read(&in->member, out, cap, got, err);
        memcpy(out, in->head.at + in->head_at, *got);
        in->head_at += *got;
        return true;
    default:
        return td_gz_read(in->gz, out, cap, got, err);
    }
}

static bool
read_utf16(struct td_input *in, char *out, size_t cap, size_t *got, struct td_error *err)
{
    while (in->text_at == in->text.len && !in->ended) {
        char block[BLOCK_BYTES];
        size_t n;

        td_buf_reset(&in->text);
        in->text_at = 0;
        if (!read_bytes(in, block, sizeof block, &n, err))
            return false;
        in->ended = n == 0;
        if (n == 0)
            utf16_end(&in->utf16, &in->text);
        else if (!utf16_add(&in->utf16, (struct td_str){block, n}, &in->text, err))
            return td_at(err, in->path, 0, 0);
    }
    *got = in->text.len - in->text_at < cap ? in->text.len - in->text_at : cap;
    if (*got > 0)
        memcpy(out, in->text.at + in->text_at, *got);
    in->text_at += *got;
    return true;
}

bool
td_input_read(struct td_input *in, char *out, size_t cap, size_t *got, struct td_error *err)
{
    bool ok = in->is_utf16 ? read_utf16(in, out, cap, got, err)
                           : read_bytes(in, out, cap, got, err);

    return ok && (*got > 0 || in->gz != NULL || archive_same(&in->archive, err));
}

uint64_t
td_input_place(const struct td_input *in)
{
    const struct member *m = in->member.archive != NULL ? &in->member : &in->sheet.xml.member;

    if (in->gz != NULL)
        return td_gz_compressed(in->gz);
    return m->size == 0 ? 0 : (uint64_t)((double)m->packed * ((double)m->given / (double)m->size));
}

/* An archive is read here and there: its hash is that of a pass of its own, which takes 0.02 s for 50 MB. */
bool
td_input_check_hash(struct td_input *in, uint64_t hash, struct td_error *err)
{
    uint64_t now = 0, bytes;

    if (in->gz != NULL)
        now = td_gz_hash(in->gz);
    else if (!archive_same(&in->archive, err) || !td_file_hash(in->path, &now, &bytes, err))
        return false;
    if (now == hash)
        return true;
    (void)td_fail(err, TD_E_CHANGED, "%s",
                  TD_T("文件在读取期间被改动", "the file changed while it was read"));
    return td_hint(err, "%s", TD_T("等交付写完后再运行", "run again once the delivery is complete"));
}
