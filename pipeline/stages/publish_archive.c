/*
 * The archive of what was published. A list is a row of pool.issue, its files are rows of pool.issue_name by name and
 * SHA-256, contents stand once in pool.issue_file whatever number of lists has them: a county's CSV in which nothing
 * changed costs a row of names. What lies in the folder is what is kept, whichever part of publish wrote it.
 */
#include "publish_archive.h"

#include "tidu/sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool
is_last(struct td_run *run, const struct archive_issue *issue, bool *same, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(run->db, "issue/last", NULL, NULL, 0, &rows, err))
        return false;
    *same = rows.count == 1 && strcmp(td_rows_text(&rows, 0, 0), issue->as_of) == 0 &&
            strcmp(td_rows_text(&rows, 0, 1), issue->manifest_hash) == 0;
    td_rows_free(&rows);
    return true;
}

static bool
add_issue(struct td_run *run, const struct archive_issue *issue, const struct td_folder_list *list, struct td_error *err)
{
    char id[24], now[40], files[24], bytes[24];
    uint64_t total = 0;
    const char *params[] = {id, issue->ranked, issue->as_of, now, issue->manifest_hash, files, bytes, issue->released};

    for (size_t i = 0; i < list->count; i++)
        total += list->files[i].bytes;
    snprintf(id, sizeof id, "%" PRId64, run->run);
    snprintf(files, sizeof files, "%zu", list->count);
    snprintf(bytes, sizeof bytes, "%" PRIu64, total);
    td_now_text(now);
    return td_db_run(run->db, "issue/add", NULL, params, 8, NULL, err);
}

static bool
add_names(struct td_run *run, const struct td_folder_list *list, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_copy_in_open(&copy, run->db, "issue/name_in", NULL, err);

    for (size_t i = 0; ok && i < list->count; i++) {
        td_put_row(&copy.buffer, 4);
        td_put_int8(&copy.buffer, run->run);
        td_put_text(&copy.buffer, list->files[i].name);
        td_put_text(&copy.buffer, td_str(list->files[i].sha256));
        td_put_int8(&copy.buffer, (int64_t)list->files[i].bytes);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

/* One file at a time in memory; its hash is looked at again, as what is kept under it must be it. */
static bool
add_content(struct td_copy_in *copy, const char *folder, const char *name, const char *sha256, struct td_error *err)
{
    struct td_buf path = {0}, content = {0};
    char hex[65];

    td_buf_printf(&path, "%s/%s", folder, name);
    bool ok = td_file_read(path.at, &content, err);
    if (ok) {
        td_bytes_sha256(td_buf_view(&content), hex);
        ok = strcmp(hex, sha256) == 0 ||
             td_fail(err, TD_E_CHANGED, TD_T("名单文件在保存时变了", "a file of the list changed while it was kept"));
    }
    if (ok) {
        td_put_row(&copy->buffer, 2);
        td_put_text(&copy->buffer, td_str(sha256));
        td_put_text(&copy->buffer, td_buf_view(&content));
        ok = td_copy_in_flush(copy, err);
    }
    td_buf_free(&content);
    if (!ok)
        td_at(err, path.at, 0, 0);
    td_buf_free(&path);
    return ok;
}

static bool
add_contents(struct td_run *run, const char *folder, struct td_error *err)
{
    struct td_copy_in copy = {0};
    struct td_rows missing = {0};
    char id[24];
    const char *params[] = {id};

    snprintf(id, sizeof id, "%" PRId64, run->run);
    if (!td_db_query(run->db, "issue/missing", NULL, params, 1, &missing, err))
        return false;
    bool ok = missing.count == 0 || td_copy_in_open(&copy, run->db, "issue/file_in", NULL, err);
    for (int r = 0; ok && r < missing.count; r++)
        ok = !td_stopping(err) &&
             add_content(&copy, folder, td_rows_text(&missing, r, 0), td_rows_text(&missing, r, 1), err);
    ok = ok && (missing.count == 0 || td_copy_in_finish(&copy, err));
    td_copy_in_close(&copy);
    td_rows_free(&missing);
    return ok;
}

bool
archive_keep(struct td_run *run, const struct archive_issue *issue, struct td_error *err)
{
    struct td_folder_list list = {0};
    bool same = false;

    if (!is_last(run, issue, &same, err) || same)
        return err->code == 0;
    bool ok = td_folder_files(issue->folder, &list, err) && add_issue(run, issue, &list, err) &&
              add_names(run, &list, err) && add_contents(run, issue->folder, err);
    td_folder_list_free(&list);
    return ok || td_in(err, TD_T("保存已发布的名单", "keeping what is published"));
}
