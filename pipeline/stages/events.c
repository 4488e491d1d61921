/* events: what happened to firms, by night, kind and county, from link.event. */
#include "rules_command.h"
#include "table.h"

#include "tidu/event.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { /* of identity/list */
    E_AS_OF, E_RUN, E_KIND, E_WORD, E_USCC, E_NAME, E_COUNTY, E_COUNTY_NAME, E_WAS, E_BECAME, E_WAS_ID, E_BECAME_ID,
    E_EVIDENCE, E_DELIVERY
};

static const struct table_column text_columns[] = {
    {"截止日", "as of", E_AS_OF, false}, {"区县", "county", E_COUNTY_NAME, false}, {"变更", "event", E_WORD, false},
    {"企业名称", "firm", E_NAME, false}, {"统一社会信用代码", "code", E_USCC, false}, {"之前", "before", E_WAS, false},
    {"之后", "after", E_BECAME, false}, {"依据", "evidence", E_EVIDENCE, false}};
static const struct table_column text_columns_en[] = {
    {"", "as of", E_AS_OF, false}, {"", "county", E_COUNTY_NAME, false}, {"", "event", E_KIND, false},
    {"", "firm", E_NAME, false}, {"", "code", E_USCC, false}, {"", "before", E_WAS_ID, false},
    {"", "after", E_BECAME_ID, false}, {"", "evidence", E_EVIDENCE, false}};
static const struct table_column all_columns[] = {
    {"截止日", "as_of", E_AS_OF, false},    {"运行", "run", E_RUN, true},        {"变更代码", "kind", E_KIND, false},
    {"变更", "word", E_WORD, false},        {"统一社会信用代码", "uscc", E_USCC, false}, {"企业名称", "name", E_NAME, false},
    {"区县代码", "county", E_COUNTY, false}, {"区县", "county_name", E_COUNTY_NAME, false},
    {"之前", "was", E_WAS, false},          {"之后", "became", E_BECAME, false}, {"之前（代码）", "was_id", E_WAS_ID, false},
    {"之后（代码）", "became_id", E_BECAME_ID, false}, {"依据", "evidence", E_EVIDENCE, false},
    {"交付", "delivery", E_DELIVERY, false}};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
enum { TEXT_EVENTS = 100 };

struct asked {
    char date[11], limit[24];
    const char *since_date, *since_run, *county; /* NULL = all */
    struct td_rows counties;
};

/* A date, or the number of a run. */
static bool
read_since(const char *value, struct asked *a, struct td_error *err)
{
    td_date date;

    if (!value)
        return true;
    if (value[0] && strspn(value, "0123456789") == strlen(value) && strlen(value) < 8) {
        a->since_run = value;
        return true;
    }
    if (td_date_parse(td_str(value), TD_DATE_ISO | TD_DATE_COMPACT, &date) != TD_FAULT_NONE) {
        td_fail(err, TD_E_USAGE, TD_T("--since 的值 \"%s\" 不对", "--since cannot be \"%s\""), value);
        return td_hint(err, TD_T("写日期 (2026-11-01) 或运行号 (42)", "a date (2026-11-01) or the number of a run (42)"));
    }
    td_date_text(date, a->date);
    a->since_date = a->date;
    return true;
}

static bool
check_kind(const char *kind, struct td_error *err)
{
    enum td_event_kind found;
    struct td_buf all = {0};

    if (!kind || td_event_find(td_str(kind), &found))
        return true;
    for (int k = 0; k < TD_EVENT_KINDS; k++)
        td_buf_printf(&all, "%s%s", k ? " " : "", td_event_word((enum td_event_kind)k));
    td_fail(err, TD_E_USAGE, TD_T("--kind 的值 \"%s\" 不对", "--kind cannot be \"%s\""), kind);
    td_hint(err, "%s", all.at);
    td_buf_free(&all);
    return false;
}

static bool
find_county(struct td_run *run, struct asked *a, struct td_error *err)
{
    const char *wanted = run->options->county;
    struct td_buf all = {0};

    if (!wanted)
        return true;
    if (!td_db_query(run->db, "funnel/counties", NULL, NULL, 0, &a->counties, err))
        return false;
    for (int r = 0; r < a->counties.count && !a->county; r++) {
        const char *code = td_rows_text(&a->counties, r, 0), *name = td_rows_text(&a->counties, r, 1);
        if (strcmp(code, wanted) == 0 || strcmp(name, wanted) == 0)
            a->county = code;
        td_buf_printf(&all, "%s%s %s", r ? "; " : "", code, name);
    }
    if (!a->county) {
        td_fail(err, TD_E_USAGE, TD_T("没有“%s”这个区县", "\"%s\" is no county"), wanted);
        td_hint(err, "%s", all.len ? all.at : "");
    }
    td_buf_free(&all);
    return a->county != NULL;
}

static bool
put_text(struct td_run *run, const char *const *params, const struct td_rows *rows, struct td_buf *out,
         struct td_error *err)
{
    struct td_rows counts = {0};
    int64_t total = 0;

    if (!td_db_query(run->db, "identity/list_counts", NULL, params, 4, &counts, err))
        return false;
    td_buf_text(out, TD_T("企业变更：", "Events: "));
    for (int r = 0; r < counts.count; r++) {
        td_buf_printf(out, "%s%s %s", r ? TD_T("，", ", ") : "",
                      td_rows_text(&counts, r, td_lang_get() == TD_EN ? 0 : 1), td_rows_text(&counts, r, 2));
        total += td_rows_int(&counts, r, 2);
    }
    td_buf_text(out, counts.count ? "\n" : TD_T("没有\n", "none\n"));
    td_rows_free(&counts);
    if (rows->count)
        table_text(rows, 0, rows->count, td_lang_get() == TD_EN ? text_columns_en : text_columns, COUNT(text_columns), out);
    if (rows->count < total)
        td_buf_printf(out, TD_T("以上 %d 条，共 %lld 条；--limit 0 列出全部\n", "%d of %lld; --limit 0 lists all\n"), rows->count,
                      (long long)total);
    return true;
}

bool
td_command_events(struct td_run *run, struct td_error *err)
{
    const struct td_options *o = run->options;
    enum table_form form = table_form(o);
    struct asked a = {0};
    struct td_rows rows = {0};
    struct td_buf out = {0};
    bool ok = read_since(o->since, &a, err) && check_kind(o->kind, err) && find_county(run, &a, err);
    const char *params[] = {a.since_date, a.since_run, o->kind, a.county, a.limit};

    snprintf(a.limit, sizeof a.limit, "%d", o->limit >= 0 ? o->limit : form == TABLE_TEXT ? TEXT_EVENTS : 0);
    ok = ok && td_db_query(run->db, "identity/list", NULL, params, 5, &rows, err);
    if (ok && form == TABLE_CSV)
        table_csv(&rows, all_columns, COUNT(all_columns), &out);
    else if (ok && form == TABLE_JSON) {
        td_buf_text(&out, "{\"events\": ");
        table_json(&rows, all_columns, COUNT(all_columns), true, &out);
        td_buf_text(&out, "}\n");
    } else if (ok)
        ok = put_text(run, params, &rows, &out, err);
    ok = ok && rules_print(run, &out, err);
    td_buf_free(&out);
    td_rows_free(&rows);
    td_rows_free(&a.counties);
    return ok;
}
