/* Files and folders that appear whole: written under another name, synced, renamed. */
#define _GNU_SOURCE /* renameat2 with RENAME_EXCHANGE: the one step that swaps two folders */
#include "tidu/sheet.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 65536 };

static bool
failed(enum td_code code, const char *zh, const char *en, const char *path, struct td_error *err)
{
    int number = errno;

    td_fail(err, code, "%s: %s", td_lang_get() == TD_EN ? en : zh, strerror(number));
    td_at(err, path, 0, 0);
    if (number == ENOSPC)
        td_hint(err, TD_T("磁盘已满，腾出空间后再运行", "the disk is full: make room and run again"));
    return false;
}

bool
td_file_read(const char *path, struct td_buf *out, struct td_error *err)
{
    FILE *f = fopen(path, "rb");

    if (!f)
        return failed(TD_E_NO_INPUT, "打不开文件", "cannot open the file", path, err);
    char block[BLOCK];
    size_t got;
    while ((got = fread(block, 1, sizeof block, f)) > 0)
        td_buf_add(out, block, got);
    bool ok = !ferror(f) || failed(TD_E_READ, "读取失败", "reading failed", path, err);
    fclose(f);
    td_buf_add(out, "", 0);
    return ok;
}

static bool
write_all(int fd, struct td_str bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.at, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes.at += n;
        bytes.len -= (size_t)n;
    }
    return true;
}

bool
td_file_write(const char *path, struct td_str bytes, struct td_error *err)
{
    struct td_buf temp = {0};

    td_buf_printf(&temp, "%s.new", path);
    int fd = open(temp.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool ok = fd >= 0 || failed(TD_E_OUTPUT, "不能建立文件", "cannot make the file", path, err);
    if (ok && (!write_all(fd, bytes) || fsync(fd) != 0))
        ok = failed(TD_E_WRITE, "写入失败", "writing failed", path, err);
    if (fd >= 0 && close(fd) != 0 && ok)
        ok = failed(TD_E_WRITE, "写入失败", "writing failed", path, err);
    if (ok && rename(temp.at, path) != 0)
        ok = failed(TD_E_OUTPUT, "不能改名", "cannot rename", path, err);
    if (!ok && fd >= 0)
        unlink(temp.at);
    td_buf_free(&temp);
    return ok;
}

bool
td_file_sha256(const char *path, char hex[65], struct td_error *err)
{
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE], block[BLOCK];
    FILE *f = fopen(path, "rb");
    size_t got;

    if (!f)
        return failed(TD_E_READ, "打不开文件", "cannot open the file", path, err);
    sha256_init(&ctx);
    while ((got = fread(block, 1, sizeof block, f)) > 0)
        sha256_update(&ctx, got, block);
    bool ok = !ferror(f) || failed(TD_E_READ, "读取失败", "reading failed", path, err);
    fclose(f);
    sha256_digest(&ctx, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    return ok;
}

/* ---- folders ---------------------------------------------------------------------------------- */
static int
remove_entry(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static bool
remove_tree(const char *path, struct td_error *err)
{
    if (nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT)
        return true;
    return failed(TD_E_OUTPUT, "不能删除", "cannot remove", path, err);
}

static bool
make_path(const char *path, struct td_error *err)
{
    struct td_buf part = {0};
    bool ok = true;

    for (const char *p = path; ok; p++) {
        if (*p && (*p != '/' || p == path))
            continue;
        td_buf_reset(&part);
        td_buf_add(&part, path, (size_t)(p - path));
        if (mkdir(part.at, 0777) != 0 && errno != EEXIST)
            ok = failed(TD_E_OUTPUT, "不能建立目录", "cannot make the folder", part.at, err);
        if (!*p)
            break;
    }
    td_buf_free(&part);
    return ok;
}

bool
td_folder_begin(const char *parent, const char *name, struct td_buf *path, struct td_error *err)
{
    if (!make_path(parent, err))
        return false;
    td_buf_reset(path);
    td_buf_printf(path, "%s/.%s.new", parent, name);
    if (!remove_tree(path->at, err))
        return false;
    if (mkdir(path->at, 0777) != 0)
        return failed(TD_E_OUTPUT, "不能建立目录", "cannot make the folder", path->at, err);
    return true;
}

static bool
sync_path(const char *path, struct td_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;

    if (!ok)
        failed(TD_E_WRITE, "同步到磁盘失败", "syncing failed", path, err);
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool
sync_files(const char *folder, struct td_error *err)
{
    struct td_buf path = {0};
    DIR *dir = opendir(folder);
    bool ok = dir != NULL;

    if (!ok)
        return failed(TD_E_WRITE, "打不开目录", "cannot open the folder", folder, err);
    for (struct dirent *e; ok && (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        td_buf_reset(&path);
        td_buf_printf(&path, "%s/%s", folder, e->d_name);
        ok = sync_path(path.at, err);
    }
    closedir(dir);
    td_buf_free(&path);
    return ok && sync_path(folder, err);
}

/* Where the file system cannot exchange (some network shares): the old one steps aside first. */
static bool
swap_in_two_steps(const char *fresh, const char *target, struct td_error *err)
{
    struct td_buf old = {0};

    td_buf_printf(&old, "%s.old", target);
    bool ok = remove_tree(old.at, err);
    if (ok && rename(target, old.at) != 0)
        ok = failed(TD_E_OUTPUT, "不能改名", "cannot rename", target, err);
    if (ok && rename(fresh, target) != 0)
        ok = failed(TD_E_OUTPUT, "不能改名", "cannot rename", target, err);
    if (ok)
        ok = remove_tree(old.at, err);
    td_buf_free(&old);
    return ok;
}

static bool
put_in_place(const char *fresh, const char *target, struct td_error *err)
{
    struct stat st;

    if (lstat(target, &st) != 0)
        return rename(fresh, target) == 0 ||
               failed(TD_E_OUTPUT, "不能改名", "cannot rename", target, err);
    if (renameat2(AT_FDCWD, fresh, AT_FDCWD, target, RENAME_EXCHANGE) == 0)
        return remove_tree(fresh, err);
    if (errno == EINVAL || errno == ENOSYS)
        return swap_in_two_steps(fresh, target, err);
    return failed(TD_E_OUTPUT, "不能改名", "cannot rename", target, err);
}

bool
td_folder_commit(const char *parent, const char *name, struct td_error *err)
{
    struct td_buf fresh = {0}, target = {0};

    td_buf_printf(&fresh, "%s/.%s.new", parent, name);
    td_buf_printf(&target, "%s/%s", parent, name);
    bool ok = sync_files(fresh.at, err) && put_in_place(fresh.at, target.at, err) && sync_path(parent, err);
    td_buf_free(&fresh);
    td_buf_free(&target);
    return ok;
}

void
td_folder_abandon(const char *parent, const char *name)
{
    struct td_buf fresh = {0};
    struct td_error ignored = {0}; /* the next td_folder_begin removes what is left */

    td_buf_printf(&fresh, "%s/.%s.new", parent, name);
    (void)!remove_tree(fresh.at, &ignored);
    td_buf_free(&fresh);
}

bool
td_folder_link(const char *parent, const char *link, const char *name, struct td_error *err)
{
    struct td_buf fresh = {0}, target = {0};

    td_buf_printf(&fresh, "%s/.%s.new", parent, link);
    td_buf_printf(&target, "%s/%s", parent, link);
    bool ok = unlink(fresh.at) == 0 || errno == ENOENT;
    ok = ok && symlink(name, fresh.at) == 0 && rename(fresh.at, target.at) == 0;
    if (!ok)
        failed(TD_E_OUTPUT, "不能更新链接", "cannot renew the link", target.at, err);
    ok = ok && sync_path(parent, err);
    td_buf_free(&fresh);
    td_buf_free(&target);
    return ok;
}
