#include "cut.h"

#include <stdio.h>
#include <string.h>

static bool
find_run(struct cut *cut, struct td_run *run, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(run->db, "funnel/run", NULL, NULL, 0, &rows, err))
        return false;
    bool found = rows.count == 1 && !td_rows_null(&rows, 0, 2);
    if (found) {
        snprintf(cut->run, sizeof cut->run, "%s", td_rows_text(&rows, 0, 0));
        snprintf(cut->as_of, sizeof cut->as_of, "%s", td_rows_text(&rows, 0, 1));
        snprintf(cut->rules_run, sizeof cut->rules_run, "%s", td_rows_text(&rows, 0, 2));
    }
    td_rows_free(&rows);
    if (!found) {
        td_fail(err, TD_E_NOT_FOUND, "%s", TD_T("还没有判定结果，或是旧版程序判定的", "nothing has been judged yet, or by an older program only"));
        td_hint(err, "%s", TD_T("先运行 tidu run", "run tidu run first"));
    }
    return found;
}

/* The row whose code or name is the word, or the only one whose name begins with it. Else -1, and the hint
 * lists what there is. */
static int
find_word(const struct td_rows *rows, const char *word, const char *zh, const char *en, struct td_error *err)
{
    struct td_buf all = {0};
    int begins = -1, hits = 0;

    for (int r = 0; r < rows->count; r++) {
        const char *code = td_rows_text(rows, r, 0), *name = td_rows_text(rows, r, 1);
        if (strcmp(code, word) == 0 || strcmp(name, word) == 0) {
            td_buf_free(&all);
            return r;
        }
        if (word[0] && strncmp(name, word, strlen(word)) == 0) {
            begins = r;
            hits++;
        }
        td_buf_printf(&all, "%s%s %s", r ? "; " : "", code, name);
    }
    if (hits != 1) {
        td_fail(err, TD_E_USAGE, TD_T("没有“%s”这个%s", "\"%s\" is no %s"), word, TD_T(zh, en));
        td_hint(err, "%s", all.len ? all.at : "");
        begins = -1;
    }
    td_buf_free(&all);
    return begins;
}

static bool
find_tier(struct cut *cut, struct td_run *run, struct td_error *err)
{
    const char *params[] = {cut->rules_run};

    if (!td_db_query(run->db, "funnel/tiers", NULL, params, 1, &cut->tiers, err))
        return false;
    if (run->options->operand_count == 0)
        return true;
    int at = find_word(&cut->tiers, run->options->operands[0], "层级", "tier", err);
    if (at >= 0) {
        cut->tier = td_rows_text(&cut->tiers, at, 0);
        cut->tier_title = td_rows_text(&cut->tiers, at, 1);
    }
    return at >= 0;
}

static bool
find_county(struct cut *cut, struct td_run *run, struct td_error *err)
{
    if (!run->options->county)
        return true;
    if (!td_db_query(run->db, "funnel/counties", NULL, NULL, 0, &cut->counties, err))
        return false;
    int at = find_word(&cut->counties, run->options->county, "区县", "county", err);
    if (at >= 0) {
        cut->county = td_rows_text(&cut->counties, at, 0);
        cut->county_name = td_rows_text(&cut->counties, at, 1);
    }
    return at >= 0;
}

static bool
find_industry(struct cut *cut, struct td_run *run, struct td_error *err)
{
    const char *params[] = {run->options->industry};

    if (!params[0])
        return true;
    if (!td_db_query(run->db, "funnel/industry", NULL, params, 1, &cut->industries, err))
        return false;
    if (cut->industries.count == 0) {
        td_fail(err, TD_E_USAGE, TD_T("没有“%s”这个行业", "there is no industry \"%s\""), params[0]);
        return td_hint(err, "%s", TD_T("GB/T 4754-2017 的门类、大类、中类、小类代码或名称，如 C、34、C3484",
                                       "a code or name of GB/T 4754-2017: C, 34, C3484"));
    }
    cut->industry = td_rows_text(&cut->industries, 0, 0);
    cut->industry_name = td_rows_text(&cut->industries, 0, 1);
    return true;
}

bool
cut_open(struct cut *cut, struct td_run *run, struct td_error *err)
{
    return find_run(cut, run, err) && find_tier(cut, run, err) && find_county(cut, run, err) &&
           find_industry(cut, run, err);
}

void
cut_close(struct cut *cut)
{
    td_rows_free(&cut->tiers);
    td_rows_free(&cut->counties);
    td_rows_free(&cut->industries);
}

void
cut_text(const struct cut *cut, struct td_buf *out)
{
    td_buf_text(out, cut->county ? cut->county_name : TD_T("全市", "the city"));
    if (cut->industry)
        td_buf_printf(out, TD_T("，%s %s", ", %s %s"), cut->industry, cut->industry_name);
    td_buf_printf(out, TD_T("，截止日 %s", ", as of %s"), cut->as_of);
}
