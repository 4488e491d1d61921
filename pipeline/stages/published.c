/* published: which lists were published when, for which as-of date, and what took their place; --prune-before. */
#include "rules_command.h"
#include "table.h"

#include <stdio.h>
#include <string.h>

enum { /* of issue/list */
    P_ISSUE, P_AS_OF, P_PUBLISHED, P_RUN, P_FILES, P_MIB, P_BY, P_SUPERSEDED, P_CURRENT, P_PRUNED, P_RELEASED, P_MANIFEST
};

static const struct table_column text_columns[] = {
    {"运行", "run", P_ISSUE, true},       {"截止日", "as of", P_AS_OF, false},      {"发布时间", "published", P_PUBLISHED, false},
    {"文件", "files", P_FILES, true},     {"MiB", "MiB", P_MIB, true},              {"被取代（运行）", "superseded by", P_BY, true},
    {"取代时间", "superseded", P_SUPERSEDED, false}, {"内容清除", "pruned", P_PRUNED, false}, {"放行理由", "released", P_RELEASED, false}};
static const struct table_column all_columns[] = {
    {"运行", "issue", P_ISSUE, true},     {"截止日", "as_of", P_AS_OF, false},      {"发布时间", "published", P_PUBLISHED, false},
    {"排序的运行", "run", P_RUN, true},   {"文件", "files", P_FILES, true},         {"MiB", "mib", P_MIB, true},
    {"被取代（运行）", "superseded_by", P_BY, true}, {"取代时间", "superseded", P_SUPERSEDED, false},
    {"现行", "current", P_CURRENT, false}, {"内容清除", "pruned", P_PRUNED, false}, {"放行理由", "released", P_RELEASED, false},
    {"manifest.json", "manifest_sha256", P_MANIFEST, false}};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
enum { TEXT_ISSUES = 40, LOCK_WAIT_MS = 15000 };

/* Asked for by name only, and under the run lock: a publication that is going may lean on a content that is here. */
static bool
prune(struct td_run *run, struct td_error *err)
{
    struct td_rows rows = {0};
    char before[11], now[40], who[256];
    const char *params[] = {before, now, who};
    td_date date;

    if (td_date_parse(td_str(run->options->prune_before), TD_DATE_ISO, &date) != TD_FAULT_NONE)
        return td_fail(err, TD_E_USAGE, TD_T("--prune-before 的值 \"%s\" 不对", "--prune-before cannot be \"%s\""),
                       run->options->prune_before);
    td_date_text(date, before);
    td_now_text(now);
    td_who(who);
    if (!td_lock(run->db, LOCK_WAIT_MS, err) || !td_db_query(run->db, "issue/prune", NULL, params, 3, &rows, err))
        return false;
    printf(TD_T("清除了 %s 次发布的内容：%s 个文件，%.1f MiB；记录和校验和保留\n",
                "took away what was kept of %s lists: %s files, %.1f MiB; their record and checksums stay\n"),
           td_rows_text(&rows, 0, 0), td_rows_text(&rows, 0, 1), (double)td_rows_int(&rows, 0, 2) / 1048576);
    td_rows_free(&rows);
    return true;
}

static bool
put_text(struct td_run *run, const struct td_rows *rows, struct td_buf *out, struct td_error *err)
{
    struct td_rows kept = {0};

    if (!td_db_query(run->db, "issue/kept", NULL, NULL, 0, &kept, err))
        return false;
    if (rows->count)
        table_text(rows, 0, rows->count, text_columns, COUNT(text_columns), out);
    else
        td_buf_text(out, TD_T("没有\n", "none\n"));
    td_buf_printf(out, TD_T("存档：%s 个不同的文件，%.1f MiB；tidu reissue 重出旧名单\n",
                            "kept: %s different files, %.1f MiB; tidu reissue writes an old list again\n"),
                  td_rows_text(&kept, 0, 0), (double)td_rows_int(&kept, 0, 1) / 1048576);
    td_rows_free(&kept);
    return true;
}

bool
td_command_published(struct td_run *run, struct td_error *err)
{
    const struct td_options *o = run->options;
    enum table_form form = table_form(o);
    struct td_rows rows = {0};
    struct td_buf out = {0};
    char as_of[11], limit[24];
    const char *params[] = {o->as_of == TD_DATE_NONE ? NULL : as_of, limit};

    if (o->prune_before)
        return prune(run, err);
    if (params[0])
        td_date_text(o->as_of, as_of);
    snprintf(limit, sizeof limit, "%d", o->limit >= 0 ? o->limit : form == TABLE_TEXT ? TEXT_ISSUES : 0);
    bool ok = td_db_query(run->db, "issue/list", NULL, params, 2, &rows, err);
    if (ok && form == TABLE_CSV)
        table_csv(&rows, all_columns, COUNT(all_columns), &out);
    else if (ok && form == TABLE_JSON) {
        td_buf_text(&out, "{\"published\": ");
        table_json(&rows, all_columns, COUNT(all_columns), true, &out);
        td_buf_text(&out, "}\n");
    } else if (ok)
        ok = put_text(run, &rows, &out, err);
    ok = ok && rules_print(run, &out, err);
    td_buf_free(&out);
    td_rows_free(&rows);
    return ok;
}
