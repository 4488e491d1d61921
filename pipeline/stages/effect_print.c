/* The effect of other criteria, told: what text, CSV and JSON share, and which of them it is. */
#include "effect_words.h"

#include <stdlib.h>
#include <string.h>

enum { WHY_TEXTS = 3, LOOKED_UP = 5000 };

/* ---- words ------------------------------------------------------------------------------------------- */
const char *
effect_verdict_word(int verdict)
{
    switch (verdict) {
    case TD_CONFIRMED:
        return TD_T("确定", "confirmed");
    case TD_READY:
        return TD_T("确定（待人工）", "ready");
    case TD_POSSIBLE:
        return TD_T("可能", "possible");
    case TD_NEAR:
        return TD_T("近门槛", "near");
    case TD_NO:
        return TD_T("不符合", "no");
    case TD_HOLDS:
        return TD_T("已获", "holds");
    case TD_EXCLUDED:
        return TD_T("排除", "excluded");
    case TD_INSUFFICIENT:
        return TD_T("信息不足", "insufficient");
    case TD_NOT_CONCERNED:
        return TD_T("不涉及", "not concerned");
    default:
        return TD_T("不评", "not judged");
    }
}

const char *const effect_verdict_ids[EFFECT_VERDICTS] = {"confirmed", "ready",    "possible",     "near",          "no",
                                                         "holds",     "excluded", "insufficient", "not_concerned", "not_judged"};

const struct td_program *
effect_program(const struct effect_pair *pair)
{
    return pair->program[1] ? pair->program[1] : pair->program[0];
}

bool
effect_unconfirmed(const struct effect_pair *pair)
{
    return (pair->program[0] && pair->program[0]->unconfirmed) || (pair->program[1] && pair->program[1]->unconfirmed);
}

const char *
effect_kind_word(const struct effect_pair *pair)
{
    return effect_program(pair)->kind == TD_REVIEW ? TD_T("复核", "review") : TD_T("新申报", "new");
}

struct td_str
effect_county_name(const struct effect *e, struct td_str county)
{
    for (int i = 0; i < e->counties.count; i++)
        if (td_str_equal(td_str(td_rows_text(&e->counties, i, 0)), county))
            return td_str(td_rows_text(&e->counties, i, 1));
    return county.len ? county : td_str(TD_T("区县不明", "no county"));
}

const struct td_condition *
effect_decider(const struct effect *e, const struct effect_firm *f, int i)
{
    return &e->pairs[f->pair].program[f->gains ? 0 : 1]->conditions[f->deciders[i]];
}

/* A part without a text of its own is told by the condition that it is a part of. */
struct td_str
effect_condition_text(const struct td_program *t, const struct td_condition *c)
{
    while (c->text.len == 0 && c->parent >= 0)
        c = &t->conditions[c->parent];
    return c->text.len ? c->text : c->id;
}

void
effect_why(const struct effect *e, const struct effect_firm *f, bool ids, struct td_buf *out)
{
    const struct td_program *t = e->pairs[f->pair].program[f->gains ? 0 : 1];

    for (int i = 0; i < f->decider_count && (ids || i < WHY_TEXTS); i++) {
        td_buf_text(out, i ? (ids ? " " : "；") : "");
        td_buf_str(out, ids ? effect_decider(e, f, i)->id : effect_condition_text(t, effect_decider(e, f, i)));
    }
    if (!ids && f->decider_count > WHY_TEXTS)
        td_buf_text(out, TD_T("；等", "; …"));
    if (f->decider_count == 0)
        td_buf_text(out, ids ? "" : !t ? TD_T("该层级只在一边评", "the tier is judged on one side only") : TD_T("称号或涉及范围变化", "the title, or whom it concerns"));
}

/* ---- names ------------------------------------------------------------------------------------------- */
static int
code_order(const void *a, const void *b)
{
    return td_str_order((*(struct effect_firm *const *)a)->code, (*(struct effect_firm *const *)b)->code);
}

/* Names of the given firms: one question for all. */
static bool
find_names(struct td_run *run, struct effect *e, struct effect_firm **firms, size_t count, struct td_error *err)
{
    struct td_buf codes = {0};
    struct td_rows rows = {0};

    if (count == 0)
        return true;
    qsort(firms, count, sizeof(struct effect_firm *), code_order);
    td_buf_text(&codes, "[");
    for (size_t i = 0; i < count; i++) {
        td_buf_text(&codes, i ? "," : "");
        td_json_str(&codes, firms[i]->code);
    }
    td_buf_text(&codes, "]");
    const char *params[] = {codes.at};
    /* the planner takes any number of codes for a hundred, and looks each up: many are joined to the whole table */
    bool ok = count <= LOOKED_UP || (td_db_setting(run->db, "enable_nestloop", "off", err) &&
                                     td_db_script(run->db, "score/whole_tables", NULL, err));
    ok = ok && td_db_query(run->db, "whatif/names", NULL, params, 1, &rows, err);
    int row = 0;
    for (size_t i = 0; ok && i < count; i++) {
        while (row < rows.count && td_str_order(td_str(td_rows_text(&rows, row, 0)), firms[i]->code) < 0)
            row++;
        if (row < rows.count && td_str_equal(td_str(td_rows_text(&rows, row, 0)), firms[i]->code))
            firms[i]->name = td_arena_str(&e->arena, td_str(td_rows_text(&rows, row, 1)));
    }
    td_rows_free(&rows);
    td_buf_free(&codes);
    return ok;
}

/* Is the firm among the first of its tier and direction? They stand in that order. */
bool
effect_is_shown(const struct effect *e, size_t i)
{
    const struct effect_firm *f = &e->firms[i];
    size_t limit = (size_t)e->ask->limit;

    if (e->ask->form != EFFECT_TEXT)
        return true;
    if (i < limit)
        return limit > 0;
    return limit > 0 && (e->firms[i - limit].pair != f->pair || e->firms[i - limit].gains != f->gains);
}

static bool
name_firms(struct td_run *run, struct effect *e, struct td_error *err)
{
    struct effect_firm **shown = td_alloc(e->firm_count + 1, sizeof(struct effect_firm *));
    size_t count = 0;

    for (size_t i = 0; i < e->firm_count; i++)
        if (effect_is_shown(e, i))
            shown[count++] = &e->firms[i];
    bool ok = find_names(run, e, shown, count, err);
    free(shown);
    return ok;
}

/* ---- counts ------------------------------------------------------------------------------------------ */
int64_t
effect_total(const struct effect_pair *pair, int side, int verdict)
{
    int64_t sum = 0;

    for (int v = 0; v < EFFECT_VERDICTS; v++)
        sum += side ? pair->verdicts[v][verdict] : pair->verdicts[verdict][v];
    return sum;
}

/* In the order of the profile; those without anything are left out by the caller. */
size_t
effect_counties(const struct effect *e, size_t pair, struct county_count *counts)
{
    size_t count = 0;

    for (int i = 0; i < e->counties.count && count < COUNTIES_MAX - 1; i++)
        counts[count++] = (struct county_count){.name = td_str(td_rows_text(&e->counties, i, 1))};
    for (size_t i = 0; i < e->firm_count; i++) {
        const struct effect_firm *f = &e->firms[i];
        struct td_str name = effect_county_name(e, f->county);
        size_t at = 0;
        if (f->pair != (int)pair)
            continue;
        while (at < count && !td_str_equal(counts[at].name, name))
            at++;
        if (at == count && count < COUNTIES_MAX)
            counts[count++] = (struct county_count){.name = name};
        at = at < count ? at : count - 1;
        counts[at].gains += f->gains;
        counts[at].losses += !f->gains;
    }
    return count;
}

static int
decided_order(const void *a, const void *b)
{
    const struct decided_row *x = a, *y = b;
    int64_t n = x->n.gains + x->n.losses, m = y->n.gains + y->n.losses;

    if (n != m)
        return n > m ? -1 : 1;
    return td_str_order(x->condition->id, y->condition->id);
}

/* The conditions that decided anything, most first; gains stand at the old file's, losses at the new one's:
 * one of the same id is one row. */
static size_t
list_decided(const struct effect_pair *pair, struct decided_row *rows)
{
    size_t count = 0;

    for (int side = 0; side < 2; side++)
        for (size_t k = 0; pair->program[side] && k < pair->program[side]->condition_count; k++) {
            const struct effect_decided *n = &pair->decided[side][k];
            int other = pair->other[side][k];
            struct effect_decided sum = *n;
            if (other >= 0 && side == 1 && pair->decided[0][other].gains + pair->decided[0][other].losses > 0)
                continue; /* told with the old one */
            if (other >= 0 && side == 0) {
                const struct effect_decided *m = &pair->decided[1][other];
                if (n->gains + n->losses == 0)
                    continue;
                sum = (struct effect_decided){n->gains + m->gains, n->losses + m->losses, n->alone + m->alone};
            }
            if (sum.gains + sum.losses > 0)
                rows[count++] = (struct decided_row){pair->program[side], &pair->program[side]->conditions[k], sum};
        }
    if (count)
        qsort(rows, count, sizeof *rows, decided_order);
    return count;
}

struct decided_row *
effect_decided(const struct effect_pair *pair, size_t *count)
{
    size_t most = 1;

    for (int side = 0; side < 2; side++)
        most += pair->program[side] ? pair->program[side]->condition_count : 0;
    struct decided_row *rows = td_alloc(most, sizeof *rows);
    *count = list_decided(pair, rows);
    return rows;
}

/* ---- the form ----------------------------------------------------------------------------------------- */
enum effect_form
effect_form_of(const struct td_options *o)
{
    const char *form = o->form ? o->form : o->json ? "json" : "text";

    return form[0] == 'c' ? EFFECT_CSV : form[0] == 'j' ? EFFECT_JSON : EFFECT_TEXT;
}

int
effect_limit_of(const struct td_options *o)
{
    return o->limit < 0 ? 10 : o->limit;
}

bool
effect_print(struct td_run *run, struct effect *e, struct td_buf *out, struct td_error *err)
{
    if (!name_firms(run, e, err))
        return false;
    if (e->ask->form == EFFECT_CSV)
        effect_csv(e, out);
    else if (e->ask->form == EFFECT_JSON)
        effect_json(e, out);
    else
        effect_text(e, out);
    return true;
}
