/*
 * reissue: an old list again, byte for byte, from what publish kept. Which of several lists of one as-of date it is
 * follows from when it was known (a run or a day). Every file is held against its SHA-256 on the way out, the manifest
 * against the ledger's; the folder appears whole, and never over one that is different.
 */
#include "runner.h"

#include "tidu/sheet.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct reissue {
    struct td_run *run;
    char as_of[11], known_date[11];
    const char *known_run; /* NULL: not said */
    struct td_rows issue;  /* of issue/find */
    struct td_buf folder;  /* being made */
};
enum { I_ISSUE, I_AS_OF, I_MANIFEST, I_FILES, I_PRUNED };

/* A day, or the number of a run. */
static bool
read_known(struct reissue *r, struct td_error *err)
{
    const char *value = r->run->options->known_on;
    td_date date;

    if (!value)
        return true;
    if (value[0] && strspn(value, "0123456789") == strlen(value) && strlen(value) < 8) {
        r->known_run = value;
        return true;
    }
    if (td_date_parse(td_str(value), TD_DATE_ISO | TD_DATE_COMPACT, &date) != TD_FAULT_NONE) {
        td_fail(err, TD_E_USAGE, TD_T("--known-on 的值 \"%s\" 不对", "--known-on cannot be \"%s\""), value);
        return td_hint(err, TD_T("写日期 (2026-11-21) 或运行号 (42)", "a date (2026-11-21) or the number of a run (42)"));
    }
    td_date_text(date, r->known_date);
    return true;
}

static bool
find_issue(struct reissue *r, struct td_error *err)
{
    const char *params[] = {r->as_of, r->known_run, r->known_date[0] ? r->known_date : NULL};

    if (!td_db_query(r->run->db, "issue/find", NULL, params, 3, &r->issue, err))
        return false;
    if (r->issue.count == 1)
        return true;
    td_fail(err, TD_E_NO_INPUT, TD_T("没有发布过截止 %s 的名单%s", "no list as of %s was published%s"), r->as_of,
            r->run->options->known_on ? TD_T("（到那时为止）", " by then") : "");
    return td_hint(err, TD_T("tidu published 列出全部发布", "tidu published lists what was published"));
}

/* Is <out>/<as-of> there, and is it this list? *there: it is, and need not be written. */
static bool
look_at_target(const struct reissue *r, bool *there, struct td_error *err)
{
    struct td_buf target = {0};
    struct td_folder_list list = {0};
    struct td_rows names = {0};
    struct stat st;
    const char *params[] = {td_rows_text(&r->issue, 0, I_ISSUE)};

    td_buf_printf(&target, "%s/%s", r->run->options->out_dir, r->as_of);
    *there = lstat(target.at, &st) == 0;
    bool ok = !*there || (td_folder_files(target.at, &list, err) &&
                          td_db_query(r->run->db, "issue/names", NULL, params, 1, &names, err));
    if (ok && *there) {
        bool same = (size_t)names.count == list.count;
        for (int i = 0; same && i < names.count; i++)
            same = strcmp(list.files[i].name.at, td_rows_text(&names, i, 0)) == 0 &&
                   strcmp(list.files[i].sha256, td_rows_text(&names, i, 1)) == 0;
        if (!same) {
            td_fail(err, TD_E_OUTPUT, TD_T("目录中是另一份名单，不覆盖", "the folder holds something else and is left alone"));
            td_at(err, target.at, 0, 0);
            ok = td_hint(err, TD_T("换一个 --out 目录", "choose another folder for --out"));
        }
    }
    td_buf_free(&target);
    td_folder_list_free(&list);
    td_rows_free(&names);
    return ok;
}

/* Names are our own, but a restored or edited database must not write outside the folder. */
static bool
name_is_inside(const char *name)
{
    return name[0] && name[0] != '/' && name[0] != '.' && !strstr(name, "/.");
}

static bool
make_parents(const struct td_buf *path, size_t from, struct td_error *err)
{
    for (size_t i = from; i < path->len; i++) {
        if (path->at[i] != '/')
            continue;
        path->at[i] = '\0';
        bool made = mkdir(path->at, 0777) == 0 || errno == EEXIST;
        if (!made)
            td_fail(err, TD_E_OUTPUT, TD_T("不能建立目录: %s", "cannot make the folder: %s"), strerror(errno));
        path->at[i] = '/';
        if (!made)
            return td_at(err, path->at, 0, 0);
    }
    return true;
}

static bool
damaged(const char *name, struct td_error *err)
{
    td_fail(err, TD_E_DAMAGED, TD_T("存档中的文件与其校验和不符", "what is kept of a file does not have its checksum"));
    td_at(err, name, 0, 0);
    return td_hint(err, TD_T("从数据库备份恢复 pool.issue_file", "restore pool.issue_file from a backup of the database"));
}

static bool
was_pruned(const struct reissue *r, const char *name, struct td_error *err)
{
    td_fail(err, TD_E_NO_INPUT, TD_T("文件内容已于 %s 清除，只有校验和", "the contents were taken away on %s; the checksums stay"),
            td_rows_text(&r->issue, 0, I_PRUNED)[0] ? td_rows_text(&r->issue, 0, I_PRUNED) : "?");
    return td_at(err, name, 0, 0);
}

static bool
write_file(const struct reissue *r, const struct td_cell *cells, struct td_error *err)
{
    struct td_buf name = {0}, path = {0};
    struct td_str content = {cells[2].at, cells[2].len > 0 ? (size_t)cells[2].len : 0};
    char hex[65];

    td_buf_add(&name, cells[0].at, (size_t)cells[0].len);
    td_buf_printf(&path, "%s/%s", r->folder.at, name.at);
    td_bytes_sha256(content, hex);
    bool ok = cells[2].len >= 0 || was_pruned(r, name.at, err);
    ok = ok && ((cells[1].len == 64 && memcmp(hex, cells[1].at, 64) == 0 && name_is_inside(name.at)) || damaged(name.at, err));
    if (ok && strcmp(name.at, "manifest.json") == 0)
        ok = strcmp(hex, td_rows_text(&r->issue, 0, I_MANIFEST)) == 0 || damaged(name.at, err);
    ok = ok && make_parents(&path, r->folder.len + 1, err) && td_file_write(path.at, content, err);
    td_buf_free(&name);
    td_buf_free(&path);
    return ok;
}

static bool
write_files(struct reissue *r, struct td_error *err)
{
    struct td_copy_out copy = {0};
    bool got = true, ok = td_db_setting(r->run->db, "tidu.issue", td_rows_text(&r->issue, 0, I_ISSUE), err) &&
                          td_copy_out_open(&copy, r->run->db, "issue/contents", NULL, err);

    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got)
            ok = write_file(r, copy.cells, err);
    }
    if (ok && copy.rows != (uint64_t)td_rows_int(&r->issue, 0, I_FILES))
        ok = damaged(TD_T("名单的文件数", "number of files"), err);
    td_copy_out_close(&copy);
    return ok;
}

static bool
write_folder(struct reissue *r, struct td_error *err)
{
    const char *out = r->run->options->out_dir;

    if (!td_folder_begin(out, r->as_of, &r->folder, err))
        return false;
    bool ok = write_files(r, err) && td_folder_commit(out, r->as_of, err);
    if (!ok)
        td_folder_abandon(out, r->as_of);
    return ok;
}

bool
td_command_reissue(struct td_run *run, struct td_error *err)
{
    struct reissue r = {.run = run};
    bool there = false;

    td_date_text(run->options->as_of, r.as_of);
    bool ok = read_known(&r, err) && find_issue(&r, err) && look_at_target(&r, &there, err) &&
              (there || write_folder(&r, err));
    if (ok)
        printf(there ? TD_T("%s/%s 已是这份名单（运行 %s 发布，%s 个文件）\n", "%s/%s is this list already (published by run %s, %s files)\n")
                     : TD_T("%s/%s：运行 %s 发布的名单，%s 个文件，逐字节相同\n", "%s/%s: the list that run %s published, %s files, byte for byte\n"),
               run->options->out_dir, r.as_of, td_rows_text(&r.issue, 0, I_ISSUE), td_rows_text(&r.issue, 0, I_FILES));
    td_rows_free(&r.issue);
    td_buf_free(&r.folder);
    return ok;
}
