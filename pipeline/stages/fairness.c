/*
 * fairness: is a county, a size or an age rarer among those with a seat, or lower in the order, than chance would make
 * it? Of the published lists, or of one county's own order and seats.
 */
#include "cut.h"
#include "rules_command.h"
#include "tidu/fairness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { /* columns of fairness/candidates.sql */
    Q_TIER, Q_TITLE, Q_VERSION, Q_SEATED, Q_COUNTY, Q_COUNTY_NAME, Q_SIZE, Q_YEARS
};
enum { /* of what is printed */
    O_TIER, O_TITLE, O_VERSION, O_KIND, O_GROUP, O_CANDIDATES, O_SEATED, O_EXPECTED, O_SEATS_CHANCE, O_ORDER_CHANCE, O_WORST,
    O_FINDING, O_COUNT
};
static const struct table_column text_columns[] = {
    {"分组", "by", O_KIND, false},          {"组", "group", O_GROUP, false},
    {"候选", "candidates", O_CANDIDATES, true}, {"占名额", "seated", O_SEATED, true},
    {"随机应占", "by chance", O_EXPECTED, true}, {"名额概率", "chance of seats", O_SEATS_CHANCE, true},
    {"排序概率", "chance of order", O_ORDER_CHANCE, true}, {"最少处位次", "rarest at place", O_WORST, true},
    {"结论", "finding", O_FINDING, false}};
static const struct table_column all_columns[] = {
    {"层级", "tier", O_TIER, false},        {"层级名称", "title", O_TITLE, false},
    {"规则版本", "version", O_VERSION, false}, {"分组", "by", O_KIND, false},
    {"组", "group", O_GROUP, false},        {"候选", "candidates", O_CANDIDATES, true},
    {"占名额", "seated", O_SEATED, true},   {"随机应占", "expected", O_EXPECTED, true},
    {"名额概率", "seats_chance", O_SEATS_CHANCE, true}, {"排序概率", "order_chance", O_ORDER_CHANCE, true},
    {"最少处位次", "worst_place", O_WORST, true}, {"结论", "finding", O_FINDING, false}};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

enum kind { BY_COUNTY, BY_SIZE, BY_AGE, KINDS };
enum { SIZES = 5 };

struct list { /* the candidates of one tier, rows [from, to) of the query */
    const struct td_rows *q;
    const struct td_fair_rules *rules;
    int from, to;
    int64_t seats;
    bool *seated, *member;
    const char **groups; /* of each candidate, in the kind that is looked at */
    struct td_buf names; /* of the bands of age, zero-terminated */
};

static const char *
size_name(const char *size)
{
    static const char *const zh[SIZES] = {"未定", "微型", "小型", "中型", "大型"};
    static const char *const en[SIZES] = {"not known", "micro", "small", "medium", "large"};
    long at = strtol(size, NULL, 10);

    at = at > 0 && at < SIZES ? at : 0;
    return TD_T(zh[at], en[at]);
}

/* The bands' names one behind the other, the unknown last; kept in l->names. */
static void
name_ages(struct list *l)
{
    const struct td_fair_rules *r = l->rules;

    for (size_t i = 0; i <= r->age_count; i++) {
        if (r->age_count == 0)
            td_buf_text(&l->names, TD_T("已知", "known"));
        else if (i == 0)
            td_buf_printf(&l->names, TD_T("不满 %d 年", "under %d years"), (int)r->ages[0]);
        else if (i == r->age_count)
            td_buf_printf(&l->names, TD_T("%d 年以上", "%d years and more"), (int)r->ages[i - 1]);
        else
            td_buf_printf(&l->names, TD_T("%d 年以上不满 %d 年", "%d to under %d years"), (int)r->ages[i - 1], (int)r->ages[i]);
        td_buf_add(&l->names, "", 1);
    }
    td_buf_text(&l->names, TD_T("不详", "not known"));
    td_buf_add(&l->names, "", 1);
}

static const char *
age_name(const struct list *l, int row)
{
    const char *name = l->names.at;
    size_t band = l->rules->age_count + 1;

    if (!td_rows_null(l->q, row, Q_YEARS)) {
        int64_t years = td_rows_int(l->q, row, Q_YEARS);
        for (band = 0; band < l->rules->age_count && years >= l->rules->ages[band];)
            band++;
    }
    while (band-- > 0)
        name += strlen(name) + 1;
    return name;
}

static const char *
group_of(const struct list *l, enum kind kind, int row)
{
    return kind == BY_COUNTY ? td_rows_text(l->q, row, Q_COUNTY_NAME)
         : kind == BY_SIZE   ? size_name(td_rows_text(l->q, row, Q_SIZE))
                             : age_name(l, row);
}

/* In which order the groups are told: counties by code, sizes and ages upwards, what is not known last. */
static const char *
group_key(const struct list *l, enum kind kind, int row, char key[32])
{
    if (kind == BY_COUNTY)
        return td_rows_text(l->q, row, Q_COUNTY)[0] ? td_rows_text(l->q, row, Q_COUNTY) : "~";
    if (kind == BY_SIZE)
        snprintf(key, 32, "%s", td_rows_int(l->q, row, Q_SIZE) ? td_rows_text(l->q, row, Q_SIZE) : "~");
    else
        snprintf(key, 32, "%06d", td_rows_null(l->q, row, Q_YEARS) ? 999999 : (int)td_rows_int(l->q, row, Q_YEARS));
    return key;
}

struct found { /* a group, and the first row that has it in the order above */
    const char *name;
    char key[32];
    struct td_fair_group told;
    bool tested, fewer, lower;
};

static int
by_key(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    int c = strcmp(x->key, y->key);

    return c ? c : strcmp(x->name, y->name);
}

static size_t
find_groups(struct list *l, enum kind kind, struct found *groups)
{
    size_t count = 0;
    char space[32];

    for (int r = l->from; r < l->to; r++) {
        const char *name = group_of(l, kind, r), *key = group_key(l, kind, r, space);
        size_t g = 0;
        l->groups[r - l->from] = name;
        while (g < count && strcmp(groups[g].name, name) != 0)
            g++;
        if (g == count)
            groups[count++] = (struct found){.name = name};
        if (!groups[g].key[0] || strcmp(key, groups[g].key) < 0)
            snprintf(groups[g].key, sizeof groups[g].key, "%s", key);
    }
    qsort(groups, count, sizeof *groups, by_key);
    return count;
}

/* Those that are tested, together: each of the two questions is a family of its own. */
static void
judge(const struct list *l, struct found *groups, size_t count)
{
    double *seats = td_alloc(count + 1, sizeof *seats), *order = td_alloc(count + 1, sizeof *order);
    bool *fewer = td_alloc(count + 1, sizeof *fewer), *lower = td_alloc(count + 1, sizeof *lower);
    size_t tested = 0;

    for (size_t g = 0; g < count; g++)
        if (groups[g].tested) {
            seats[tested] = groups[g].told.seats_chance;
            order[tested++] = groups[g].told.order_chance;
        }
    td_fair_holm(seats, tested, l->rules->significance, fewer);
    td_fair_holm(order, tested, l->rules->significance, lower);
    for (size_t g = count; g-- > 0;)
        if (groups[g].tested) {
            groups[g].fewer = fewer[--tested];
            groups[g].lower = lower[tested];
        }
    free(seats);
    free(order);
    free(fewer);
    free(lower);
}

static const char *
finding(const struct list *l, const struct found *g)
{
    if (l->seats == l->to - l->from)
        return TD_T("全部占名额", "all have seats");
    if (!g->tested)
        return TD_T("家数少，不检验", "too few to test");
    if (g->fewer && g->lower)
        return TD_T("名额偏少，排序偏后", "fewer seats, lower order");
    return g->fewer ? TD_T("名额偏少", "fewer seats") : g->lower ? TD_T("排序偏后", "lower order") : TD_T("未见偏少", "none found");
}

static void
put_group(const struct list *l, enum kind kind, const struct found *g, struct td_rows *out)
{
    static const char *const zh[KINDS] = {"区县", "划型", "成立年限"}, *const en[KINDS] = {"county", "size", "age"};
    int64_t all = l->to - l->from, tenths = (g->told.candidates * l->seats * 20 + all) / (2 * all); /* rounded half up */
    char candidates[24], seated[24], expected[32], seats[24], order[24], worst[24];
    const char *texts[O_COUNT] = {[O_TIER] = td_rows_text(l->q, l->from, Q_TIER), [O_TITLE] = td_rows_text(l->q, l->from, Q_TITLE),
                                  [O_VERSION] = td_rows_text(l->q, l->from, Q_VERSION), [O_KIND] = TD_T(zh[kind], en[kind]),
                                  [O_GROUP] = g->name, [O_CANDIDATES] = candidates, [O_SEATED] = seated, [O_EXPECTED] = expected,
                                  [O_FINDING] = finding(l, g)};

    snprintf(candidates, sizeof candidates, "%lld", (long long)g->told.candidates);
    snprintf(seated, sizeof seated, "%lld", (long long)g->told.seated);
    snprintf(expected, sizeof expected, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
    if (g->tested) {
        snprintf(seats, sizeof seats, "%.4f", g->told.seats_chance);
        snprintf(order, sizeof order, "%.4f", g->told.order_chance);
        texts[O_SEATS_CHANCE] = seats;
        texts[O_ORDER_CHANCE] = order;
        snprintf(worst, sizeof worst, "%lld", (long long)g->told.worst);
        texts[O_WORST] = g->told.worst ? worst : NULL;
    }
    td_rows_add(out, texts);
}

static void
audit_kind(struct list *l, enum kind kind, struct found *groups, struct td_rows *out)
{
    int count = l->to - l->from;
    size_t found = find_groups(l, kind, groups);

    for (size_t g = 0; g < found; g++) {
        for (int i = 0; i < count; i++)
            l->member[i] = strcmp(l->groups[i], groups[g].name) == 0;
        td_fair_group(l->member, l->seated, count, &groups[g].told);
        groups[g].tested = l->seats < count && groups[g].told.candidates >= l->rules->least;
    }
    judge(l, groups, found);
    for (size_t g = 0; g < found; g++)
        put_group(l, kind, &groups[g], out);
}

static void
audit_list(struct list *l, bool one_county, struct td_rows *out)
{
    size_t count = (size_t)(l->to - l->from);
    struct found *groups = td_alloc(count, sizeof *groups);

    l->seated = td_alloc(count, sizeof *l->seated);
    l->member = td_alloc(count, sizeof *l->member);
    l->groups = td_alloc(count, sizeof *l->groups);
    l->seats = 0;
    for (size_t i = 0; i < count; i++) {
        l->seated[i] = td_rows_text(l->q, l->from + (int)i, Q_SEATED)[0] == 't';
        l->seats += l->seated[i];
    }
    for (enum kind kind = one_county ? BY_SIZE : BY_COUNTY; kind < KINDS; kind++)
        audit_kind(l, kind, groups, out);
    free(l->seated);
    free(l->member);
    free(l->groups);
    free(groups);
}

static int
list_end(const struct td_rows *q, int from)
{
    int to = from + 1;

    while (to < q->count && strcmp(td_rows_text(q, from, Q_TIER), td_rows_text(q, to, Q_TIER)) == 0)
        to++;
    return to;
}

static void
print_text(const struct cut *cut, const struct td_fair_rules *rules, const struct td_rows *rows, struct td_buf *out)
{
    td_buf_text(out, TD_T("公平性审计：", "Fairness audit: "));
    cut_text(cut, out);
    td_buf_printf(out, TD_T("；误报风险 %d%%，不足 %d 家的组不检验（本市自定，未证实）\n",
                            "; risk of a false finding %d %%, groups under %d firms not tested (our own figures, unconfirmed)\n"),
                  (int)rules->significance, (int)rules->least);
    if (rows->count == 0)
        td_buf_text(out, TD_T("没有候选企业\n", "no candidates\n"));
    for (int from = 0, to; from < rows->count; from = to) {
        to = list_end(rows, from);
        td_buf_printf(out, TD_T("\n%s（%s版）\n", "\n%s (version %s)\n"), td_rows_text(rows, from, O_TITLE), td_rows_text(rows, from, O_VERSION));
        table_text(rows, from, to, text_columns, COUNT(text_columns), out);
    }
}

static void
print(const struct cut *cut, const struct td_fair_rules *rules, const struct td_rows *rows, enum table_form form, struct td_buf *out)
{
    if (form == TABLE_TEXT)
        print_text(cut, rules, rows, out);
    else if (form == TABLE_CSV)
        table_csv(rows, all_columns, COUNT(all_columns), out);
    else {
        td_buf_printf(out, "{\"run\": %s, \"as_of\": \"%s\", \"significance_percent\": %d, \"groups\": ", cut->run, cut->as_of,
                      (int)rules->significance);
        table_json(rows, all_columns, COUNT(all_columns), true, out);
        td_buf_text(out, "}\n");
    }
}

bool
td_command_fairness(struct td_run *run, struct td_error *err)
{
    struct cut cut = {0};
    struct td_fair_rules rules;
    struct td_rows candidates = {0}, rows = {0};
    struct td_buf out = {0};

    if (!td_fair_read(&rules, td_criteria_text(run->criteria, "fairness.yaml"), err))
        return false;
    bool ok = cut_open(&cut, run, err);
    const char *params[] = {cut.run, cut.rules_run, cut.tier, cut.county};
    ok = ok && td_db_query(run->db, "fairness/candidates", NULL, params, COUNT(params), &candidates, err);
    if (ok) {
        struct list l = {.q = &candidates, .rules = &rules};
        td_rows_make(&rows, O_COUNT);
        name_ages(&l);
        for (; l.from < candidates.count; l.from = l.to) {
            l.to = list_end(&candidates, l.from);
            audit_list(&l, cut.county != NULL, &rows);
        }
        td_buf_free(&l.names);
        print(&cut, &rules, &rows, table_form(run->options), &out);
        ok = rules_print(run, &out, err);
    }
    td_rows_free(&rows);
    td_rows_free(&candidates);
    td_buf_free(&out);
    cut_close(&cut);
    return ok;
}
