/* Why a firm is judged as it is, for people: every condition with what it rests on. */
#include "explain.h"
#include "gap_plan.h"

#include <string.h>

const char *
state_word(enum td_state state)
{
    static const char *const zh[] = {"满足", "不满足", "未知", "待人工", "不适用"};

    return td_lang_get() == TD_EN ? state_id(state) : zh[state];
}

const char *
state_id(enum td_state state)
{
    static const char *const ids[] = {"met", "unmet", "unknown", "manual", "na"};

    return ids[state];
}

const char *
verdict_word(enum td_verdict verdict)
{
    static const char *const zh[] = {"全部满足", "待人工或平台评价", "待核实",
                                     "近门槛",   "不符合",           "已获",
                                     "排除",     "信息不足",         "不涉及"};

    return td_lang_get() == TD_EN ? verdict_id(verdict) : zh[verdict];
}

const char *
verdict_id(enum td_verdict verdict)
{
    static const char *const ids[] = {"confirmed", "ready",        "possible",
                                      "near",      "no",           "holds",
                                      "excluded",  "insufficient", "not_concerned"};

    return ids[verdict];
}

enum td_state
explained_state(const struct explained *e, const struct program *p, size_t condition)
{
    static const enum td_state out[] = {[S_NA] = TD_NA,
                                        [S_MET] = TD_MET,
                                        [S_MANUAL] = TD_MANUAL,
                                        [S_UNKNOWN] = TD_UNKNOWN,
                                        [S_UNMET] = TD_UNMET};

    return out[e->scratch->states[(size_t)p->ops[condition] * BLOCK + e->at]];
}

/* ---- values
 * --------------------------------------------------------------------------------------------
 */
/* Without what a title says behind itself about how "none" is stored: 无 stands there in its
 * place. */
struct td_str
shown_title(const struct td_rules *r, const struct shown *shown)
{
    static const struct td_str open = {"（", sizeof "（" - 1};

    if (shown->fact < 0)
        return td_str(TD_T("企业划型", "size class"));
    struct td_str title = r->facts[shown->fact].title;
    for (size_t at = title.len; at-- > 0;) {
        struct td_str rest = {title.at + at, title.len - at};
        if (!td_str_starts(rest, open))
            continue;
        if (td_str_ends(rest, TD_STR("= 999）")))
            title.len = at;
        break;
    }
    return title;
}

/* Bands ask for the same column again and again: shown once is enough. */
bool
shown_before(const struct td_rules *r, int first, int at)
{
    for (int i = first; i < at; i++)
        if (r->shown[i].fact == r->shown[at].fact && r->shown[i].index == r->shown[at].index)
            return true;
    return false;
}

void
put_period(const struct td_rules *r, const struct shown *shown, struct td_buf *out)
{
    const struct fact *f = shown->fact < 0 ? NULL : &r->facts[shown->fact];

    if (!f)
        return;
    if (f->years)
        td_buf_printf(out, TD_T("%d年", "%d"), r->year - shown->index);
    else if (f->ages)
        td_buf_printf(out, TD_T("距今%d至%d年", "%d to %d years ago"), shown->index,
                      shown->index + 1);
    else if (f->range)
        td_buf_text(out, shown->index ? TD_T("至多", "at most") : TD_T("确定", "certain"));
}

/* value / 10^digits, at least `least` decimals, zeros behind them cut. */
static void
put_decimal(struct td_buf *out, int64_t value, int digits, int least, const char *unit)
{
    uint64_t magnitude = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value, scale = 1;
    int shown = digits;

    for (int i = 0; i < digits; i++)
        scale *= 10;
    td_buf_printf(out, "%s%llu", value < 0 ? "-" : "", (unsigned long long)(magnitude / scale));
    magnitude %= scale;
    while (shown > least && magnitude % 10 == 0) {
        magnitude /= 10;
        shown--;
    }
    if (shown > 0)
        td_buf_printf(out, ".%0*llu", shown, (unsigned long long)magnitude);
    td_buf_text(out, unit);
}

static void
put_industry(struct td_buf *out, int64_t value)
{
    int first = (int)(value / 10000), last = (int)(value % 10000);
    uint16_t section[2];
    char letter = 'A';

    while (letter < 'T' && industry_range((struct td_str){&letter, 1}, section) &&
           (first < section[0] || first > section[1]))
        letter++;
    td_buf_printf(out, "%c", letter);
    if (first == last)
        td_buf_printf(out, "%04d", first);
    else if (last - first == 9)
        td_buf_printf(out, "%03d", first / 10);
    else if (last - first == 99)
        td_buf_printf(out, "%02d", first / 100);
}

static void
put_size(const struct explained *e, struct td_buf *out)
{
    static const char *const zh[] = {"", "微型", "小型", "中型", "大型"};
    static const char *const en[] = {"", "micro", "small", "medium", "large"};
    uint8_t lo = e->scratch->size_lo[e->at], hi = e->scratch->size_hi[e->at];

    td_buf_text(out, TD_T(zh, en)[lo]);
    if (hi != lo) {
        td_buf_text(out, TD_T("至", " to "));
        td_buf_text(out, TD_T(zh, en)[hi]);
    }
}

static void
put_known(const struct fact *f, int64_t value, struct td_buf *out)
{
    char date[11];

    switch (f->unit) {
    case UNIT_MONEY:
        put_decimal(out, value, 6, 2, TD_T("万元", " x 10,000 yuan"));
        break;
    case UNIT_SHARE:
        put_decimal(out, value, 4, 2, "%");
        break;
    case UNIT_SCORE:
        put_decimal(out, value, 2, 0, TD_T("分", " points"));
        break;
    case UNIT_YEARS:
        if (f->lowers && value == 999)
            td_buf_text(out, TD_T("无", "none"));
        else
            put_decimal(out, value, 0, 0, TD_T("年", " years"));
        break;
    case UNIT_BOOL:
        td_buf_text(out, value ? TD_T("是", "yes") : TD_T("否", "no"));
        break;
    case UNIT_DATE:
        td_date_text((td_date)value, date);
        td_buf_text(out, date);
        break;
    case UNIT_CODE:
        put_industry(out, value);
        break;
    default:
        if (f->lowers && value == 999)
            td_buf_text(out, TD_T("无", "none"));
        else
            put_decimal(out, value, 0, 0, "");
    }
}

bool
put_value(const struct explained *e, const struct shown *shown, struct td_buf *out)
{
    const struct fact *f;
    int slot;

    if (shown->fact < 0) {
        put_size(e, out);
        return true;
    }
    f = &e->rules->facts[shown->fact];
    slot = f->slots[shown->index];
    if (slot < 0 || !(e->columns->known[slot][e->row / 64] >> (e->row % 64) & 1)) {
        td_buf_text(out, TD_T("缺失", "missing"));
        return false;
    }
    put_known(f, e->columns->values[slot][e->row], out);
    if (f->list && !f->complete && !(f->range && shown->index == 0))
        td_buf_text(out, TD_T("（名单未声明完整）", " (list not declared complete)"));
    return true;
}

/* Is shown[at] the lower bound of a range whose upper bound is the same and follows? */
static bool
is_exact(const struct explained *e, int at, int end)
{
    const struct shown *lo = &e->rules->shown[at];
    struct td_buf texts[2] = {{0}};

    if (lo->fact < 0 || !e->rules->facts[lo->fact].range || lo->index != 0 || at + 1 >= end ||
        lo[1].fact != lo->fact)
        return false;
    bool same = put_value(e, lo, &texts[0]) && put_value(e, lo + 1, &texts[1]) &&
                td_str_equal(td_buf_view(&texts[0]), td_buf_view(&texts[1]));
    td_buf_free(&texts[0]);
    td_buf_free(&texts[1]);
    return same;
}

static void
put_values(const struct explained *e, int first, int count, struct td_buf *out)
{
    for (int i = first; i < first + count; i++) {
        const struct shown *shown = &e->rules->shown[i];
        bool exact = is_exact(e, i, first + count);

        if (shown_before(e->rules, first, i))
            continue;
        td_buf_text(out, i == first ? TD_T("  依据：", "  from: ") : TD_T("；", "; "));
        td_buf_str(out, shown_title(e->rules, shown));
        td_buf_text(out, " ");
        if (!exact) {
            size_t before = out->len;
            put_period(e->rules, shown, out);
            td_buf_text(out, out->len > before ? " " : "");
        }
        put_value(e, shown, out);
        i += exact;
    }
}

/* ---- text
 * ------------------------------------------------------------------------------------------------
 */
static int
depth_of(const struct program *p, size_t condition)
{
    int depth = 0;

    for (int at = p->conditions[condition].parent; at >= 0; at = p->conditions[at].parent)
        depth++;
    return depth;
}

/* Has it an expression of its own to show: what is compared, or what a person looks at, or why nothing decides it? */
static bool
shows_expression(const struct explained *e, const struct program *p, size_t k)
{
    return p->shown[k][1] > 0 ||
           (p->conditions[k].text.len > 0 && e->rules->ops[p->ops[k]].kind == OP_STATE &&
            e->rules->ops[p->ops[k]].a != S_NA);
}

static void
text_condition(const struct explained *e, const struct program *p, size_t k, struct td_buf *out)
{
    const struct td_condition *c = &p->conditions[k];
    struct td_str text = c->text.len ? c->text : p->expressions[k];

    td_buf_printf(out, "  %*s[%s] %.*s %.*s", 2 * depth_of(p, k), "",
                  state_word(explained_state(e, p, k)), (int)c->clause.len, c->clause.at,
                  (int)text.len, text.at);
    if (c->subject)
        td_buf_text(out, TD_T("（申报主体）", " (who may apply)"));
    if (td_str_equal(p->confirmed[k], TD_STR("M")))
        td_buf_text(out, TD_T("（数值未证实）", " (figure not confirmed)"));
    if (shows_expression(e, p, k))
        td_buf_printf(out, "\n  %*s     %.*s", 2 * depth_of(p, k), "",
                      (int)p->expressions[k].len, p->expressions[k].at);
    put_values(e, p->shown[k][0], p->shown[k][1], out);
    text_hints(e, c->hint, 2 * depth_of(p, k) + 7, out);
    td_buf_text(out, "\n");
}

static void
text_score(const struct explained *e, const struct score *score, struct td_buf *out)
{
    const struct td_scratch *s = e->scratch;
    size_t total =
        (size_t)(score->first_register + score->indicator_count + score->group_count);

    td_buf_printf(out,
                  TD_T("  得分（测算）%d–%d，满分 %d\n", "  points (estimated) %d-%d of %d\n"),
                  s->low[total * BLOCK + e->at], s->high[total * BLOCK + e->at], score->max);
    for (int i = 0; i < score->indicator_count; i++) {
        const struct indicator *in = &score->indicators[i];
        size_t at = (size_t)(score->first_register + i) * BLOCK + e->at;

        td_buf_printf(out, "    [%d–%d/%d] %.*s %.*s", s->low[at], s->high[at], in->max,
                      (int)in->clause.len, in->clause.at, (int)in->text.len, in->text.at);
        if (td_str_equal(in->confirmed, TD_STR("M")))
            td_buf_text(out, TD_T("（数值未证实）", " (figure not confirmed)"));
        put_values(e, in->value_first, in->value_count, out);
        td_buf_text(out, "\n");
    }
}

static void
text_program(const struct explained *e, int which, struct td_buf *out)
{
    const struct program *p = &e->rules->programs[which];
    const struct td_program *t = &p->public;
    size_t cell = (size_t)which * BLOCK + e->at;

    td_buf_printf(
        out,
        TD_T("%.*s（%s，%.*s版，%.*s）：%s，硬条件满足 %d/%d，未知 %d\n",
             "%.*s (%s, version %.*s, %.*s): %s, conditions met %d of %d, unknown %d\n"),
        (int)t->title.len, t->title.at,
        t->kind == TD_REVIEW ? TD_T("复核", "review") : TD_T("新申报", "new"),
        (int)t->version.len, t->version.at, (int)t->source.len, t->source.at,
        verdict_word(e->scratch->verdicts[cell]), e->scratch->met[cell], t->hard_total,
        e->scratch->unknown[cell]);
    for (size_t k = 0; k < t->condition_count; k++)
        text_condition(e, p, k, out);
    if (p->score >= 0)
        text_score(e, &e->rules->scores[p->score], out);
    gap_explain_text(e, which, out);
    td_buf_text(out, "\n");
}

static void
text_all(const struct explained *e, struct td_buf *out)
{
    static const char *const heads[][2] = {{"确定层级：", "certain tier: "},
                                           {"可能层级：", "possible tier: "},
                                           {"拟培育：", "target: "}};

    td_buf_text(out, TD_T("划型：", "size: "));
    put_size(e, out);
    td_buf_text(out, "\n");
    for (int i = 0; i < 3; i++) {
        int p = e->scratch->tiers[(size_t)i * BLOCK + e->at];

        td_buf_text(out, heads[i][td_lang_get() == TD_EN]);
        td_buf_text(out, p < 0 ? TD_T("无", "none") : e->rules->programs[p].public.title.at);
        td_buf_text(out, "\n");
    }
    text_all_hints(e, out);
    td_buf_text(out, "\n");
    for (int p = 0; p < e->rules->program_count; p++)
        text_program(e, p, out);
}

void
td_explain(const struct td_rules *r, const struct td_columns *columns, size_t row, bool json,
           struct td_buf *out)
{
    td_explain_hinted(r, columns, row, NULL, 0, json, out);
}

void
td_explain_hinted(const struct td_rules *r, const struct td_columns *columns, size_t row,
                  const struct td_hint *hints, size_t hint_count, bool json, struct td_buf *out)
{
    struct explained e = {.rules = r,
                          .columns = columns,
                          .row = row,
                          .at = row % 64,
                          .hints = hints,
                          .hint_count = hint_count};

    e.scratch = td_scratch_new(r);
    evaluate_block(r, columns, row - row % 64, row % 64 + 1, e.scratch);
    conclude_block(r, e.scratch, row % 64 + 1);
    if (json)
        explain_json(&e, out);
    else
        text_all(&e, out);
    td_scratch_free(e.scratch);
}
