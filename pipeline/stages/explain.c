/*
 * explain: one firm, every tier, clause by clause: what the rule asks, what is known of the firm, the
 * state and the points. The judge runs again on the firm's features with the criteria at hand; a hint
 * is given when those are not the ones of the last night.
 */
#include "doubts.h"
#include "explain_find.h"
#include "explain_history.h"
#include "rules_command.h"
#include "score.h"

#include <string.h>

static void
put_head(const struct td_run *run, const struct td_rows *firm, const char *as_of, struct td_buf *out)
{
    static const char *const members[] = {"uscc", "name", "county", "industry", "status"};

    if (run->options->json) {
        td_buf_printf(out, "{\"as_of\": \"%s\"", as_of);
        for (int i = 0; i < 5; i++) {
            td_buf_printf(out, ", \"%s\": ", members[i]);
            td_json_str(out, td_str(td_rows_text(firm, 0, i)));
        }
        return;
    }
    td_buf_printf(out, TD_T("%s  %s\n区县 %s，行业 %s，登记状态 %s，截止日 %s\n\n",
                            "%s  %s\ncounty %s, industry %s, status %s, as of %s\n\n"),
                  td_rows_text(firm, 0, 1), td_rows_text(firm, 0, 0), td_rows_text(firm, 0, 2),
                  td_rows_text(firm, 0, 3), explain_status(td_rows_text(firm, 0, 4)), as_of);
}

/* What keywords hint at, as features found it. */
static bool
read_hints(struct score *s, const char *uscc, struct td_hint **hints, size_t *count, struct td_error *err)
{
    const char *params[] = {uscc};
    struct td_rows rows = {0};
    struct td_str text[7];

    if (!td_db_query(s->run->db, "explain/hints", NULL, params, 1, &rows, err))
        return false;
    *count = (size_t)rows.count;
    *hints = td_arena_alloc(&s->arena, *count + 1, sizeof **hints);
    for (int i = 0; i < rows.count; i++) {
        for (int k = 0; k < 7; k++)
            text[k] = td_arena_str(&s->arena, td_str(td_rows_text(&rows, i, k)));
        (*hints)[i] = (struct td_hint){.catalogue = text[0], .catalogue_title = text[1], .entry = text[2],
                                       .title = text[3], .words = text[6], .product = text[4].at[0] == '1',
                                       .makes = text[5].at[0] == '2'};
    }
    td_rows_free(&rows);
    return true;
}

/* Figures of the firm that are those of an earlier night, as their delivery was not renewed. */
static bool
put_carried(struct score *s, const char *uscc, struct td_buf *out, struct td_error *err)
{
    static const char *const members[] = {"dataset", "field", "year", "source", "delivered", "since", "for"};
    const char *params[] = {uscc};
    struct td_rows rows = {0};
    bool json = s->run->options->json;

    if (!td_db_query(s->run->db, "explain/carried", NULL, params, 1, &rows, err))
        return false;
    if (json)
        td_buf_text(out, ", \"carried\": [");
    else if (rows.count)
        td_buf_text(out, TD_T("\n沿用旧数据的数值（该交付未能更新）:\n", "\nFigures carried forward (their delivery was not renewed):\n"));
    for (int r = 0; r < rows.count; r++) {
        const struct td_dataset *d = td_dataset_find(td_str(td_rows_text(&rows, r, 0)));
        int field = d ? td_field_find(d, td_str(td_rows_text(&rows, r, 1))) : -1;

        for (int m = 0; json && m < 7; m++) {
            td_buf_printf(out, "%s\"%s\": ", m ? ", " : r ? ", {" : "{", members[m]);
            td_json_str(out, td_str(td_rows_text(&rows, r, m)));
        }
        if (json)
            td_buf_text(out, "}");
        else
            td_buf_printf(out, TD_T("  %s %s年：%s %s 交付，自 %s 起沿用（%s）\n", "  %s of %s: %s, delivered %s, carried forward since %s (%s)\n"),
                          field >= 0 && td_lang_get() == TD_ZH ? d->fields[field].title : td_rows_text(&rows, r, 1),
                          td_rows_text(&rows, r, 2), td_rows_text(&rows, r, 3), td_rows_text(&rows, r, 4),
                          td_rows_text(&rows, r, 5), td_rows_text(&rows, r, 6));
    }
    td_buf_text(out, json ? "]" : "");
    td_rows_free(&rows);
    return true;
}

/* A unit that is registered no longer is not judged; what is known of it is kept. */
static bool
explain_gone(struct td_run *run, const struct td_rows *firm, const char *as_of, struct td_error *err)
{
    struct td_buf out = {0};

    put_head(run, firm, as_of, &out);
    if (!run->options->json)
        td_buf_text(&out, TD_T("已不在登记库，不再判定；记录和称号保留\n\n",
                               "registered no longer and not judged; its records and titles are kept\n\n"));
    bool ok = explain_history(run, td_rows_text(firm, 0, 0), true, &out, err);
    td_buf_text(&out, run->options->json ? ", \"judgement\": null}\n" : "");
    ok = ok && rules_print(run, &out, err);
    td_buf_free(&out);
    return ok;
}

static bool
explain_firm(struct score *s, const struct td_rows *firm, const char *as_of, struct td_error *err)
{
    const char *uscc = td_rows_text(firm, 0, 0);
    struct td_buf behind = {0}, out = {0};
    struct td_hint *hints = NULL;
    size_t hint_count = 0;

    /* the range that holds this one code: a blank sorts before every character of a code */
    td_buf_printf(&behind, "%s ", uscc);
    s->first = true; /* the judgement that stands is not asked for */
    bool ok = score_compile(s, err) && score_columns(s, err) && score_read_range(s, uscc, behind.at, err);
    ok = ok && read_hints(s, uscc, &hints, &hint_count, err);
    if (ok && s->range.rows != 1) {
        ok = td_fail(err, TD_E_NOT_FOUND, TD_T("“%s”还没有特征", "\"%s\" has no features yet"), uscc);
        td_hint(err, TD_T("先运行 tidu run", "run tidu run first"));
    }
    if (ok) {
        put_head(s->run, firm, as_of, &out);
        ok = explain_pool(s->run, uscc, &out, err) && explain_history(s->run, uscc, false, &out, err);
        td_buf_text(&out, s->run->options->json ? ", \"judgement\": " : "");
    }
    if (ok) {
        struct td_columns columns = {s->range.rows, (const int64_t *const *)s->range.values,
                                     (const uint64_t *const *)s->range.known};
        td_explain_hinted(s->rules, &columns, 0, hints, hint_count, s->run->options->json, &out);
        ok = put_carried(s, uscc, &out, err) && explain_links(s->run, uscc, &out, err) &&
             doubts_explain(s->run, uscc, &out, err);
        if (s->run->options->json)
            td_buf_text(&out, "}\n");
        ok = ok && rules_print(s->run, &out, err);
    }
    td_buf_free(&behind);
    td_buf_free(&out);
    return ok;
}

bool
td_command_explain(struct td_run *run, struct td_error *err)
{
    struct td_run seen = *run;
    struct score s = {.run = &seen};
    struct td_options options;
    struct td_rows firm = {0}, night = {0};
    bool ok = explain_find(run, run->options->operands[0], &firm, err) && td_db_query(run->db, "explain/night", NULL, NULL, 0, &night, err) &&
              explain_set_night(&seen, &night, &options, err);
    if (ok && td_rows_text(&firm, 0, 5)[0] == 't')
        ok = explain_gone(run, &firm, td_rows_text(&night, 0, 0), err);
    else
        ok = ok && score_open_readers(&s, err) && score_complete(&s, err) &&
             explain_firm(&s, &firm, td_rows_text(&night, 0, 0), err);

    score_free(&s);
    td_rows_free(&firm);
    td_rows_free(&night);
    return ok;
}
