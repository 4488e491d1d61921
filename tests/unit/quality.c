/*
 * Data quality: the shipped rules on their borders, differences between departments, figures in a wrong
 * unit, mistakes in the files with their places; the same result for any number of
 * threads and order of records.
 */
#include "../support/quality_world.h"

static int
rule_named(const struct world *w, const char *id)
{
    for (size_t i = 0; i < td_quality_rule_count(w->rules); i++)
        if (td_str_equal(td_quality_rule_at(w->rules, i)->id, td_str(id)))
            return (int)i;
    cr_assert_fail("no rule %s", id);
    return -1;
}

/* What the only unit counted for a rule: "p", "f", "?", "-" for each record, in this order. */
static const char *
counted(const struct world *w, const char *id, char out[64])
{
    int rule = rule_named(w, id);
    size_t n = 0;

    for (size_t i = 0; i < w->result.entry_first[w->data.unit_count]; i++)
        for (int k = 0; k < 4 && w->result.entries[i].slot == rule; k++)
            for (int c = 0; c < w->result.entries[i].counts[k]; c++)
                out[n++] = "pf?-"[k];
    out[n] = '\0';
    return out;
}

/* ---- rules on their borders --------------------------------------------------------------------------------- */
struct border {
    enum td_quality_kind kind;
    const char *rule, *facts, *expected;
};
static const struct border borders[] = {
    {TD_Q_FINANCE, "balance", "assets=1000万 liabilities=400万 net_assets=600万", "p"},
    {TD_Q_FINANCE, "balance", "assets=1000万 liabilities=401万 net_assets=604万", "p"},  /* 0.5 % */
    {TD_Q_FINANCE, "balance", "assets=1000万 liabilities=401万 net_assets=605万", "f"},
    {TD_Q_FINANCE, "balance", "assets=1000万 liabilities=390万 net_assets=605万", "p"},
    {TD_Q_FINANCE, "balance", "assets=1000万 liabilities=389万 net_assets=605万", "f"},
    {TD_Q_FINANCE, "balance", "assets=100000 liabilities=50000 net_assets=59999", "p"}, /* 1 万元 */
    {TD_Q_FINANCE, "balance", "assets=100000 liabilities=50000 net_assets=60001", "f"},
    {TD_Q_FINANCE, "balance", "assets=1000万 liabilities=400万", "?"}, /* missing is not checkable, and no failure */
    {TD_Q_FINANCE, "revenue_negative", "revenue=0", "p"},
    {TD_Q_FINANCE, "revenue_negative", "revenue=-1", "f"},
    {TD_Q_FINANCE, "revenue_negative", "cost=1", "?"},
    {TD_Q_FINANCE, "main_in_revenue", "revenue=1000 main_revenue=1005", "p"},
    {TD_Q_FINANCE, "main_in_revenue", "revenue=1000 main_revenue=1006", "f"},
    {TD_Q_FINANCE, "rd_in_cost", "rd_expense=100万 cost=100万", "p"},
    {TD_Q_FINANCE, "rd_in_cost", "rd_expense=101万 cost=100万", "f"},
    {TD_Q_FINANCE, "rd_over_revenue", "rd_expense=100万 revenue=99万", "-"},  /* does not concern so small a firm */
    {TD_Q_FINANCE, "rd_over_revenue", "rd_expense=101万 revenue=100万", "f"},
    {TD_Q_FINANCE, "rd_over_revenue", "rd_expense=101万", "?"}, /* whether it concerns is not known */
    {TD_Q_FINANCE, "profit_equation", "revenue=1000万 cost=500万 net_profit=100万", "p"}, /* 40 % */
    {TD_Q_FINANCE, "profit_equation", "revenue=1000万 cost=499万 net_profit=100万", "f"},
    {TD_Q_FINANCE, "profit_equation", "revenue=1000万 cost=1301万 net_profit=100万", "f"},
    {TD_Q_FINANCE, "debt_twice", "assets=100 liabilities=200", "p"},
    {TD_Q_FINANCE, "debt_twice", "assets=100 liabilities=201", "f"},
    {TD_Q_FINANCE, "staff_for_revenue", "revenue=500万", "?"},
    {TD_Q_STAFF, "rd_staff_part", "employees=10 rd_staff=10", "p"},
    {TD_Q_STAFF, "rd_staff_part", "employees=10 rd_staff=11", "f"},
    {TD_Q_STAFF, "rd_in_sci", "sci_staff=10 rd_staff=11", "p"},
    {TD_Q_STAFF, "rd_in_sci", "sci_staff=10 rd_staff=12", "f"},
    {TD_Q_IP, "granted_after_filed", "filed=8000 granted=8000", "p"},
    {TD_Q_IP, "granted_after_filed", "filed=8000 granted=7999", "f"},
    {TD_Q_IP, "granted_after_filed", "granted=7999", "?"},
    {TD_Q_IP, "filed_to_granted", "filed=1000 granted=6479", "p"},
    {TD_Q_IP, "filed_to_granted", "filed=1000 granted=6480", "f"},
    {TD_Q_IP, "rank_positive", "holder_rank=0", "f"},
    {TD_Q_TITLE, "valid_after_granted", "granted=8000 valid_to=7999", "f"},
    {TD_Q_TITLE, "valid_after_granted", "granted=8000 valid_to=8000", "p"},
    {TD_Q_TITLE, "valid_long", "granted=1000 valid_to=4660", "p"},
    {TD_Q_TITLE, "valid_long", "granted=1000 valid_to=4661", "f"},
    {TD_Q_PRODUCT, "share_domestic_whole", "share_domestic=1000000", "p"},
    {TD_Q_PRODUCT, "share_domestic_whole", "share_domestic=1000001", "f"},
    {TD_Q_PRODUCT, "rank_global_order", "rank_domestic=2 rank_global=1", "f"},
    {TD_Q_EQUITY, "equity_positive", "amount=0", "f"},
    {TD_Q_CONDUCT, "removed_after_listed", "from_date=8000 to_date=7999", "f"},
    {TD_Q_REGISTRY, "approved_after_established", "established=8000 approved=7999", "f"},
};

Test(quality, rules_on_their_borders)
{
    for (size_t i = 0; i < sizeof borders / sizeof *borders; i++) {
        const struct border *b = &borders[i];
        struct world w;
        char got[64];

        world_open(&w, 1);
        put(&w, b->kind, 0, 1, b->kind == TD_Q_FINANCE || b->kind == TD_Q_STAFF ? 2025 : 0, b->facts);
        check_world(&w, 1);
        cr_expect_str_eq(counted(&w, b->rule, got), b->expected, "%s of %s: %s, not %s", b->rule, b->facts, got, b->expected);
        world_close(&w);
    }
}

Test(quality, what_is_known_of_the_firm_beside_the_record)
{
    struct world w;
    char got[64];

    world_open(&w, 1);
    w.units[0].has_established = true;
    w.units[0].established = 7305; /* 2020-01-01 */
    put(&w, TD_Q_FINANCE, 0, 1, 2019, "revenue=600万");
    put(&w, TD_Q_FINANCE, 0, 1, 2020, "revenue=600万");
    put(&w, TD_Q_FINANCE, 0, 1, 2021, "revenue=600万");
    put(&w, TD_Q_STAFF, 0, 2, 2020, "employees=0");
    put(&w, TD_Q_STAFF, 0, 2, 2021, "employees=3");
    check_world(&w, 1);
    cr_expect_str_eq(counted(&w, "before_founded", got), "ppf");
    cr_expect_str_eq(counted(&w, "staff_for_revenue", got), "pf?");
    cr_expect_str_eq(counted(&w, "revenue_without_staff", got), "pf");
    world_close(&w);
}

/* ---- differences ------------------------------------------------------------------------------------------------ */
Test(quality, departments_that_differ_are_found_once_with_both_sides)
{
    struct world w;
    char got[64];
    const struct td_quality_finding *f = NULL;

    world_open(&w, 1);
    put(&w, TD_Q_FINANCE, 0, 1, 2025, "revenue=1000万");
    put(&w, TD_Q_FINANCE, 0, 2, 2025, "revenue=900万"); /* 10 % of the larger */
    put(&w, TD_Q_FINANCE, 0, 3, 2025, "revenue=899万");
    put(&w, TD_Q_FINANCE, 0, 1, 2024, "revenue=5万");
    put(&w, TD_Q_FINANCE, 0, 2, 2024, "revenue=15万"); /* 10 万元 */
    put(&w, TD_Q_FINANCE, 0, 1, 2023, "revenue=5万");  /* nobody else says */
    check_world(&w, 1);
    cr_expect_str_eq(counted(&w, "revenue_differs", got), "pf?ppf");
    for (size_t i = 0; i < w.result.finding_count; i++)
        if (w.result.findings[i].rule == rule_named(&w, "revenue_differs")) {
            cr_expect_null(f, "one pair only");
            f = &w.result.findings[i];
        }
    cr_assert_not_null(f);
    struct td_buf shown = {0};
    td_quality_shown(w.rules, &w.data, f, &shown);
    cr_expect_str_eq(shown.at, "营业收入 1,000.00 万元；营业收入 899.00 万元");
    cr_expect_eq(w.data.records[TD_Q_FINANCE].at[f->record].source, 1);
    cr_expect_eq(w.data.records[TD_Q_FINANCE].at[f->other].source, 3);
    td_buf_free(&shown);
    world_close(&w);
}

Test(quality, employees_against_those_insured)
{
    struct world w;
    char got[64];

    world_open(&w, 1);
    put(&w, TD_Q_STAFF, 0, 1, 2025, "employees=100");
    put(&w, TD_Q_STAFF, 0, 2, 2025, "insured=50");
    put(&w, TD_Q_STAFF, 0, 1, 2024, "employees=100");
    put(&w, TD_Q_STAFF, 0, 2, 2024, "insured=49");
    check_world(&w, 1);
    cr_expect_str_eq(counted(&w, "insured_differs", got), "pfpf");
    world_close(&w);
}

/* ---- units ----------------------------------------------------------------------------------------------------------- */
/* Three honest years of two departments; then something is changed. */
static void
honest(struct world *w)
{
    world_open(w, 1);
    for (int year = 2023; year <= 2025; year++) {
        put(w, TD_Q_FINANCE, 0, 1, year, "revenue=2000万 cost=1850万 net_profit=150万");
        put(w, TD_Q_FINANCE, 0, 2, year, "revenue=2000万 main_revenue=1800万 assets=3000万 liabilities=1200万 rd_expense=80万");
        put(w, TD_Q_STAFF, 0, 3, year, "employees=40");
    }
}

static void
scale(struct world *w, size_t record, const char *name, int64_t factor)
{
    int64_t *v = &w->data.records[TD_Q_FINANCE].values[record * td_quality_own(TD_Q_FINANCE) + (size_t)fact(TD_Q_FINANCE, name)];

    *v = factor > 0 ? *v * factor : *v / -factor;
}

/* "2025/1/revenue+4 …" in the order of the findings */
static const char *
swaps(const struct world *w, char out[512])
{
    out[0] = '\0';
    for (size_t i = 0; i < w->result.finding_count; i++) {
        const struct td_quality_finding *f = &w->result.findings[i];
        const struct td_quality_record *r = &w->data.records[TD_Q_FINANCE].at[f->record];

        if (td_quality_rule_at(w->rules, (size_t)f->rule)->form == TD_Q_UNIT)
            sprintf(out + strlen(out), "%s%d/%d/%s%+d", out[0] ? " " : "", r->year, r->source, td_quality_fact(TD_Q_FINANCE, (size_t)f->field),
                    f->factor);
    }
    return out;
}

Test(quality, honest_figures_are_not_flagged)
{
    struct world w;
    char got[512];

    honest(&w);
    check_world(&w, 1);
    cr_expect_str_eq(swaps(&w, got), "");
    world_close(&w);
}

Test(quality, fault_32_yuan_for_ten_thousand_yuan_in_one_figure)
{
    struct world w;
    char got[512];

    honest(&w);
    scale(&w, 4, "revenue", 10000); /* 2025 of department 1: records 0, 2, 4 are its years */
    check_world(&w, 1);
    cr_expect_str_eq(swaps(&w, got), "2025/1/revenue+4");
    world_close(&w);
    honest(&w);
    scale(&w, 2, "cost", -10000);
    check_world(&w, 1);
    cr_expect_str_eq(swaps(&w, got), "2024/1/cost-4");
    world_close(&w);
    honest(&w);
    scale(&w, 3, "assets", 1000);
    check_world(&w, 1);
    cr_expect_str_eq(swaps(&w, got), "2024/2/assets+3");
    world_close(&w);
    honest(&w);
    scale(&w, 0, "revenue", 100000000);
    check_world(&w, 1);
    cr_expect_str_eq(swaps(&w, got), "2023/1/revenue+8");
    world_close(&w);
}

Test(quality, fault_32_yuan_for_ten_thousand_yuan_in_a_whole_row)
{
    struct world w;
    char got[512];

    honest(&w);
    scale(&w, 4, "revenue", -10000);
    scale(&w, 4, "cost", -10000);
    scale(&w, 4, "net_profit", -10000);
    check_world(&w, 1);
    cr_expect_str_eq(swaps(&w, got), "2025/1/revenue-4 2025/1/cost-4 2025/1/net_profit-4");
    world_close(&w);
}

Test(quality, a_column_that_is_wrong_in_every_year_is_told_from_its_neighbours)
{
    struct world w;
    char got[512];

    honest(&w);
    for (size_t r = 1; r < 6; r += 2)
        scale(&w, r, "assets", 1000);
    check_world(&w, 1);
    cr_expect_str_eq(swaps(&w, got), "2023/2/assets+3 2024/2/assets+3 2025/2/assets+3");
    world_close(&w);
}

Test(quality, fault_32_growth_of_five_times_and_a_loss_are_no_wrong_unit)
{
    struct world w;
    char got[512];

    world_open(&w, 1);
    put(&w, TD_Q_FINANCE, 0, 1, 2023, "revenue=200万 cost=190万 net_profit=10万");
    put(&w, TD_Q_FINANCE, 0, 1, 2024, "revenue=1000万 cost=1100万 net_profit=-100万");
    put(&w, TD_Q_FINANCE, 0, 1, 2025, "revenue=5000万 cost=4999万 net_profit=1万");
    check_world(&w, 1);
    cr_expect_str_eq(swaps(&w, got), "");
    world_close(&w);
}

Test(quality, a_figure_that_nothing_speaks_for_is_not_checkable)
{
    struct world w;
    char got[64];

    world_open(&w, 1);
    put(&w, TD_Q_FINANCE, 0, 1, 2025, "revenue=200万");
    check_world(&w, 1);
    cr_expect_str_eq(counted(&w, "unit_swap", got), "?");
    world_close(&w);
}

/* ---- the same for any threads and order --------------------------------------------------------------------------------- */
Test(quality, threads_and_order_of_records_change_nothing)
{
    struct world a, b;

    world_open(&a, 50);
    world_open(&b, 50);
    for (uint32_t i = 0; i < 50 * 7; i++) {
        uint32_t k[2] = {i, 50 * 7 - 1 - i};
        struct world *w[2] = {&a, &b};

        for (int n = 0; n < 2; n++) {
            char text[128];
            uint64_t mix = k[n] * 2654435761u % 1000;
            sprintf(text, "revenue=%d万 cost=%d万 assets=%d rd_expense=%d万", (int)mix + 1, (int)(mix * 7 % 900), (int)(mix * 13 % 5000), (int)(mix * 3 % 700));
            put(w[n], TD_Q_FINANCE, k[n] % 50, 1 + (int)(k[n] / 50) % 2, 2020 + (int)(k[n] / 100), text);
        }
    }
    check_world(&a, 1);
    check_world(&b, 5);
    cr_assert_gt(a.result.finding_count, 20);
    cr_assert_eq(a.result.finding_count, b.result.finding_count);
    cr_expect_arr_eq(a.result.findings, b.result.findings, a.result.finding_count * sizeof *a.result.findings);
    cr_assert_eq(a.result.entry_first[50], b.result.entry_first[50]);
    cr_expect_arr_eq(a.result.entries, b.result.entries, a.result.entry_first[50] * sizeof *a.result.entries);
    world_close(&a);
    world_close(&b);
}

/* ---- mistakes in the files ----------------------------------------------------------------------------------------------- */
struct mistake {
    const char *text;
    size_t line, column;
    const char *part; /* of the message */
};
#define HEAD "record: finance\nrules:\n  - {id: a, title: t, severity: error, owner: o, source: s, confirmed: M, "
static const struct mistake mistakes[] = {
    {HEAD "when: \"revenue >= 0\"}\n", 0, 0, ""},
    {HEAD "when: \"revenu >= 0\"}\n", 3, 82, "revenu"},
    {HEAD "when: \"revenue >= 3人\"}\n", 3, 93, ""},
    {HEAD "when: \"revenue >= 0\", colour: red}\n", 3, 97, "colour"},
    {HEAD "all: []}\n", 3, 80, ""},
    {"record: finance\nrules:\n  - {id: a, title: t, severity: bad, owner: o, source: s, confirmed: M, when: \"revenue >= 0\"}\n", 3, 33, "bad"},
    {"record: finance\nrules:\n  - {id: a, title: t, severity: error, owner: o, source: s, when: \"revenue >= 0\"}\n", 3, 5, "confirmed"},
    {"record: nothing\nrules: []\n", 1, 9, "nothing"},
    {"rules: []\n", 1, 1, "record"},
    {"compare:\n  - {id: a, title: t, severity: note, owner: o, source: s, confirmed: M, record: finance, field: revenue}\n", 2, 5, "relative"},
    {"compare:\n  - {id: a, title: t, severity: note, owner: o, source: s, confirmed: M, record: finance, field: profit, relative: 10%}\n", 2, 98, "profit"},
    {"score:\n  completeness: {zero: 100%, full: 50%, weight: 1}\n", 2, 17, "zero"},
    {"unit_swap: {id: a, title: t, severity: note, owner: o, source: s, confirmed: M, factors: [7]}\n", 1, 91, ""},
};

Test(quality, a_broken_file_is_refused_with_its_place)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct td_file_text file = {TD_STR("quality/x.yaml"), td_str(mistakes[i].text)};
        struct td_quality *q = NULL;
        struct td_error err = {0};
        bool ok = td_quality_compile(&q, &file, 1, &err);

        cr_expect_eq(ok, mistakes[i].line == 0, "%zu: %s", i, err.text);
        cr_expect(err.line == mistakes[i].line && err.column == mistakes[i].column, "%zu: at %zu:%zu: %s", i, err.line, err.column, err.text);
        cr_expect_not_null(strstr(err.text, mistakes[i].part), "%zu: %s", i, err.text);
        td_quality_free(q);
    }
    struct td_file_text twice[] = {{TD_STR("quality/a.yaml"), TD_STR(HEAD "when: \"revenue >= 0\"}\n")},
                                   {TD_STR("quality/b.yaml"), TD_STR(HEAD "when: \"cost >= 0\"}\n")}};
    struct td_quality *q = NULL;
    struct td_error err = {0};
    cr_expect_not(td_quality_compile(&q, twice, 2, &err));
    cr_expect_str_eq(err.file, "quality/b.yaml");
    cr_expect_not_null(strstr(err.hint, "quality/a.yaml:3"), "%s", err.hint);
}
