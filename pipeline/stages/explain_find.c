/* Which firm is meant, and which night: what explain and the firm sheet begin with. */
#include "explain_find.h"
#include "explain_history.h"

#include <string.h>

static bool
several(const struct td_rows *hits, const char *wanted, struct td_error *err)
{
    struct td_buf names = {0};

    for (int i = 0; i < hits->count && i < 10; i++)
        td_buf_printf(&names, "%s%s %s", i ? "; " : "", td_rows_text(hits, i, 0), td_rows_text(hits, i, 1));
    td_fail(err, TD_E_NOT_FOUND, TD_T("有多家企业与“%s”相符", "several firms fit \"%s\""), wanted);
    td_hint(err, "%s", names.at);
    td_buf_free(&names);
    return false;
}

bool
explain_find(struct td_run *run, const char *wanted, struct td_rows *hits, struct td_error *err)
{
    struct td_buf key = {0};

    td_name_key(td_str(wanted), &key);
    td_buf_text(&key, "");
    const char *params[] = {wanted, key.at};
    bool ok = td_db_query(run->db, "explain/find", NULL, params, 2, hits, err);
    td_buf_free(&key);
    if (!ok)
        return false;
    if (hits->count == 0) {
        td_fail(err, TD_E_NOT_FOUND, TD_T("没有找到企业“%s”", "no firm \"%s\""), wanted);
        return td_hint(err, TD_T("参数是统一社会信用代码、名称或名称的一部分",
                                 "give a credit code, a name or a part of a name"));
    }
    return hits->count == 1 || several(hits, wanted, err);
}

bool
explain_find_firm(struct td_run *run, struct td_rows *hits, struct td_error *err)
{
    return explain_find(run, run->options->operands[0], hits, err);
}

const char *
explain_status(const char *status)
{
    static const char *const words[][2] = {{"active", "存续"},     {"revoked", "吊销"},   {"cancelled", "注销"},
                                           {"moved_out", "迁出"}, {"suspended", "停业"}, {"clearing", "清算"}};

    for (size_t i = 0; td_lang_get() == TD_ZH && i < sizeof(words) / sizeof(*words); i++)
        if (strcmp(status, words[i][0]) == 0)
            return words[i][1];
    return status;
}

bool
explain_set_night(struct td_run *run, const struct td_rows *night, struct td_options *options, struct td_error *err)
{
    *options = *run->options;
    if (td_rows_null(night, 0, 0) ||
        td_date_parse(td_str(td_rows_text(night, 0, 0)), TD_DATE_ISO, &options->as_of) != TD_FAULT_NONE) {
        td_fail(err, TD_E_NOT_FOUND, TD_T("还没有运行过", "nothing has run yet"));
        return td_hint(err, TD_T("先运行 tidu run", "run tidu run first"));
    }
    run->options = options;
    run->profile.city_code = td_str(td_rows_text(night, 0, 1));
    const char *judged = td_rows_text(night, 0, 2);
    if (judged[0] && strcmp(judged, run->criteria_hash) != 0) {
        struct td_error warning = {0};
        td_fail(&warning, TD_E_CRITERIA,
                TD_T("评价标准文件与上次判定时不同，以下按现在的文件说明",
                     "the criteria files are not those of the last night; explained by the present ones"));
        td_log_warn(run->log, &warning);
    }
    return true;
}
