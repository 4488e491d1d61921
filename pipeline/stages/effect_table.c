/* The effect of other criteria for programs: CSV with a row for every firm, JSON. */
#include "effect_words.h"

#include "tidu/sheet.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- CSV --------------------------------------------------------------------------------------------- */
enum { CSV_COLUMNS = 14 };

void
effect_csv(struct effect *e, struct td_buf *out)
{
    const struct td_column columns[CSV_COLUMNS] = {
        {TD_T("层级", "tier"), TD_CELL_TEXT, 0},          {TD_T("层级名称", "title"), TD_CELL_TEXT, 0},
        {TD_T("申报", "kind"), TD_CELL_TEXT, 0},          {TD_T("现行版本", "version before"), TD_CELL_TEXT, 0},
        {TD_T("改后版本", "version after"), TD_CELL_TEXT, 0}, {TD_T("统一社会信用代码", "code"), TD_CELL_TEXT, 0},
        {TD_T("企业名称", "firm"), TD_CELL_TEXT, 0},      {TD_T("区县", "county"), TD_CELL_TEXT, 0},
        {TD_T("现行判定", "before"), TD_CELL_TEXT, 0},    {TD_T("改后判定", "after"), TD_CELL_TEXT, 0},
        {TD_T("受益/受损", "gains or loses"), TD_CELL_TEXT, 0}, {TD_T("起决定作用的条件", "decided by"), TD_CELL_TEXT, 0},
        {TD_T("条件编号", "condition ids"), TD_CELL_TEXT, 0},
        {TD_T("未证实数值", "unconfirmed"), TD_CELL_TEXT, 0}};
    struct td_value_cell *cells = td_alloc(e->firm_count * CSV_COLUMNS + 1, sizeof *cells);
    struct td_buf b = {0};

    for (size_t i = 0; i < e->firm_count; i++) {
        const struct effect_firm *f = &e->firms[i];
        const struct effect_pair *pair = &e->pairs[f->pair];
        const struct td_program *t = effect_program(pair);
        struct td_str why[2];
        for (int k = 0; k < 2; k++) {
            td_buf_reset(&b);
            effect_why(e, f, k == 1, &b);
            why[k] = td_arena_str(&e->arena, td_buf_view(&b));
        }
        struct td_str row[CSV_COLUMNS] = {
            t->tier, t->title, td_str(effect_kind_word(pair)), pair->program[0] ? pair->program[0]->version : (struct td_str){0},
            pair->program[1] ? pair->program[1]->version : (struct td_str){0}, f->code, f->name, effect_county_name(e, f->county),
            td_str(effect_verdict_word(f->before)), td_str(effect_verdict_word(f->after)),
            td_str(f->gains ? TD_T("受益", "gains") : TD_T("受损", "loses")), why[0], why[1],
            td_str(!effect_unconfirmed(pair) ? "" : TD_T("含未证实数值", "unconfirmed figures"))};
        for (int c = 0; c < CSV_COLUMNS; c++)
            cells[i * CSV_COLUMNS + (size_t)c] = (struct td_value_cell){.known = true, .text = row[c]};
    }
    td_csv_text(&(struct td_sheet){.columns = columns, .column_count = CSV_COLUMNS, .cells = cells, .row_count = e->firm_count},
                out);
    td_buf_free(&b);
    free(cells);
}

/* ---- JSON -------------------------------------------------------------------------------------------- */
static void
member(struct td_buf *out, const char *name, struct td_str value)
{
    td_buf_printf(out, "\"%s\": ", name);
    td_json_str(out, value);
}

static void
json_counts(const struct effect *e, size_t p, struct td_buf *out)
{
    const struct effect_pair *pair = &e->pairs[p];
    struct county_count counts[COUNTIES_MAX];
    size_t count, n = 0;
    struct decided_row *rows = effect_decided(pair, &count);

    td_buf_text(out, ", \"verdicts\": {");
    for (int v = 0; v < EFFECT_VERDICTS; v++)
        td_buf_printf(out, "%s\"%s\": [%" PRId64 ", %" PRId64 "]", v ? ", " : "", effect_verdict_ids[v], effect_total(pair, 0, v), effect_total(pair, 1, v));
    td_buf_printf(out, "}, \"gains\": %" PRId64 ", \"losses\": %" PRId64 ", \"decided\": [", pair->gains, pair->losses);
    for (size_t i = 0; i < count; i++) {
        td_buf_text(out, i ? ", {" : "{");
        member(out, "condition", rows[i].condition->id);
        td_buf_text(out, ", ");
        member(out, "text", effect_condition_text(rows[i].program, rows[i].condition));
        td_buf_printf(out, ", \"gains\": %" PRId64 ", \"losses\": %" PRId64 ", \"alone\": %" PRId64 "}", rows[i].n.gains, rows[i].n.losses,
                      rows[i].n.alone);
    }
    td_buf_text(out, "], \"counties\": [");
    count = effect_counties(e, p, counts);
    for (size_t i = 0; i < count; i++) {
        if (counts[i].gains == 0 && counts[i].losses == 0)
            continue;
        td_buf_text(out, n++ ? ", {" : "{");
        member(out, "county", counts[i].name);
        td_buf_printf(out, ", \"gains\": %" PRId64 ", \"losses\": %" PRId64 "}", counts[i].gains, counts[i].losses);
    }
    td_buf_text(out, "]");
    free(rows);
}

static void
json_firms(const struct effect *e, size_t p, struct td_buf *out)
{
    size_t n = 0;

    td_buf_text(out, ", \"firms\": [");
    for (size_t i = 0; i < e->firm_count; i++) {
        const struct effect_firm *f = &e->firms[i];
        if (f->pair != (int)p)
            continue;
        td_buf_text(out, n++ ? ",\n    {" : "\n    {");
        member(out, "uscc", f->code);
        td_buf_text(out, ", ");
        member(out, "name", f->name);
        td_buf_text(out, ", ");
        member(out, "county", f->county);
        td_buf_printf(out, ", \"before\": \"%s\", \"after\": \"%s\", \"conditions\": [", effect_verdict_ids[f->before], effect_verdict_ids[f->after]);
        for (int k = 0; k < f->decider_count; k++) {
            td_buf_text(out, k ? ", " : "");
            td_json_str(out, effect_decider(e, f, k)->id);
        }
        td_buf_text(out, "]}");
    }
    td_buf_text(out, "]");
}

void
effect_json(const struct effect *e, struct td_buf *out)
{
    td_buf_text(out, "{");
    td_buf_str(out, e->ask->head);
    td_buf_printf(out, "\"as_of\": \"%s\", \"units\": %" PRIu64 ", \"listed\": [%" PRId64 ", %" PRId64 "], \"entering\": %" PRId64 ", \"leaving\": %" PRId64 ", \"tiers\": [",
                  e->as_of, e->units, e->listed[0], e->listed[1], e->entering, e->leaving);
    for (size_t p = 0; p < e->pair_count; p++) {
        const struct effect_pair *pair = &e->pairs[p];
        const struct td_program *t = effect_program(pair);
        td_buf_text(out, p ? ",\n  {" : "\n  {");
        member(out, "tier", t->tier);
        td_buf_printf(out, ", \"kind\": \"%s\", ", t->kind == TD_REVIEW ? "review" : "new");
        member(out, "title", t->title);
        td_buf_text(out, ", \"versions\": [");
        for (int side = 0; side < 2; side++) {
            td_buf_text(out, side ? ", " : "");
            if (pair->program[side])
                td_json_str(out, pair->program[side]->version);
            else
                td_buf_text(out, "null");
        }
        td_buf_printf(out, "], \"unconfirmed\": %s", effect_unconfirmed(pair) ? "true" : "false");
        json_counts(e, p, out);
        json_firms(e, p, out);
        td_buf_text(out, "}");
    }
    td_buf_text(out, "\n]}\n");
}
