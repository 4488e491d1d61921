/* The effect of other criteria, told: as text for people, as CSV of every firm, as JSON. */
#include "effect.h"

#include "tidu/sheet.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CONDITIONS_SHOWN = 12, COUNTIES_MAX = 64, WHY_TEXTS = 3 };

/* ---- words ------------------------------------------------------------------------------------------- */
static const char *
verdict_word(int verdict)
{
    switch (verdict) {
    case TD_CONFIRMED:
        return TD_T("确定", "confirmed");
    case TD_READY:
        return TD_T("确定（待人工）", "ready");
    case TD_POSSIBLE:
        return TD_T("可能", "possible");
    case TD_NEAR:
        return TD_T("接近", "near");
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

static const char *const verdict_ids[EFFECT_VERDICTS] = {"confirmed", "ready",    "possible",     "near",          "no",
                                                         "holds",     "excluded", "insufficient", "not_concerned", "not_judged"};

static const struct td_program *
some_program(const struct effect_pair *pair)
{
    return pair->program[1] ? pair->program[1] : pair->program[0];
}

static const char *
kind_word(const struct effect_pair *pair)
{
    return some_program(pair)->kind == TD_REVIEW ? TD_T("复核", "review") : TD_T("新申报", "new");
}

static struct td_str
county_name(const struct effect *e, struct td_str county)
{
    for (int i = 0; i < e->counties.count; i++)
        if (td_str_equal(td_str(td_rows_text(&e->counties, i, 0)), county))
            return td_str(td_rows_text(&e->counties, i, 1));
    return county.len ? county : td_str(TD_T("区县不明", "no county"));
}

static const struct td_condition *
decider(const struct effect *e, const struct effect_firm *f, int i)
{
    return &e->pairs[f->pair].program[f->gains ? 0 : 1]->conditions[f->deciders[i]];
}

/* A part without a text of its own is told by the condition that it is a part of. */
static struct td_str
condition_text(const struct td_program *t, const struct td_condition *c)
{
    while (c->text.len == 0 && c->parent >= 0)
        c = &t->conditions[c->parent];
    return c->text.len ? c->text : c->id;
}

static void
put_why(const struct effect *e, const struct effect_firm *f, bool ids, struct td_buf *out)
{
    const struct td_program *t = e->pairs[f->pair].program[f->gains ? 0 : 1];

    for (int i = 0; i < f->decider_count && (ids || i < WHY_TEXTS); i++) {
        td_buf_text(out, i ? (ids ? " " : "；") : "");
        td_buf_str(out, ids ? decider(e, f, i)->id : condition_text(t, decider(e, f, i)));
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
    bool ok = td_db_query(run->db, "whatif/names", NULL, params, 1, &rows, err);
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
static bool
is_shown(const struct effect *e, size_t i)
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
        if (is_shown(e, i))
            shown[count++] = &e->firms[i];
    bool ok = find_names(run, e, shown, count, err);
    free(shown);
    return ok;
}

/* ---- counts ------------------------------------------------------------------------------------------ */
static int64_t
total(const struct effect_pair *pair, int side, int verdict)
{
    int64_t sum = 0;

    for (int v = 0; v < EFFECT_VERDICTS; v++)
        sum += side ? pair->verdicts[v][verdict] : pair->verdicts[verdict][v];
    return sum;
}

static bool
is_changed(const struct effect_pair *pair)
{
    for (int b = 0; b < EFFECT_VERDICTS; b++)
        for (int a = 0; a < EFFECT_VERDICTS; a++)
            if (a != b && pair->verdicts[b][a])
                return true;
    return false;
}

struct county_count {
    struct td_str name;
    int64_t gains, losses;
};

/* In the order of the profile; those without anything are left out by the caller. */
static size_t
count_counties(const struct effect *e, int pair, struct county_count *counts)
{
    size_t count = 0;

    for (int i = 0; i < e->counties.count && count < COUNTIES_MAX - 1; i++)
        counts[count++] = (struct county_count){.name = td_str(td_rows_text(&e->counties, i, 1))};
    for (size_t i = 0; i < e->firm_count; i++) {
        const struct effect_firm *f = &e->firms[i];
        struct td_str name = county_name(e, f->county);
        size_t at = 0;
        if (f->pair != pair)
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

struct decided_row {
    const struct td_program *program;
    const struct td_condition *condition;
    struct effect_decided n;
};

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

static struct decided_row *
decided_room(const struct effect_pair *pair)
{
    size_t most = 1;

    for (int side = 0; side < 2; side++)
        most += pair->program[side] ? pair->program[side]->condition_count : 0;
    return td_alloc(most, sizeof(struct decided_row));
}

/* ---- text -------------------------------------------------------------------------------------------- */
static void
put_number(struct td_buf *out, int64_t n, int width, bool sign)
{
    struct td_buf b = {0};

    td_buf_printf(&b, sign && n > 0 ? "+%" PRId64 : "%" PRId64, n);
    td_buf_padded(out, td_buf_view(&b), width, true);
    td_buf_free(&b);
}

static void
put_cell(struct td_buf *out, const char *text, int width, bool right)
{
    td_buf_padded(out, td_str(text), width, right);
}

static void
put_verdicts(const struct effect_pair *pair, struct td_buf *out)
{
    td_buf_text(out, "  ");
    put_cell(out, TD_T("判定", "verdict"), 16, false);
    put_cell(out, TD_T("现行", "before"), 10, true);
    put_cell(out, TD_T("改后", "after"), 10, true);
    put_cell(out, TD_T("变化", "change"), 10, true);
    td_buf_text(out, "\n");
    for (int v = 0; v < EFFECT_VERDICTS; v++) {
        int64_t before = total(pair, 0, v), after = total(pair, 1, v);
        if (before == 0 && after == 0)
            continue;
        td_buf_text(out, "  ");
        put_cell(out, verdict_word(v), 16, false);
        put_number(out, before, 10, false);
        put_number(out, after, 10, false);
        put_number(out, after - before, 10, true);
        td_buf_text(out, "\n");
    }
}

/* From which verdict to which. */
static void
put_moves(const struct effect_pair *pair, struct td_buf *out)
{
    td_buf_text(out, "\n");
    for (int b = 0; b < EFFECT_VERDICTS; b++)
        for (int a = 0; a < EFFECT_VERDICTS; a++)
            if (a != b && pair->verdicts[b][a]) {
                td_buf_text(out, "  ");
                put_number(out, pair->verdicts[b][a], 8, false);
                td_buf_printf(out, TD_T(" 家  %s -> %s\n", "  %s -> %s\n"), verdict_word(b), verdict_word(a));
            }
}

static void
put_decided(const struct effect_pair *pair, struct td_buf *out)
{
    struct decided_row *rows = decided_room(pair);
    size_t count = list_decided(pair, rows);

    if (count) {
        td_buf_text(out, "\n  ");
        put_cell(out, TD_T("受益", "gain"), 8, true);
        put_cell(out, TD_T("受损", "lose"), 8, true);
        put_cell(out, TD_T("唯一", "alone"), 8, true);
        td_buf_printf(out, "  %s\n", TD_T("起决定作用的条件", "condition that decided"));
    }
    for (size_t i = 0; i < count && i < CONDITIONS_SHOWN; i++) {
        struct td_str text = condition_text(rows[i].program, rows[i].condition);
        td_buf_text(out, "  ");
        put_number(out, rows[i].n.gains, 8, false);
        put_number(out, rows[i].n.losses, 8, false);
        put_number(out, rows[i].n.alone, 8, false);
        td_buf_printf(out, "  %.*s  %.*s\n", (int)rows[i].condition->id.len, rows[i].condition->id.at, (int)text.len, text.at);
    }
    if (count > CONDITIONS_SHOWN)
        td_buf_printf(out, TD_T("  另有 %zu 个条件\n", "  and %zu more conditions\n"), count - CONDITIONS_SHOWN);
    free(rows);
}

static void
put_counties(const struct effect *e, size_t pair, struct td_buf *out)
{
    struct county_count counts[COUNTIES_MAX];
    size_t count = count_counties(e, (int)pair, counts);
    int width = td_text_columns(td_str(TD_T("区县", "county")));

    for (size_t i = 0; i < count; i++) {
        int w = td_text_columns(counts[i].name);
        width = (counts[i].gains || counts[i].losses) && w > width ? w : width;
    }
    td_buf_text(out, "\n  ");
    put_cell(out, TD_T("区县", "county"), width, false);
    put_cell(out, TD_T("受益", "gain"), 10, true);
    put_cell(out, TD_T("受损", "lose"), 10, true);
    td_buf_text(out, "\n");
    for (size_t i = 0; i < count; i++) {
        if (counts[i].gains == 0 && counts[i].losses == 0)
            continue;
        td_buf_text(out, "  ");
        td_buf_padded(out, counts[i].name, width, false);
        put_number(out, counts[i].gains, 10, false);
        put_number(out, counts[i].losses, 10, false);
        td_buf_text(out, "\n");
    }
}

static void
put_firm(const struct effect *e, const struct effect_firm *f, struct td_buf *out)
{
    struct td_str name = f->name.len ? f->name : td_str("-"), county = county_name(e, f->county);

    td_buf_printf(out, "  %.*s  %.*s  %.*s  %s -> %s  ", (int)f->code.len, f->code.at, (int)name.len, name.at, (int)county.len,
                  county.at, verdict_word(f->before), verdict_word(f->after));
    put_why(e, f, false, out);
    td_buf_text(out, "\n");
}

static void
put_firms(const struct effect *e, size_t pair, bool gains, struct td_buf *out)
{
    int64_t count = gains ? e->pairs[pair].gains : e->pairs[pair].losses;
    bool headed = false;

    for (size_t i = 0; i < e->firm_count; i++) {
        const struct effect_firm *f = &e->firms[i];
        if (f->pair != (int)pair || f->gains != gains || !is_shown(e, i))
            continue;
        if (!headed)
            td_buf_printf(out, gains ? TD_T("\n  受益企业（共 %" PRId64 " 家；后为原先的缺口）\n", "\n  firms that gain (%" PRId64 "; behind each what was lacking)\n")
                                     : TD_T("\n  受损企业（共 %" PRId64 " 家；后为改后的缺口）\n", "\n  firms that lose (%" PRId64 "; behind each what will be lacking)\n"),
                          count);
        headed = true;
        put_firm(e, f, out);
    }
    if (headed && count > e->ask->limit)
        td_buf_printf(out, TD_T("  只列前 %d 家；--limit N 列更多，--format csv -o FILE 列全部\n",
                                "  the first %d only; --limit N lists more, --format csv -o FILE all\n"),
                      e->ask->limit);
}

static void
put_versions(const struct effect_pair *pair, struct td_buf *out)
{
    const struct td_program *a = pair->program[0], *b = pair->program[1];

    if (a && b && !td_str_equal(a->version, b->version))
        td_buf_printf(out, "%.*s -> %.*s", (int)a->version.len, a->version.at, (int)b->version.len, b->version.at);
    else
        td_buf_str(out, some_program(pair)->version);
    if (!a || !b)
        td_buf_text(out, !a ? TD_T("，只在改后评", ", after only") : TD_T("，只在现行评", ", before only"));
}

static void
put_pair(const struct effect *e, size_t p, struct td_buf *out)
{
    const struct effect_pair *pair = &e->pairs[p];
    const struct td_program *t = some_program(pair);

    td_buf_printf(out, TD_T("\n%.*s（%.*s，%s，", "\n%.*s (%.*s, %s, "), (int)t->title.len, t->title.at, (int)t->tier.len, t->tier.at,
                  kind_word(pair));
    put_versions(pair, out);
    td_buf_printf(out, TD_T("）: 受益 %" PRId64 " 家，受损 %" PRId64 " 家\n", "): %" PRId64 " gain, %" PRId64 " lose\n"), pair->gains,
                  pair->losses);
    put_verdicts(pair, out);
    put_moves(pair, out);
    if (pair->gains || pair->losses) {
        put_decided(pair, out);
        put_counties(e, p, out);
        put_firms(e, p, true, out);
        put_firms(e, p, false, out);
    }
}

static void
put_text(const struct effect *e, struct td_buf *out)
{
    size_t same = 0;

    td_buf_str(out, e->ask->head);
    td_buf_printf(out, TD_T("截止日 %s，%" PRIu64 " 家企业；有拟培育层级的 %" PRId64 " -> %" PRId64 " 家（进入 %" PRId64 "，退出 %" PRId64 "）\n",
                            "as of %s, %" PRIu64 " firms; with a tier to be cultivated for %" PRId64 " -> %" PRId64 " (%" PRId64 " enter, %" PRId64 " leave)\n"),
                  e->as_of, e->units, e->listed[0], e->listed[1], e->entering, e->leaving);
    for (size_t p = 0; p < e->pair_count; p++) {
        if (is_changed(&e->pairs[p]))
            put_pair(e, p, out);
        else
            same++;
    }
    td_buf_text(out, same ? TD_T("\n没有变化: ", "\nunchanged: ") : "");
    for (size_t p = 0, n = 0; p < e->pair_count; p++) {
        const struct td_program *t = some_program(&e->pairs[p]);
        if (is_changed(&e->pairs[p]))
            continue;
        td_buf_printf(out, TD_T("%s%.*s（%s）", "%s%.*s (%s)"), n++ ? TD_T("、", ", ") : "", (int)t->title.len, t->title.at,
                      kind_word(&e->pairs[p]));
    }
    td_buf_text(out, same ? "\n" : "");
}

/* ---- CSV --------------------------------------------------------------------------------------------- */
enum { CSV_COLUMNS = 13 };

static void
put_csv(struct effect *e, struct td_buf *out)
{
    const struct td_column columns[CSV_COLUMNS] = {
        {TD_T("层级", "tier"), TD_CELL_TEXT, 0},          {TD_T("层级名称", "title"), TD_CELL_TEXT, 0},
        {TD_T("申报", "kind"), TD_CELL_TEXT, 0},          {TD_T("现行版本", "version before"), TD_CELL_TEXT, 0},
        {TD_T("改后版本", "version after"), TD_CELL_TEXT, 0}, {TD_T("统一社会信用代码", "code"), TD_CELL_TEXT, 0},
        {TD_T("企业名称", "firm"), TD_CELL_TEXT, 0},      {TD_T("区县", "county"), TD_CELL_TEXT, 0},
        {TD_T("现行判定", "before"), TD_CELL_TEXT, 0},    {TD_T("改后判定", "after"), TD_CELL_TEXT, 0},
        {TD_T("受益/受损", "gains or loses"), TD_CELL_TEXT, 0}, {TD_T("起决定作用的条件", "decided by"), TD_CELL_TEXT, 0},
        {TD_T("条件编号", "condition ids"), TD_CELL_TEXT, 0}};
    struct td_value_cell *cells = td_alloc(e->firm_count * CSV_COLUMNS + 1, sizeof *cells);
    struct td_buf b = {0};

    for (size_t i = 0; i < e->firm_count; i++) {
        const struct effect_firm *f = &e->firms[i];
        const struct effect_pair *pair = &e->pairs[f->pair];
        const struct td_program *t = some_program(pair);
        struct td_str why[2];
        for (int k = 0; k < 2; k++) {
            td_buf_reset(&b);
            put_why(e, f, k == 1, &b);
            why[k] = td_arena_str(&e->arena, td_buf_view(&b));
        }
        struct td_str row[CSV_COLUMNS] = {
            t->tier, t->title, td_str(kind_word(pair)), pair->program[0] ? pair->program[0]->version : (struct td_str){0},
            pair->program[1] ? pair->program[1]->version : (struct td_str){0}, f->code, f->name, county_name(e, f->county),
            td_str(verdict_word(f->before)), td_str(verdict_word(f->after)),
            td_str(f->gains ? TD_T("受益", "gains") : TD_T("受损", "loses")), why[0], why[1]};
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
    struct decided_row *rows = decided_room(pair);
    struct county_count counts[COUNTIES_MAX];
    size_t count = list_decided(pair, rows), n = 0;

    td_buf_text(out, ", \"verdicts\": {");
    for (int v = 0; v < EFFECT_VERDICTS; v++)
        td_buf_printf(out, "%s\"%s\": [%" PRId64 ", %" PRId64 "]", v ? ", " : "", verdict_ids[v], total(pair, 0, v), total(pair, 1, v));
    td_buf_printf(out, "}, \"gains\": %" PRId64 ", \"losses\": %" PRId64 ", \"decided\": [", pair->gains, pair->losses);
    for (size_t i = 0; i < count; i++) {
        td_buf_text(out, i ? ", {" : "{");
        member(out, "condition", rows[i].condition->id);
        td_buf_text(out, ", ");
        member(out, "text", condition_text(rows[i].program, rows[i].condition));
        td_buf_printf(out, ", \"gains\": %" PRId64 ", \"losses\": %" PRId64 ", \"alone\": %" PRId64 "}", rows[i].n.gains, rows[i].n.losses,
                      rows[i].n.alone);
    }
    td_buf_text(out, "], \"counties\": [");
    count = count_counties(e, (int)p, counts);
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
        td_buf_printf(out, ", \"before\": \"%s\", \"after\": \"%s\", \"conditions\": [", verdict_ids[f->before], verdict_ids[f->after]);
        for (int k = 0; k < f->decider_count; k++) {
            td_buf_text(out, k ? ", " : "");
            td_json_str(out, decider(e, f, k)->id);
        }
        td_buf_text(out, "]}");
    }
    td_buf_text(out, "]");
}

static void
put_json(const struct effect *e, struct td_buf *out)
{
    td_buf_text(out, "{");
    td_buf_str(out, e->ask->head);
    td_buf_printf(out, "\"as_of\": \"%s\", \"units\": %" PRIu64 ", \"listed\": [%" PRId64 ", %" PRId64 "], \"entering\": %" PRId64 ", \"leaving\": %" PRId64 ", \"tiers\": [",
                  e->as_of, e->units, e->listed[0], e->listed[1], e->entering, e->leaving);
    for (size_t p = 0; p < e->pair_count; p++) {
        const struct effect_pair *pair = &e->pairs[p];
        const struct td_program *t = some_program(pair);
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
        td_buf_text(out, "]");
        json_counts(e, p, out);
        json_firms(e, p, out);
        td_buf_text(out, "}");
    }
    td_buf_text(out, "\n]}\n");
}

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
        put_csv(e, out);
    else if (e->ask->form == EFFECT_JSON)
        put_json(e, out);
    else
        put_text(e, out);
    return true;
}
