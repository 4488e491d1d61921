/* What gives points: bands, choices, sums, `per`, and parts that only a person can tell. */
#include "points.h"

enum { BANDS_MAX = 60 };

static const char *const best_keys[] = {"value", "bands", "choices"};
static const char *const band_keys[] = {"from", "above", "points"};
static const char *const choice_keys[] = {"when",   "all",  "any",       "not",    "manual",
                                          "points", "text", "confirmed", "source", "note"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

bool
points_read(struct compiler *c, const struct td_yaml *map, const char *key, int most, int *out)
{
    const struct td_yaml *node;
    int64_t n;

    if (!td_yaml_need(map, key, &node, c->err) ||
        !td_yaml_int(node, key, 0, POINTS_MAX, &n, c->err))
        return false;
    if (n > most) {
        td_yaml_fail(node, c->err,
                     TD_T("%d 分超过上限 %d 分", "%d points are more than the maximum of %d"),
                     (int)n, most);
        return td_hint(
            c->err, TD_T("最多写 %d，或改上一级的 max", "at most %d, or mend the max above it"),
            most);
    }
    *out = (int)n;
    return true;
}

static void
add_choice(struct td_rules *r, struct part *part, int op, int points)
{
    GROW(r->choices, r->choice_count, r->choice_cap)
    [r->choice_count] = (struct choice){op, points};
    r->choice_count++;
    part->count++;
}

static void
add_part(struct td_rules *r, struct indicator *indicator, const struct part *part)
{
    if (indicator->count == 0)
        indicator->first = r->part_count;
    GROW(r->parts, r->part_count, r->part_cap)[r->part_count] = *part;
    r->part_count++;
    indicator->count++;
}

/* ---- bands
 * ---------------------------------------------------------------------------------------------
 */
static bool
read_value(struct compiler *c, const struct td_yaml *map, struct expr **e, struct value *v)
{
    const struct td_yaml *node;
    struct td_str text;

    if (!td_yaml_need(map, "value", &node, c->err) ||
        !td_yaml_text(node, "value", &text, c->err) ||
        !expr_parse(&c->rules->arena, text, yaml_place(node), e, c->err))
        return false;
    c->node = node;
    if (!value_of(c, *e, 0, v))
        return false;
    shown_of(c, *e, 0);
    return true;
}

/* One band: its lower limit as a fraction in the value's unit. */
static bool
read_limit(struct compiler *c, const struct td_yaml *band, const struct value *v,
           int64_t limit[2], bool *above)
{
    const struct td_yaml *from = td_yaml_get(band, "from"), *over = td_yaml_get(band, "above");
    const struct td_yaml *node = from ? from : over;
    struct value constant = {.kind = V_CONST};
    struct expr *e;
    struct td_str text;

    if (from && over)
        return td_yaml_fail(over, c->err, "%s",
                            TD_T("from 和 above 只能有一个", "either from or above, not both"));
    *above = over != NULL;
    if (!td_yaml_text(node, "from", &text, c->err) ||
        !expr_constant(&c->rules->arena, text, yaml_place(node), &e, c->err))
        return false;
    c->node = node;
    constant.num = e->num;
    constant.den = e->den;
    constant.measure = e->measure;
    return units_agree(c, e, v, &constant, &limit[0], &limit[1]);
}

/* Is a limit (numerator, denominator) below the one before it? The same limit goes down from
 * "above" it to "from" it. */
static bool
goes_down(const int64_t limit[2], bool above, const int64_t last[2], bool last_above)
{
    __extension__ typedef __int128 wide;

    return (wide)limit[0] * last[1] < (wide)last[0] * limit[1] ||
           (limit[0] == last[0] && limit[1] == last[1] && last_above && !above);
}

static bool
bands_fail(struct compiler *c, const struct td_yaml *band, const char *text)
{
    td_yaml_fail(band, c->err, "%s", text);
    return td_hint(
        c->err, "%s",
        TD_T("最好的一档在前：[{from: 5%, points: 20}, {from: 3%, points: 15}, {points: 0}]",
             "the best first: [{from: 5%, points: 20}, {from: 3%, points: 15}, {points: 0}]"));
}

/* A band ends where the better one begins, so that neither gap nor overlap can be written. */
static bool
band_known(struct compiler *c, const struct td_yaml *band)
{
    static const char *const ends[] = {"to", "below", "until"};

    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
        if (!td_yaml_get(band, ends[i]))
            continue;
        td_yaml_fail(td_yaml_key(band, ends[i]), c->err,
                     TD_T("分档没有上限“%s”", "a band has no upper limit \"%s\""), ends[i]);
        return td_hint(c->err, "%s",
                       TD_T("只写下限 from 或 above：上限就是前一档的下限，不会有空隙",
                            "write the lower limit only (from or above): the upper one is "
                            "where the band before begins"));
    }
    return td_yaml_known(band, KEYS(band_keys), c->err);
}

static bool
bands_part(struct compiler *c, const struct td_yaml *map, struct indicator *indicator)
{
    const struct td_yaml *bands = td_yaml_get(map, "bands"), *band = NULL;
    struct part part = {
        .kind = PART_BEST, .first = c->rules->choice_count, .cap = indicator->max};
    struct choice ready[BANDS_MAX];
    int64_t limit[2], last[2] = {0, 0};
    struct value v;
    struct expr *e;
    int last_points = indicator->max + 1;
    bool above = false, last_above = false;

    if (!read_value(c, map, &e, &v) || !td_yaml_expect(bands, TD_YAML_LIST, "bands", c->err))
        return false;
    if (bands->count < 2 || bands->count > BANDS_MAX)
        return td_yaml_fail(bands, c->err, "%s",
                            TD_T("分档要有2到60档", "2 to 60 bands are needed"));
    for (size_t i = 0; i < bands->count; i++) {
        band = bands->items[i];
        if (!td_yaml_expect(band, TD_YAML_MAP, "band", c->err) || !band_known(c, band) ||
            !points_read(c, band, "points", indicator->max, &ready[i].points))
            return false;
        if (ready[i].points >= last_points)
            return bands_fail(c, band,
                              TD_T("分档须由高分到低分", "bands go from more points to fewer"));
        last_points = ready[i].points;
        if (!td_yaml_get(band, "from") && !td_yaml_get(band, "above")) {
            if (i + 1 < bands->count)
                return bands_fail(
                    c, band,
                    TD_T("没有下限的档只能放在最后", "only the last band has no limit"));
            break;
        }
        if (i + 1 == bands->count) {
            td_yaml_fail(band, c->err, "%s",
                         TD_T("分档没有最后的保底档", "the bands have no floor"));
            return td_hint(
                c->err, "%s",
                TD_T("最后加一档，如 {points: 0}", "add a last one such as {points: 0}"));
        }
        if (!read_limit(c, band, &v, limit, &above))
            return false;
        if (i > 0 && !goes_down(limit, above, last, last_above))
            return bands_fail(c, band,
                              TD_T("分档的下限须由高到低，不能重叠",
                                   "the limits go down and do not overlap"));
        if (!threshold_op(c, e, &v, above ? CMP_GT : CMP_GE, limit[0], limit[1], &ready[i].op))
            return false;
        last[0] = limit[0];
        last[1] = limit[1];
        last_above = above;
    }
    part.floor = ready[bands->count - 1].points;
    for (size_t i = 0; i + 1 < bands->count; i++)
        add_choice(c->rules, &part, ready[i].op, ready[i].points);
    add_part(c->rules, indicator, &part);
    return true;
}

/* ---- choices
 * -------------------------------------------------------------------------------------------
 */
/* The best that is met, or (sum) what is met added up to the cap. */
static bool
choices_part(struct compiler *c, const struct td_yaml *list, bool sum,
             struct indicator *indicator)
{
    struct part part = {.kind = sum ? PART_SUM : PART_BEST, .cap = indicator->max};
    struct choice ready[BANDS_MAX];
    int count = 0;

    if (!td_yaml_expect(list, TD_YAML_LIST, sum ? "sum_of" : "choices", c->err))
        return false;
    if (list->count == 0 || list->count > BANDS_MAX)
        return td_yaml_fail(list, c->err, "%s",
                            TD_T("要有1到60项", "1 to 60 entries are needed"));
    for (size_t i = 0; i < list->count; i++) {
        const struct td_yaml *entry = list->items[i];
        struct td_str confirmed;
        bool last = i + 1 == list->count;
        int points = 0;

        if (!td_yaml_expect(entry, TD_YAML_MAP, "choice", c->err) ||
            !td_yaml_known(entry, KEYS(choice_keys), c->err) ||
            !confirmed_read(c, entry, &confirmed) ||
            !points_read(c, entry, "points", indicator->max, &points))
            return false;
        c->unconfirmed = c->unconfirmed || td_str_equal(confirmed, TD_STR("M"));
        if (last && !sum && entry->count == 1) { /* {points: n}: the floor */
            part.floor = points;
            break;
        }
        if (!condition_tree(c, entry, &ready[count].op))
            return false;
        ready[count++].points = points;
        if (last && !sum) {
            td_yaml_fail(entry, c->err, "%s",
                         TD_T("选项没有最后的保底项", "the choices have no floor"));
            return td_hint(
                c->err, "%s",
                TD_T("最后加一项，如 {points: 0}", "add a last one such as {points: 0}"));
        }
    }
    part.first = c->rules->choice_count;
    for (int i = 0; i < count; i++)
        add_choice(c->rules, &part, ready[i].op, ready[i].points);
    if (sum && !points_read(c, indicator->node, "cap", indicator->max, &part.cap))
        return false;
    add_part(c->rules, indicator, &part);
    return true;
}

/* points for each full `per` of the value, up to the cap: so many bands. */
static bool
per_part(struct compiler *c, const struct td_yaml *map, struct indicator *indicator)
{
    struct part part = {.kind = PART_BEST, .cap = indicator->max};
    const struct td_yaml *node;
    struct choice ready[POINTS_MAX];
    struct td_str text;
    struct value v;
    struct expr *e, *per;
    int points = 0, cap = 0, count = 0;
    int64_t num, den;

    if (!read_value(c, map, &e, &v) || !td_yaml_need(map, "per", &node, c->err) ||
        !td_yaml_text(node, "per", &text, c->err) ||
        !expr_constant(&c->rules->arena, text, yaml_place(node), &per, c->err) ||
        !points_read(c, map, "points", indicator->max, &points) ||
        !points_read(c, map, "cap", indicator->max, &cap))
        return false;
    c->node = node;
    num = per->num;
    den = per->den;
    if (per->measure != MEASURE_NONE && !units_agree(c, per, &v,
                                                     &(struct value){.kind = V_CONST,
                                                                     .num = per->num,
                                                                     .den = per->den,
                                                                     .measure = per->measure},
                                                     &num, &den))
        return false;
    if (num <= 0 || points <= 0 || num > ((int64_t)1 << 50) / POINTS_MAX)
        return td_yaml_fail(node, c->err, "%s",
                            TD_T("per 和 points 须大于0", "per and points are above 0"));
    for (int got = points; count < POINTS_MAX; got += points) {
        ready[count].points = got < cap ? got : cap;
        if (!threshold_op(c, e, &v, CMP_GE, num * (count + 1), den, &ready[count].op))
            return false;
        count++;
        if (got >= cap)
            break;
    }
    part.first = c->rules->choice_count;
    for (int i = count - 1; i >= 0; i--)
        add_choice(c->rules, &part, ready[i].op, ready[i].points);
    add_part(c->rules, indicator, &part);
    return true;
}

static bool
open_part(struct compiler *c, const struct td_yaml *map, struct indicator *indicator)
{
    const struct td_yaml *unknown = td_yaml_get(map, "unknown"),
                         *manual = td_yaml_get(map, "manual");
    struct part part = {.kind = PART_OPEN, .cap = indicator->max, .manual = manual != NULL};
    struct td_str text;
    bool yes = true;

    if (unknown && (!td_yaml_bool(unknown, "unknown", &yes, c->err)))
        return false;
    if (!yes || (unknown && manual))
        return td_yaml_fail(map, c->err, "%s",
                            TD_T("unknown 只能写 true，且不与 manual 并用",
                                 "unknown is true and stands without manual"));
    if (manual && !td_yaml_text(manual, "manual", &text, c->err))
        return false;
    add_part(c->rules, indicator, &part);
    return true;
}

static bool
best_of(struct compiler *c, const struct td_yaml *list, struct indicator *indicator)
{
    if (!td_yaml_expect(list, TD_YAML_LIST, "best_of", c->err))
        return false;
    if (list->count == 0 || list->count > BANDS_MAX)
        return td_yaml_fail(list, c->err, "%s",
                            TD_T("要有1到60项", "1 to 60 entries are needed"));
    for (size_t i = 0; i < list->count; i++) {
        const struct td_yaml *entry = list->items[i], *choices;

        if (!td_yaml_expect(entry, TD_YAML_MAP, "best_of", c->err) ||
            !td_yaml_known(entry, KEYS(best_keys), c->err))
            return false;
        choices = td_yaml_get(entry, "choices");
        if (!(choices ? choices_part(c, choices, false, indicator)
                      : bands_part(c, entry, indicator)))
            return false;
    }
    return true;
}

bool
parts_read(struct compiler *c, const struct td_yaml *map, struct indicator *indicator)
{
    static const char *const ways[] = {"bands", "choices", "best_of", "sum_of",
                                       "per",   "manual",  "unknown"};
    const struct td_yaml *found = NULL;
    int way = 0;

    for (int i = 0; i < (int)(sizeof(ways) / sizeof(*ways)); i++) {
        const struct td_yaml *node = td_yaml_get(map, ways[i]);

        if (node && found)
            return td_yaml_fail(td_yaml_key(map, ways[i]), c->err,
                                TD_T("指标既有 %s 又有 %s", "an indicator has both %s and %s"),
                                ways[way], ways[i]);
        if (node) {
            found = node;
            way = i;
        }
    }
    if (!found)
        return td_yaml_fail(
            map, c->err, "%s",
            TD_T("指标要有 bands、choices、best_of、sum_of、per、manual、unknown 之一",
                 "an indicator has one of bands, choices, best_of, sum_of, per, manual, "
                 "unknown"));
    switch (way) {
    case 0:
        return bands_part(c, map, indicator);
    case 1:
        return choices_part(c, found, false, indicator);
    case 2:
        return best_of(c, found, indicator);
    case 3:
        return choices_part(c, found, true, indicator);
    case 4:
        return per_part(c, map, indicator);
    default:
        return open_part(c, map, indicator);
    }
}
