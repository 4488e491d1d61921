/*
 * Mistakes in criteria files: each is named by file:line:column with a word of what to do. A
 * small ladder, whole and right; every case breaks one thing in one file of it.
 */
#include "../support/criteria_load.h"

#include <criterion/criterion.h>

static const char *const facts =
    "facts:\n"
    "  active: {title: 存续, unit: bool}\n"
    "  industry: {title: 行业, unit: code}\n"
    "  born: {title: 成立日期, unit: date}\n"
    "  revenue: {title: 营业收入, unit: money, years: 3}\n"
    "  rd_expense: {title: 研发费用, unit: money, years: 3}\n"
    "  staff: {title: 职工, unit: count, years: 2}\n"
    "  patents: {title: 专利, unit: count, range: true, list: ip, more: raises}\n"
    "  holds_low: {title: 初级, unit: number, list: title/low, more: raises}\n";
static const char *const metrics =
    "metrics:\n"
    "  rd_ratio: {title: 研发占比, value: \"rd_expense[Y] / revenue[Y]\"}\n"
    "  rd_2y: {title: 两年研发, value: \"rd_expense[Y] + rd_expense[Y-1]\"}\n";
static const char *const size_file = "indicators: {Y: \"revenue[Y]\"}\n"
                                     "rows:\n"
                                     "  - {title: 其他, other: true, large: {Y: 40000万}, "
                                     "medium: {Y: 2000万}, small: {Y: 300万}}\n";
static const char *const ranking =
    "ladder: [low]\n"
    "coverage: 50%\n"
    "order: [verdict, {value: \"revenue[Y]\", order: descending}]\n";
static const char *const tier =
    "tier: low\n"
    "title: 初级\n"
    "version: \"2022\"\n"
    "source: {name: 办法, number: 1号}\n"
    "applies:\n"
    "  - {kind: new, from: 2020-01-01, to: 2025-12-31}\n"
    "  - {kind: new, from: 2026-01-01}\n"
    "holds: holds_low >= 1\n"
    "subject:\n"
    "  - {id: active, clause: 一, text: 存续, when: active}\n"
    "require:\n"
    "  - {id: revenue, clause: 二, text: 收入, when: \"revenue[Y] >= 5000万\"}\n"
    "  - {id: rd, clause: 三, text: 研发, when: rd_ratio >= 3%}\n"
    "  - {id: pass, clause: 四, text: 得分, score: total >= 60}\n"
    "score:\n"
    "  max: 100\n"
    "  groups:\n"
    "    - {id: inno, title: 创新, max: 60}\n"
    "    - {id: grow, title: 成长, max: 40}\n"
    "  indicators:\n"
    "    - {id: rd_points, group: inno, max: 60, clause: 五, text: 占比, value: rd_ratio, "
    "bands: [{from: 5%, points: 60}, {from: 3%, points: 30}, {points: 0}]}\n"
    "    - {id: ip, group: grow, max: 40, clause: 六, text: 专利, choices: [{when: patents >= "
    "2, points: 40}, {when: patents >= 1, points: 20}, {points: 0}]}\n";

struct broken {
    const char *name;
    const char *file, *find, *put; /* in that file, `find` becomes `put` */
    const char *at;          /* the text that the error must point at, in the broken file */
    const char *text, *hint; /* parts of what is said (English) */
};

static const struct broken cases[] = {
    /* names */
    {"a fact that nobody has", "tiers/low.yaml", "revenue[Y] >=", "revenu[Y] >=",
     "revenu[Y] >=", "unknown fact or metric \"revenu\"", "did you mean \"revenue\"?"},
    {"a metric that nobody defined", "tiers/low.yaml", "when: rd_ratio", "when: rd_ration",
     "rd_ration", "unknown fact or metric \"rd_ration\"", "did you mean \"rd_ratio\"?"},
    {"a metric of an unknown fact", "metrics.yaml", "rd_expense[Y] / ", "rd_cost[Y] / ",
     "rd_cost[Y] / ", "\"rd_cost\"", "facts stand in facts.yaml"},
    {"an unknown function", "tiers/low.yaml",
     "when: rd_ratio >=", "when: groth(revenue) >=", "groth(", "\"groth\"", "growth"},
    {"an unknown key", "tiers/low.yaml", "clause: 二", "clase: 二", "clase",
     "unknown key \"clase\"", "did you mean \"clause\"?"},
    {"an unknown group", "tiers/low.yaml", "group: grow", "group: growth", "growth, max",
     "no group \"growth\"", "grow"},
    {"an unknown tier", "tiers/low.yaml", "tier: low", "tier: lwo", "lwo", "ladder",
     "criteria/README.md"},
    /* units */
    {"money against a percentage", "tiers/low.yaml", "5000万", "3%", "3%\"}",
     "money is compared with a percentage", "5000万元"},
    {"a ratio against money", "tiers/low.yaml", "rd_ratio >= 3%", "rd_ratio >= 3万", "3万",
     "a ratio is compared with money", "3%"},
    {"money without a unit", "tiers/low.yaml", "5000万", "5000", "5000\"",
     "money is compared with a bare number", "5000万元"},
    {"money plus people", "metrics.yaml", "+ rd_expense[Y-1]", "+ staff[Y]",
     "rd_expense[Y] + staff", "money and a count", "criteria/README.md"},
    {"money over people", "metrics.yaml", "/ revenue[Y]", "/ staff[Y]", "rd_expense[Y] / staff",
     "a ratio of different units", "criteria/README.md"},
    {"two values of different units", "tiers/low.yaml", "revenue[Y] >= 5000万",
     "revenue[Y] >= staff[Y]", "revenue[Y] >= staff", "money and a count",
     "criteria/README.md"},
    {"a band in another unit", "tiers/low.yaml", "from: 3%", "from: 3万", "3万",
     "a ratio is compared with money", "3%"},
    {"an unknown unit", "tiers/low.yaml", "5000万", "5000kg", "kg", "unknown unit",
     "Expressions"},
    /* metrics */
    {"a circle of two metrics", "metrics.yaml", "rd_expense[Y] + rd_expense[Y-1]",
     "rd_3y\"}\n  rd_3y: {title: 三年, value: \"rd_2y", "rd_2y\"}", "in a circle",
     "rd_2y, rd_3y"},
    {"a metric of itself", "metrics.yaml", "rd_expense[Y] / revenue[Y]",
     "rd_ratio / revenue[Y]", "rd_ratio / ", "in a circle", "rd_ratio"},
    {"a year that is not kept", "metrics.yaml", "rd_expense[Y-1]", "rd_expense[Y-3]",
     "rd_expense[Y-3]", "has the years Y to Y-2", "criteria/README.md"},
    /* bands and points */
    {"overlapping bands", "tiers/low.yaml", "from: 3%, points: 30", "from: 6%, points: 30",
     "{from: 6%", "do not overlap", "the best first"},
    {"the same band twice", "tiers/low.yaml", "from: 3%, points: 30", "from: 5%, points: 30",
     "{from: 5%, points: 30", "do not overlap", "the best first"},
    {"a worse band before a better one", "tiers/low.yaml", "from: 3%, points: 30",
     "from: 3%, points: 60", "{from: 3%", "from more points to fewer", "the best first"},
    {"a gap below the bands", "tiers/low.yaml", "{from: 3%, points: 30}, {points: 0}]",
     "{from: 3%, points: 30}]", "{from: 3%", "no floor", "{points: 0}"},
    {"a band with an upper limit of its own", "tiers/low.yaml", "{from: 3%, points: 30}",
     "{from: 3%, to: 4%, points: 30}", "to: 4%", "no upper limit",
     "where the band before begins"},
    {"a floor in the middle", "tiers/low.yaml", "{from: 3%, points: 30}", "{points: 30}",
     "{points: 30}", "only the last band", "the best first"},
    {"choices without a floor", "tiers/low.yaml", "points: 20}, {points: 0}]", "points: 20}]",
     "{when: patents >= 1", "no floor", "{points: 0}"},
    {"a choice above the maximum", "tiers/low.yaml", "patents >= 2, points: 40",
     "patents >= 2, points: 45", "45", "more than the maximum of 40", "at most 40"},
    {"a band above the maximum", "tiers/low.yaml", "from: 5%, points: 60",
     "from: 5%, points: 61", "61", "more than the maximum of 60", "at most 60"},
    {"a maximum that no band gives", "tiers/low.yaml", "from: 5%, points: 60",
     "from: 5%, points: 55", "60, clause: 五", "the best that can be had is 55", "make max 55"},
    {"indicators that do not make the group", "tiers/low.yaml", "title: 创新, max: 60",
     "title: 创新, max: 50", "50}", "has a maximum of 50, its indicators 60", "official text"},
    {"groups that do not make the whole", "tiers/low.yaml", "  max: 100", "  max: 120", "120",
     "the maximum is 120, the indicators make 100", "official text"},
    {"a group above the whole", "tiers/low.yaml", "title: 创新, max: 60",
     "title: 创新, max: 160", "160", "more than the maximum of 100", "at most 100"},
    {"a pass mark above the maximum", "tiers/low.yaml", "total >= 60", "total >= 101", "101",
     "the mark is above the maximum", "the maximum is 100"},
    {"a group mark above the group", "tiers/low.yaml", "total >= 60", "grow >= 41", "41",
     "the mark is above the maximum", "the maximum is 40"},
    {"a mark that is to be surpassed at the top", "tiers/low.yaml", "total >= 60",
     "total > 100", "100}", "the mark is above the maximum", "the maximum is 100"},
    {"a mark of a group that is none", "tiers/low.yaml", "total >= 60", "growth >= 20",
     "growth >=", "no group \"growth\"", "criteria/README.md"},
    /* clauses and ids */
    {"a condition without its clause", "tiers/low.yaml", "id: revenue, clause: 二,",
     "id: revenue,", "{id: revenue", "\"clause\" is missing", "say which clause"},
    {"an indicator without its clause", "tiers/low.yaml", "max: 40, clause: 六,", "max: 40,",
     "{id: ip", "\"clause\" is missing", "say which clause"},
    {"a condition without its text", "tiers/low.yaml", "text: 收入, ", "", "{id: revenue",
     "\"text\" is missing", "official text"},
    {"a condition's id twice", "tiers/low.yaml", "id: rd, clause", "id: revenue, clause",
     "revenue, clause: 三", "\"revenue\" is given twice", "二 收入"},
    {"an indicator's id twice", "tiers/low.yaml", "id: ip, group", "id: rd_points, group",
     "rd_points, group: grow", "\"rd_points\" is given twice", "占比"},
    {"a group's id twice", "tiers/low.yaml", "id: grow, title", "id: inno, title",
     "inno, title: 成长", "\"inno\" is given twice", "创新"},
    {"a metric twice", "metrics.yaml", "  rd_2y:", "  rd_ratio:", "rd_ratio: {title: 两年",
     "given twice", "criteria/README.md"},
    {"a condition with two forms", "tiers/low.yaml", "when: rd_ratio >= 3%",
     "when: rd_ratio >= 3%, manual: 看", "manual: 看", "both when and manual",
     "criteria/README.md"},
    {"a condition with no form", "tiers/low.yaml", ", when: rd_ratio >= 3%", "", "{id: rd, ",
     "one of when, all, any", "criteria/README.md"},
    /* periods */
    {"to before from", "tiers/low.yaml", "to: 2025-12-31", "to: 2019-12-31", "2019-12-31",
     "to is before from", "the last day"},
    {"two versions at once", "tiers/low.yaml", "to: 2025-12-31", "to: 2026-03-31",
     "{kind: new, from: 2026-01-01}", "two files of \"low\" apply from 2026-01-01",
     "a to: 2025-12-31"},
    {"an application without its first day", "tiers/low.yaml", "from: 2026-01-01", "note: 待定",
     "{kind: new, note", "from is missing", "criteria/README.md"},
    {"a day that is none", "tiers/low.yaml", "to: 2025-12-31", "to: 2025-13-31", "2025-13-31",
     "is a date", "criteria/README.md"},
    {"a version that has run out", "tiers/low.yaml", "from: 2026-01-01}",
     "from: 2026-01-01, to: 2026-02-28}", "2026-02-28",
     "nothing is in force on 2026-06-01: the last version ended on 2026-02-28",
     "another --as-of"},
    /* other files */
    {"size classes the wrong way round", "size.yaml", "small: {Y: 300万}", "small: {Y: 3000万}",
     "2000万", "go down from large to small", "criteria/README.md"},
    {"coverage above all", "ranking.yaml", "50%", "150%", "150%", "from 0% to 100%",
     "criteria/README.md"},
    {"a fact of an unknown unit", "facts.yaml", "unit: bool", "unit: boole", "boole",
     "cannot be \"boole\"", "did you mean \"bool\"?"},
    {"broken YAML", "tiers/low.yaml", "title: 初级", "title: [初级", "source", "syntax",
     "README"},
};

static void
small_ladder(struct criteria *c)
{
    *c = (struct criteria){0};
    criteria_replace(c, "facts.yaml", td_str(facts));
    criteria_replace(c, "metrics.yaml", td_str(metrics));
    criteria_replace(c, "size.yaml", td_str(size_file));
    criteria_replace(c, "ranking.yaml", td_str(ranking));
    criteria_replace(c, "tiers/low.yaml", td_str(tier));
}

static bool
try_ladder(struct criteria *c, struct td_error *err)
{
    struct td_rules_options options = {.as_of = td_date_from((struct td_civil){2026, 6, 1})};
    struct td_rules *rules = NULL;
    bool ok;

    td_lang_set(TD_EN);
    ok = td_rules_compile(&rules, c->files, c->count, &options, err);
    td_rules_free(rules);
    return ok;
}

/* Line and column (in characters) of `at` in the text; the last of several. */
static void
place_of(const char *text, const char *at, size_t *line, size_t *column)
{
    const char *found = NULL;

    for (const char *p = text; (p = strstr(p, at)); p++)
        found = p;
    cr_assert_not_null(found, "\"%s\" does not stand in the text", at);
    *line = 1;
    *column = 1;
    for (const char *p = text; p < found; p++) {
        *column += ((unsigned char)*p & 0xC0) != 0x80;
        if (*p == '\n') {
            ++*line;
            *column = 1;
        }
    }
}

Test(rules_errors, the_small_ladder_itself_is_right)
{
    struct criteria c;
    struct td_error err = {0};

    small_ladder(&c);
    cr_assert(try_ladder(&c, &err), "%s:%zu:%zu: %s (%s)", err.file, err.line, err.column,
              err.text, err.hint);
}

Test(rules_errors, fault_36_every_mistake_has_its_place_and_a_hint)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const struct broken *b = &cases[i];
        struct criteria c;
        struct td_error err = {0};
        struct td_buf text = {0};
        const char *whole, *cut;
        size_t line, column;

        small_ladder(&c);
        whole = criteria_text(&c, b->file).at;
        cut = strstr(whole, b->find);
        cr_assert_not_null(cut, "%s: nothing to break", b->name);
        td_buf_add(&text, whole, (size_t)(cut - whole));
        td_buf_text(&text, b->put);
        td_buf_text(&text, cut + strlen(b->find));
        criteria_replace(&c, b->file, td_buf_view(&text));
        place_of(text.at, b->at, &line, &column);
        cr_expect_not(try_ladder(&c, &err), "%s: compiles", b->name);
        cr_expect_eq(err.code, TD_E_CRITERIA, "%s", b->name);
        cr_expect_str_eq(err.file, b->file, "%s: %s", b->name, err.file);
        cr_expect(err.line == line && err.column == column, "%s: at %zu:%zu, not %zu:%zu: %s",
                  b->name, err.line, err.column, line, column, err.text);
        cr_expect(strstr(err.text, b->text), "%s: \"%s\" says nothing of \"%s\"", b->name,
                  err.text, b->text);
        cr_expect(err.hint[0] && strstr(err.hint, b->hint),
                  "%s: hint \"%s\" says nothing of \"%s\"", b->name, err.hint, b->hint);
        td_buf_free(&text);
    }
}

Test(rules_errors, a_second_file_of_the_same_version_is_refused)
{
    struct criteria c;
    struct td_error err = {0};

    small_ladder(&c);
    criteria_replace(&c, "tiers/low-again.yaml", td_str(tier));
    cr_expect_not(try_ladder(&c, &err));
    cr_expect_str_eq(err.file, "tiers/low-again.yaml");
    cr_expect_eq(err.line, 3);
    cr_expect_eq(err.column, 10);
    cr_expect(strstr(err.text, "stands in tiers/low.yaml already"), "%s", err.text);
    cr_expect(err.hint[0]);
}
