/* The gap in words: distances in the value's own unit, as a person says them. */
#include "gap_plan.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_MAX = 4 * TERMS_MAX };

__extension__ typedef __int128 int128;

const char *
gap_kind_id(enum gap_step_kind kind)
{
    static const char *const ids[] = {"change", "wait", "find_out", "word"};

    return ids[kind];
}

const char *
gap_kind_word(enum gap_step_kind kind)
{
    static const char *const zh[] = {"改变", "等待", "查清", "人工"};
    static const char *const en[] = {"change", "wait", "find out", "a person's word"};

    return td_lang_get() == TD_EN ? en[kind] : zh[kind];
}

/* ---- numbers
 * --------------------------------------------------------------------------------------------- */
/* n / 10^digits with so many decimals, away from zero where something is cut off. */
static void
put_fixed(struct td_buf *out, int128 n, int digits, int decimals, bool up)
{
    int128 cut = 1, whole = 1;
    bool minus = n < 0;

    n = minus ? -n : n;
    for (int i = decimals; i < digits; i++)
        cut *= 10;
    for (int i = 0; i < decimals; i++)
        whole *= 10;
    n = n / cut + (up && n % cut ? 1 : 0);
    td_buf_printf(out, "%s%llu", minus && n ? "-" : "", (unsigned long long)(n / whole));
    if (decimals)
        td_buf_printf(out, ".%0*llu", decimals, (unsigned long long)(n % whole));
}

static void
put_amount(struct td_buf *out, const struct fact *f, int128 n, bool up)
{
    switch (f ? f->unit : UNIT_NUMBER) {
    case UNIT_MONEY:
        put_fixed(out, n, 6, 2, up);
        td_buf_text(out, TD_T(" 万元", " x 10,000 yuan"));
        break;
    case UNIT_SHARE:
        put_fixed(out, n, 4, 2, up);
        td_buf_text(out, TD_T(" 个百分点", " percentage points"));
        break;
    case UNIT_SCORE:
        put_fixed(out, n, 2, 2, up);
        td_buf_text(out, TD_T(" 分", " points"));
        break;
    case UNIT_YEARS:
        put_fixed(out, n, 0, 0, up);
        td_buf_text(out, TD_T(" 年", " years"));
        break;
    case UNIT_COUNT:
        put_fixed(out, n, 0, 0, up);
        if (td_str_equal(f->from, TD_STR("staff")))
            td_buf_text(out, TD_T(" 人", " persons"));
        else
            td_buf_text(out, TD_T(" 项", ""));
        break;
    default:
        put_fixed(out, n, 0, 0, up);
    }
}

/* Without what stands in brackets at its end: that is for readers of facts.yaml. */
static void
put_short(struct td_buf *out, struct td_str title)
{
    static const struct td_str open = {"（", sizeof "（" - 1};
    size_t at = td_str_ends(title, TD_STR("）")) ? title.len : 0;

    while (at > 0 && !td_str_starts((struct td_str){title.at + at, title.len - at}, open))
        at--;
    title.len = at > 0 ? at : title.len;
    td_buf_str(out, title);
}

/* ---- one comparison
 * -------------------------------------------------------------------------------------- */
struct told { /* a leaf of a firm */
    const struct explained *e;
    const struct gap_leaf *leaf;
    const struct op *op;
    const struct effort *effort; /* NULL = none */
    struct gap_slot slots[SLOTS_MAX];
    int count, above; /* all, and those of the numerator */
    const struct fact *fact; /* that is moved */
    struct td_str title;
};

static struct told
tell(const struct explained *e, const struct gap_leaf *leaf)
{
    const struct td_rules *r = e->rules;
    struct told t = {.e = e, .leaf = leaf, .op = &r->ops[leaf->compare]};
    int effort = r->gap->levers[leaf->lever].effort;

    t.effort = effort >= 0 ? &r->gap->efforts[effort] : NULL;
    t.count = gap_slots(r, t.op, t.slots, SLOTS_MAX);
    while (t.above < t.count && !t.slots[t.above].denominator)
        t.above++;
    for (int i = 0; i < t.above; i++)
        if (t.slots[i].fact >= 0 &&
            (!t.fact || (t.effort && t.slots[i].fact == t.effort->by)))
            t.fact = &r->facts[t.slots[i].fact];
    t.title = t.fact ? t.fact->title : TD_STR("企业划型");
    if (t.effort && t.effort->fact < 0 && t.effort->key_count > 0)
        t.title = t.effort->title;
    return t;
}

static bool
is_known(const struct told *t, int slot)
{
    return t->e->columns->known[slot][t->e->row / 64] >> (t->e->row % 64) & 1;
}

static int128
sum_of(const struct told *t, int from, int to)
{
    int128 sum = 0;

    for (int i = from; i < to; i++)
        if (is_known(t, t->slots[i].slot))
            sum += (int128)t->slots[i].coef * t->e->columns->values[t->slots[i].slot][t->e->row];
    return sum;
}

static void
put_year(struct td_buf *out, const struct told *t)
{
    int newest = -1;

    for (int i = 0; i < t->count; i++)
        if (t->slots[i].fact >= 0 && t->e->rules->facts[t->slots[i].fact].years > 0 &&
            (newest < 0 || t->slots[i].index < newest))
            newest = t->slots[i].index;
    if (newest > 0)
        td_buf_printf(out, TD_T("%d年", "%d "), t->e->rules->year - newest);
}

/* What is missing, by name and year. */
static void
text_unknown(const struct told *t, struct td_buf *out)
{
    int missing = 0;

    for (int i = 0; i < t->count; i++) {
        const struct fact *f = t->slots[i].fact < 0 ? NULL : &t->e->rules->facts[t->slots[i].fact];
        bool twice = false;

        for (int k = 0; k < i; k++)
            twice = twice || (t->slots[k].fact == t->slots[i].fact && !(f && f->years));
        if (!f || twice || is_known(t, t->slots[i].slot))
            continue;
        td_buf_text(out, missing++ ? "、" : "");
        if (f->years)
            td_buf_printf(out, TD_T("%d年", "%d "), t->e->rules->year - t->slots[i].index);
        put_short(out, f->title);
    }
    if (missing == 0)
        put_short(out, t->title);
    if (missing > 0)
        td_buf_text(out, TD_T("缺失", " missing"));
    else if (t->fact && t->fact->list && !t->fact->complete)
        td_buf_text(out, TD_T("（名单未声明完整）", " (list not declared complete)"));
    else if (t->fact && t->fact->range)
        td_buf_text(out, TD_T("不能确定（有的记录缺少所需信息）", " uncertain (records lack what is needed to tell)"));
}

static int64_t
root_of(int128 n)
{
    int128 low = 0, high = (int128)1 << 62;

    while (low < high) {
        int128 mid = (low + high + 1) / 2;

        if (mid * mid <= n)
            low = mid;
        else
            high = mid - 1;
    }
    return (int64_t)low;
}

/* The ratio and the threshold in millionths, as the criteria speak of them. */
static void
ratio_millionths(const struct told *t, int128 a, int128 b, int128 *value, int128 *limit)
{
    enum value_kind shape = t->effort && t->effort->key_count > 0 ? t->effort->shape : V_RATIO;
    bool minus = t->effort && t->effort->key_count > 0 && t->effort->minus;

    if (shape == V_CAGR) {
        *value = root_of(a > 0 ? a * 1000000 / b * 1000000 : 0) - 1000000;
        *limit = root_of((int128)t->op->p * 1000000 / t->op->q * 1000000) - 1000000;
        return;
    }
    *value = a * 1000000 / b - (minus ? 1000000 : 0);
    *limit = (int128)t->op->p * 1000000 / t->op->q - (minus ? 1000000 : 0);
}

static void
put_moved(const struct told *t, int128 amount, struct td_buf *out)
{
    td_buf_text(out, TD_T("（", " ("));
    put_short(out, t->fact->title);
    td_buf_text(out, t->leaf->up ? TD_T("差 ", " short by ") : TD_T("须减少 ", " to fall by "));
    put_amount(out, t->fact, amount, true);
    td_buf_text(out, TD_T("）", ")"));
}

static void
text_ratio(const struct told *t, struct td_buf *out)
{
    int128 a = sum_of(t, 0, t->above), b = sum_of(t, t->above, t->count), need, value, limit;

    if (b <= 0 || !t->fact)
        return;
    need = (int128)t->op->p * b / t->op->q;
    need += t->leaf->up && (int128)t->op->p * b % t->op->q ? 1 : 0;
    ratio_millionths(t, a, b, &value, &limit);
    td_buf_text(out, " ");
    put_fixed(out, value, 4, 2, !t->leaf->up); /* value and distance are to make up the threshold */
    td_buf_text(out, t->leaf->up ? TD_T("%，差 ", "%, short by ") : TD_T("%，高出 ", "%, too high by "));
    value = t->leaf->up ? limit - value : value - limit;
    put_fixed(out, value > 0 ? value : 1, 4, 2, true);
    td_buf_text(out, TD_T(" 个百分点", " percentage points"));
    need = t->leaf->up ? need - a : a - need;
    put_moved(t, need > 0 ? need : 1, out);
}

/* (a/b + b/c)/2 - 1 */
static void
text_mean_growth(const struct told *t, struct td_buf *out)
{
    int128 a = sum_of(t, 0, 1), b = sum_of(t, 1, 2), c = sum_of(t, 2, 3), value, limit, need;

    if (b <= 0 || c <= 0)
        return;
    value = (a * 1000000 / b + b * 1000000 / c) / 2 - 1000000;
    limit = (int128)t->op->p * 500000 / t->op->q - 1000000;
    need = (b * t->op->p / t->op->q - b * b / c) - a;
    td_buf_text(out, " ");
    put_fixed(out, value, 4, 2, false);
    td_buf_text(out, TD_T("%，差 ", "%, short by "));
    put_fixed(out, limit - value > 0 ? limit - value : 1, 4, 2, true);
    td_buf_text(out, TD_T(" 个百分点", " percentage points"));
    if (t->leaf->up && t->fact)
        put_moved(t, need > 0 ? need + 1 : 1, out);
}

static void
text_date(const struct told *t, struct td_buf *out)
{
    td_date at = (td_date)t->e->columns->values[t->slots[0].slot][t->e->row];
    int years = td_date_years((td_date)(t->op->p - 1), t->e->rules->as_of);
    int days = (int)(at - (td_date)(t->op->p - 1));

    if (t->leaf->up) {
        td_buf_text(out, TD_T("过早", " too early"));
        return;
    }
    if (years > 0)
        td_buf_printf(out, TD_T("满 %d 年", ": %d full years"), years);
    td_buf_text(out, TD_T("还差 ", " still short by "));
    if (days < 31)
        td_buf_printf(out, TD_T("%d 天", "%d days"), days);
    else
        td_buf_printf(out, TD_T("%d 个月", "%d months"), gap_months_of_days(days));
}

/* An event that has to have happened lately: fewer than so many years ago, or there is none at all. */
static void
text_lately(int128 age, int128 most, struct td_buf *out)
{
    if (age >= NARROW_MOST)
        td_buf_text(out, TD_T("：现无", ": none"));
    else
        td_buf_printf(out, TD_T("：现为 %d 年", ": %d years"), (int)age);
    td_buf_printf(out, TD_T("，须不满 %lld 年", ", has to be under %lld years"), (long long)most + 1);
}

static void
text_whole(const struct told *t, struct td_buf *out)
{
    int128 x = sum_of(t, 0, t->above), want = t->leaf->up ? t->op->p : t->op->p - 1, distance;
    int64_t divisor = t->effort ? t->effort->divisor : 1;
    bool least = t->e->rules->columns[t->op->a].kind == COL_LEAST;

    if (least || t->fact->range)
        x = (int128)column_value(t->e->rules, t->e->scratch, t->op->a, t->e->at);
    distance = t->leaf->up ? want - x : x - want;
    if (t->fact->unit == UNIT_YEARS && !t->leaf->up) {
        text_lately(x, want, out);
        return;
    }
    if (t->fact->unit == UNIT_YEARS) {
        td_buf_printf(out, TD_T("满 %lld 年还差 ", " of %lld full years, still short by "), (long long)want);
        put_amount(out, t->fact, distance, true);
        return;
    }
    if (t->fact->unit == UNIT_NUMBER && (t->fact->lowers || want > 1 || x > 1)) {
        td_buf_text(out, t->fact->lowers && x >= NARROW_MOST ? TD_T("：现无，须达到 ", ": none, has to be ")
                                                             : TD_T("：须达到 ", ": has to be "));
        td_buf_printf(out, "%lld", (long long)want);
        if (!(t->fact->lowers && x >= NARROW_MOST))
            td_buf_printf(out, TD_T("，现为 %lld", ", is %lld"), (long long)x);
        return;
    }
    if (t->fact->unit == UNIT_NUMBER || t->fact->unit == UNIT_BOOL) {
        td_buf_text(out, t->leaf->up ? TD_T("：尚不具备", ": not there yet") : TD_T("：须消除", ": has to end"));
        return;
    }
    if (t->fact->unit == UNIT_SHARE) {
        td_buf_text(out, " ");
        put_fixed(out, x, 4, 2, false);
        td_buf_text(out, "%，");
    }
    td_buf_text(out, t->leaf->up ? TD_T("差 ", " short by ") : TD_T("超出 ", " too high by "));
    put_amount(out, t->fact, (distance + divisor - 1) / divisor, true);
}

static void
text_unmet(const struct told *t, struct td_buf *out)
{
    put_year(out, t);
    put_short(out, t->title);
    if (t->leaf->older > 0) {
        td_buf_printf(out, TD_T("未达标，%d 年后不再计入", " not reached; no longer counted in %d years"),
                      t->leaf->older);
        return;
    }
    switch (t->op->kind) {
    case OP_RATIO:
        text_ratio(t, out);
        break;
    case OP_MEAN_GROWTH:
        text_mean_growth(t, out);
        break;
    case OP_GE:
    case OP_GE_INTERVAL:
        if (t->fact && t->fact->unit == UNIT_DATE)
            text_date(t, out);
        else if (t->fact)
            text_whole(t, out);
        break;
    default:
        td_buf_text(out, TD_T("不符", " does not fit"));
    }
}

void
gap_step_text(const struct explained *e, const struct program *p, const struct gap_step *step,
              struct td_buf *out)
{
    struct told t;

    if (step->leaf < 0) {
        struct td_str text = p->conditions[step->condition].text;

        td_buf_str(out, text.len ? text : p->expressions[step->condition]);
        return;
    }
    t = tell(e, &e->rules->gap->leaves[step->leaf]);
    if (step->kind == GAP_FIND_OUT)
        text_unknown(&t, out);
    else
        text_unmet(&t, out);
}

/* ---- reasons for lists
 * ----------------------------------------------------------------------------------- */
static int
reason_order(const void *a, const void *b)
{
    const struct gap_step *x = *(const struct gap_step *const *)a,
                          *y = *(const struct gap_step *const *)b;

    if ((x->kind == GAP_WORD) != (y->kind == GAP_WORD))
        return x->kind == GAP_WORD ? 1 : -1;
    if ((x->kind == GAP_FIND_OUT) != (y->kind == GAP_FIND_OUT))
        return x->kind == GAP_FIND_OUT ? 1 : -1;
    if (x->cost != y->cost)
        return x->cost > y->cost ? -1 : 1;
    if (x->months != y->months)
        return x->months > y->months ? -1 : 1;
    return x < y ? -1 : x > y; /* as the clauses stand */
}

/* Is all that is missing for this step named already? What is missing joins what is named. */
static bool
named_before(const struct explained *e, const struct gap_step *step, int *named, int *count)
{
    struct gap_slot slots[SLOTS_MAX];
    const struct op *op = &e->rules->ops[e->rules->gap->leaves[step->leaf].compare];
    int n = gap_slots(e->rules, op, slots, SLOTS_MAX), missing = 0, fresh = 0;

    for (int i = 0; i < n; i++) {
        bool there = false;

        if (e->columns->known[slots[i].slot][e->row / 64] >> (e->row % 64) & 1)
            continue;
        missing++;
        for (int k = 0; k < *count; k++)
            there = there || named[k] == slots[i].slot;
        if (there)
            continue;
        fresh++;
        if (*count < 2 * SLOTS_MAX)
            named[(*count)++] = slots[i].slot;
    }
    return missing > 0 && fresh == 0;
}

void
td_gap_reasons_for(const struct td_rules *r, const struct td_columns *columns, struct td_gap_of of,
                   struct td_scratch *s, int most, struct td_buf *out)
{
    struct explained e = {.rules = r, .columns = columns, .row = of.row, .scratch = s, .at = of.row % BLOCK};
    const struct gap_step *order[GAP_MOVES_MAX];
    struct gap_plan plan;
    int named[2 * SLOTS_MAX], named_count = 0, told = 0;

    if (!r->gap || r->gap->roots[of.program] < 0)
        return;
    gap_plan_read(r, s, (int)of.program, e.at, &plan);
    for (int i = 0; i < plan.count; i++)
        order[i] = &plan.steps[i];
    if (plan.count > 1)
        qsort(order, (size_t)plan.count, sizeof(*order), reason_order);
    for (int i = 0; i < plan.count && told < most; i++) {
        static const char *const zh[] = {"", "", "待核实：", "待人工："};
        static const char *const en[] = {"", "", "to find out: ", "a person's word: "};

        if (order[i]->kind == GAP_FIND_OUT && named_before(&e, order[i], named, &named_count))
            continue;
        td_buf_text(out, told++ ? "；" : "");
        td_buf_text(out, TD_T(zh, en)[order[i]->kind]);
        gap_step_text(&e, &r->programs[of.program], order[i], out);
    }
}

void
td_gap_reasons(const struct td_rules *r, const struct td_columns *columns, size_t row,
               struct td_scratch *s, int most, struct td_buf *out)
{
    int target = s->tiers[2 * (size_t)BLOCK + row % BLOCK];

    if (target >= 0)
        td_gap_reasons_for(r, columns, (struct td_gap_of){row, (size_t)target}, s, most, out);
}
