/* The effect of other criteria as text for people. */
#include "effect_words.h"
#include "table.h"

#include <inttypes.h>
#include <stdlib.h>

enum { CONDITIONS_SHOWN = 12 };

static bool
is_changed(const struct effect_pair *pair)
{
    for (int b = 0; b < EFFECT_VERDICTS; b++)
        for (int a = 0; a < EFFECT_VERDICTS; a++)
            if (a != b && pair->verdicts[b][a])
                return true;
    return false;
}


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
        int64_t before = effect_total(pair, 0, v), after = effect_total(pair, 1, v);
        if (before == 0 && after == 0)
            continue;
        td_buf_text(out, "  ");
        put_cell(out, effect_verdict_word(v), 16, false);
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
                td_buf_printf(out, TD_T(" 家  %s -> %s\n", "  %s -> %s\n"), effect_verdict_word(b), effect_verdict_word(a));
            }
}

static void
put_decided(const struct effect_pair *pair, struct td_buf *out)
{
    size_t count;
    struct decided_row *rows = effect_decided(pair, &count);

    if (count) {
        td_buf_text(out, "\n  ");
        put_cell(out, TD_T("受益", "gain"), 8, true);
        put_cell(out, TD_T("受损", "lose"), 8, true);
        put_cell(out, TD_T("唯一", "alone"), 8, true);
        td_buf_printf(out, "  %s\n", TD_T("起决定作用的条件", "condition that decided"));
    }
    for (size_t i = 0; i < count && i < CONDITIONS_SHOWN; i++) {
        struct td_str text = effect_condition_text(rows[i].program, rows[i].condition);
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
    size_t count = effect_counties(e, pair, counts);
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
    struct td_str name = f->name.len ? f->name : td_str("-"), county = effect_county_name(e, f->county);

    td_buf_printf(out, "  %.*s  %.*s  %.*s  %s -> %s  ", (int)f->code.len, f->code.at, (int)name.len, name.at, (int)county.len,
                  county.at, effect_verdict_word(f->before), effect_verdict_word(f->after));
    effect_why(e, f, false, out);
    td_buf_text(out, "\n");
}

static void
put_firms(const struct effect *e, size_t pair, bool gains, struct td_buf *out)
{
    int64_t count = gains ? e->pairs[pair].gains : e->pairs[pair].losses;
    bool headed = false;

    for (size_t i = 0; i < e->firm_count; i++) {
        const struct effect_firm *f = &e->firms[i];
        if (f->pair != (int)pair || f->gains != gains || !effect_is_shown(e, i))
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
        td_buf_str(out, effect_program(pair)->version);
    if (!a || !b)
        td_buf_text(out, !a ? TD_T("，只在改后评", ", after only") : TD_T("，只在现行评", ", before only"));
    td_buf_text(out, table_mark(effect_unconfirmed(pair)));
}

static void
put_pair(const struct effect *e, size_t p, struct td_buf *out)
{
    const struct effect_pair *pair = &e->pairs[p];
    const struct td_program *t = effect_program(pair);

    td_buf_printf(out, TD_T("\n%.*s（%.*s，%s，", "\n%.*s (%.*s, %s, "), (int)t->title.len, t->title.at, (int)t->tier.len, t->tier.at,
                  effect_kind_word(pair));
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

void
effect_text(const struct effect *e, struct td_buf *out)
{
    size_t same = 0;

    td_buf_str(out, e->ask->head);
    td_buf_printf(out, TD_T("截止日 %s，%" PRIu64 " 家企业；有确定或可能的拟培育层级的 %" PRId64 " -> %" PRId64 " 家（进入 %" PRId64 "，退出 %" PRId64 "）\n",
                            "as of %s, %" PRIu64 " firms; with a tier that they certainly or possibly reach next %" PRId64 " -> %" PRId64 " (%" PRId64 " enter, %" PRId64 " leave)\n"),
                  e->as_of, e->units, e->listed[0], e->listed[1], e->entering, e->leaving);
    for (size_t p = 0; p < e->pair_count; p++) {
        if (is_changed(&e->pairs[p]))
            put_pair(e, p, out);
        else
            same++;
    }
    td_buf_text(out, same ? TD_T("\n没有变化: ", "\nunchanged: ") : "");
    for (size_t p = 0, n = 0; p < e->pair_count; p++) {
        const struct td_program *t = effect_program(&e->pairs[p]);
        if (is_changed(&e->pairs[p]))
            continue;
        td_buf_printf(out, TD_T("%s%.*s（%s）", "%s%.*s (%s)"), n++ ? TD_T("、", ", ") : "", (int)t->title.len, t->title.at,
                      effect_kind_word(&e->pairs[p]));
    }
    td_buf_text(out, same ? "\n" : "");
}
