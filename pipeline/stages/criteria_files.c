#include "runner.h"

#include "tidu/sheet.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
wanted(const char *name)
{
    struct td_str s = td_str(name);

    return name[0] != '.' && (td_str_ends(s, TD_STR(".yaml")) || td_str_ends(s, TD_STR(".tsv")));
}

static bool
add_file(struct td_file_text_list *list, const char *path, const char *name, struct td_error *err)
{
    struct td_buf text = {0};

    if (!td_file_read(path, &text, err)) {
        td_buf_free(&text);
        return false;
    }
    list->files = td_realloc(list->files, list->count + 1, sizeof *list->files);
    list->files[list->count++] = (struct td_file_text){td_arena_str(&list->arena, td_str(name)),
                                                       td_arena_str(&list->arena, td_buf_view(&text))};
    td_buf_free(&text);
    return true;
}

/* Two levels are all that the layout has; a deeper tree is left alone. */
static bool
read_folder(struct td_file_text_list *list, const char *root, const char *below, int depth,
            struct td_error *err)
{
    struct td_buf path = {0}, name = {0};
    bool ok = true;

    td_buf_printf(&path, "%s%s%s", root, below[0] ? "/" : "", below);
    DIR *dir = opendir(path.at);
    if (!dir) {
        td_fail(err, TD_E_NO_INPUT, TD_T("打不开目录 \"%s\": %s", "cannot open folder \"%s\": %s"), path.at,
                strerror(errno));
        td_buf_free(&path);
        return false;
    }
    for (struct dirent *e; ok && (e = readdir(dir)) != NULL;) {
        struct stat st;
        td_buf_reset(&path);
        td_buf_reset(&name);
        td_buf_printf(&name, "%s%s%s", below, below[0] ? "/" : "", e->d_name);
        td_buf_printf(&path, "%s/%s", root, name.at);
        if (e->d_name[0] == '.' || stat(path.at, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode) && depth < 2)
            ok = read_folder(list, root, name.at, depth + 1, err);
        else if (S_ISREG(st.st_mode) && wanted(e->d_name))
            ok = add_file(list, path.at, name.at, err);
    }
    closedir(dir);
    td_buf_free(&path);
    td_buf_free(&name);
    return ok;
}

static int
by_name(const void *a, const void *b)
{
    return td_str_order(((const struct td_file_text *)a)->name, ((const struct td_file_text *)b)->name);
}

bool
td_criteria_read(const char *dir, struct td_file_text_list *list, char hash[17], struct td_error *err)
{
    uint64_t h = 0;

    if (!read_folder(list, dir, "", 0, err))
        return td_in(err, TD_T("读取评价标准", "reading the criteria"));
    if (list->count)
        qsort(list->files, list->count, sizeof *list->files, by_name);
    for (size_t i = 0; i < list->count; i++) {
        h = td_hash64(list->files[i].name.at, list->files[i].name.len, h);
        h = td_hash64(list->files[i].text.at, list->files[i].text.len, h);
    }
    snprintf(hash, 17, "%016llx", (unsigned long long)h);
    return true;
}

void
td_criteria_free(struct td_file_text_list *list)
{
    free(list->files);
    td_arena_free(&list->arena);
    *list = (struct td_file_text_list){0};
}

struct td_str
td_criteria_text(const struct td_file_text_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (td_str_equal(list->files[i].name, td_str(name)))
            return list->files[i].text;
    return (struct td_str){0};
}

/* build/<preset>/bin/tidu -> ../../../criteria; /usr/bin/tidu -> ../share/tidu/criteria */
bool
td_data_dir(const char *name, struct td_buf *path, struct td_error *err)
{
    static const char *const places[] = {"/../../..", "/../share/tidu", "/..", ""};
    char exe[1024];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);

    if (len > 0) {
        exe[len] = '\0';
        char *slash = strrchr(exe, '/');
        if (slash)
            *slash = '\0';
        for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
            struct stat st;
            td_buf_reset(path);
            td_buf_printf(path, "%s%s/%s", exe, places[i], name);
            if (stat(path->at, &st) == 0 && S_ISDIR(st.st_mode))
                return true;
        }
    }
    td_fail(err, TD_E_NO_INPUT, TD_T("找不到目录 \"%s\"", "cannot find the folder \"%s\""), name);
    return td_hint(err, TD_T("用 --%s 指明", "name it with --%s"), name);
}
