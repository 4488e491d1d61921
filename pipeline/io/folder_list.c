/* The files of a folder and of the folders in it, by their names from there, sorted; their SHA-256. */
#include "tidu/sheet.h"

#include <dirent.h>
#include <errno.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 8 };

void
td_bytes_sha256(struct td_str bytes, char hex[65])
{
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_init(&ctx);
    sha256_update(&ctx, bytes.len, (const uint8_t *)bytes.at);
    sha256_digest(&ctx, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

static bool
failed(const char *path, struct td_error *err)
{
    td_fail(err, TD_E_READ, TD_T("读取目录失败: %s", "reading a folder failed: %s"), strerror(errno));
    return td_at(err, path, 0, 0);
}

static void
add_file(struct td_folder_list *list, const char *name, uint64_t bytes)
{
    list->files = td_realloc(list->files, list->count + 1, sizeof *list->files);
    list->files[list->count++] =
        (struct td_folder_file){.name = td_arena_str(&list->arena, td_str(name)), .bytes = bytes};
}

/* Names that begin with a dot are not ours: those of a folder that is being made. */
static bool
read_folder(struct td_folder_list *list, const char *root, const char *below, int depth, struct td_error *err)
{
    struct td_buf path = {0}, name = {0};
    bool ok = true;

    td_buf_printf(&path, "%s%s%s", root, below[0] ? "/" : "", below);
    DIR *dir = opendir(path.at);
    if (!dir)
        ok = failed(path.at, err);
    for (struct dirent *e; ok && (e = readdir(dir)) != NULL;) {
        struct stat st;
        if (e->d_name[0] == '.')
            continue;
        td_buf_reset(&path);
        td_buf_reset(&name);
        td_buf_printf(&name, "%s%s%s", below, below[0] ? "/" : "", e->d_name);
        td_buf_printf(&path, "%s/%s", root, name.at);
        if (lstat(path.at, &st) != 0)
            ok = failed(path.at, err);
        else if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
            ok = read_folder(list, root, name.at, depth + 1, err);
        else
            add_file(list, name.at, (uint64_t)st.st_size);
    }
    if (dir)
        closedir(dir);
    td_buf_free(&path);
    td_buf_free(&name);
    return ok;
}

static int
by_name(const void *a, const void *b)
{
    return td_str_order(((const struct td_folder_file *)a)->name, ((const struct td_folder_file *)b)->name);
}

bool
td_folder_files(const char *folder, struct td_folder_list *list, struct td_error *err)
{
    struct td_buf path = {0};
    bool ok = read_folder(list, folder, "", 0, err);

    if (list->count)
        qsort(list->files, list->count, sizeof *list->files, by_name);
    for (size_t i = 0; ok && i < list->count; i++) {
        td_buf_reset(&path);
        td_buf_printf(&path, "%s/%s", folder, list->files[i].name.at);
        ok = td_file_sha256(path.at, list->files[i].sha256, err);
    }
    td_buf_free(&path);
    return ok;
}

void
td_folder_list_free(struct td_folder_list *list)
{
    free(list->files);
    td_arena_free(&list->arena);
    *list = (struct td_folder_list){0};
}
