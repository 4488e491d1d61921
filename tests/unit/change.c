/* What-if: naming a figure or a condition, and the text that comes of it. */
#include "../support/criteria_load.h"

#include "tidu/change.h"

#include <criterion/criterion.h>

struct world {
    struct criteria criteria;
    struct td_rules *rules;
    struct td_changes changes;
};

static void
open_world(struct world *w, const char *as_of)
{
    struct td_error err = {0};
    struct td_rules_options options = {.region = TD_STR("371500")};

    cr_assert(td_date_parse(td_str(as_of), TD_DATE_ISO, &options.as_of) == TD_FAULT_NONE);
    criteria_read(&w->criteria, TIDU_SOURCE "/criteria");
    cr_assert(td_rules_compile(&w->rules, w->criteria.files, w->criteria.count, &options, &err), "%s", err.text);
}

static void
close_world(struct world *w)
{
    td_changes_free(&w->changes);
    td_rules_free(w->rules);
    criteria_free(&w->criteria);
}

/* The line of the changed text that has the first changed figure. */
static struct td_str
changed_line(struct world *w, struct td_file_text *out)
{
    const struct td_change *change = &w->changes.list[0];

    td_changes_apply(&w->changes, w->criteria.files, w->criteria.count, out);
    for (size_t i = 0; i < w->criteria.count; i++) {
        struct td_str text = out[i].text;

        if (!td_str_equal(out[i].name, change->file))
            continue;
        for (size_t line = 1; line < change->line; line++) {
            const char *end = memchr(text.at, '\n', text.len);
            text = (struct td_str){end + 1, text.len - (size_t)(end + 1 - text.at)};
        }
        const char *end = memchr(text.at, '\n', text.len);
        return (struct td_str){text.at, (size_t)(end - text.at)};
    }
    return (struct td_str){0};
}

struct set_case {
    const char *as_of, *said, *id, *before, *part; /* of the changed line */
};

Test(change, a_figure_is_named_in_every_way)
{
    static const struct set_case cases[] = {
        {"2026-11-20", "srdi.rd_share=2.5%", "rd_share", "3%", "each(rd_ratio >= 2.5%, 2)"},
        {"2026-11-20", " srdi.rd_share = 2.5% ", "rd_share", "3%", "each(rd_ratio >= 2.5%, 2)"},
        {"2026-11-20", "srdi.rd.rd_share=2.5%", "rd_share", "3%", "each(rd_ratio >= 2.5%, 2)"},
        {"2026-11-20", "srdi.rd_ratio=2.5%", "rd_share", "3%", "each(rd_ratio >= 2.5%, 2)"},
        {"2026-11-20", "srdi@2026:review.rd_ratio=2.5%", "rd_share", "3%", "each(rd_ratio >= 2.5%, 2)"},
        {"2026-11-20", "srdi.revenue_amount=1200万", "revenue_amount", "1500万", "revenue[Y] >= 1200万"},
        {"2026-11-20", "srdi.ip_count=2项", "ip_count", "1项", "ip1_2026 >= 2项"},
        {"2026-11-20", "srdi.prior_title.1=2", "prior_title.1", "1", "[{when: holds_tech_sme >= 2}, {when: holds_innovative >= 1}]"},
        {"2026-11-20", "srdi.platform_this=45.5分", "platform_this", "50分", "platform_this >= 45.5分"},
        {"2026-03-01", "srdi.pass=55", "pass", "60", "score: total >= 55"},
        {"2026-03-01", "srdi.main_growth.1=12%", "main_growth.1", "10%", "{from: 12%, points: 10}, {from: 8%"},
        {"2026-03-01", "srdi.main_growth.2.points=9", "main_growth.2.points", "8", "{from: 8%, points: 9}"},
        {"2026-03-01", "srdi.score.main_share.3=50%", "main_share.3", "60%", "{from: 50%, points: 1}"},
        {"2026-03-01", "srdi.niche_points.per=3", "niche_points.per", "2", "per: 3"},
        {"2026-03-01", "srdi.local_share.1.1=12%", "local_share.1.1", "10%", "share_domestic > 12%"}, /* of 山东's overlay */
        {"2026-03-01", "srdi.field.2.points=2", "field.2.points", "3", "points: 2"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world w = {0};
        struct td_error err = {0};
        struct td_file_text out[CRITERIA_FILES_MAX];
        struct td_rules *rules = NULL;
        struct td_rules_options options = {.region = TD_STR("371500")};

        open_world(&w, cases[i].as_of);
        cr_assert(td_changes_add(&w.changes, w.rules, w.criteria.files, w.criteria.count, cases[i].said, false, &err),
                  "%s: %s (%s)", cases[i].said, err.text, err.hint);
        cr_expect(td_str_equal(w.changes.list[0].id, td_str(cases[i].id)), "%s: %s", cases[i].said,
                  w.changes.list[0].id.at);
        cr_expect(td_str_equal(w.changes.list[0].before, td_str(cases[i].before)), "%s: %s", cases[i].said,
                  w.changes.list[0].before.at);
        struct td_str line = changed_line(&w, out);
        cr_expect(td_str_has(line, td_str(cases[i].part)), "%s: %.*s", cases[i].said, (int)line.len, line.at);
        cr_assert(td_date_parse(td_str(cases[i].as_of), TD_DATE_ISO, &options.as_of) == TD_FAULT_NONE);
        cr_expect(td_rules_compile(&rules, out, w.criteria.count, &options, &err), "%s: %s", cases[i].said, err.text);
        td_rules_free(rules);
        close_world(&w);
    }
}

struct error_case {
    bool drop;
    const char *said, *text, *hint;
};

Test(change, a_mistake_is_named_with_what_was_meant)
{
    static const struct error_case cases[] = {
        {false, "srd.rd_share=2.5%", "没有层级“srd”", "srdi"},
        {false, "srdi.rd_shore=2.5%", "没有条件或指标“rd_shore”", "rd_share"},
        {false, "srdi.rd=2.5%", "有 2 个数值", "srdi.rd_amount = 100万; srdi.rd_share = 3%"},
        {false, "srdi.rd_share=100万", "单位不同", "3%"},
        {false, "srdi.rd_share=2.5", "单位不同", "3%"},
        {false, "srdi.rd_share=低", "不是数值", "3%"},
        {false, "srdi.market_position=3%", "没有数值", "--drop srdi.market_position"},
        {false, "srdi@2022.rd_share=2%", "不是“2022”版", "srdi@2026"},
        {false, "srdi:renewal.rd_share=2%", "没有“renewal”这种申报", "review"},
        {false, "srdi.rd_share", "看不懂", "--set srdi.rd_share=2.5%"},
        {false, "rd_share=2%", "看不懂", "--set"},
        {true, "srdi.rd_share=2%", "看不懂", "--drop"},
        {true, "little_giant.grwth", "没有条件“grwth”", "growth"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world w = {0};
        struct td_error err = {0};

        open_world(&w, "2026-11-20");
        cr_expect_not(td_changes_add(&w.changes, w.rules, w.criteria.files, w.criteria.count, cases[i].said,
                                     cases[i].drop, &err),
                      "%s", cases[i].said);
        cr_expect_eq(err.code, TD_E_USAGE);
        cr_expect(strstr(err.text, cases[i].text), "%s: %s", cases[i].said, err.text);
        cr_expect(strstr(err.hint, cases[i].hint), "%s: %s", cases[i].said, err.hint);
        close_world(&w);
    }
}

/* Whatever is said is refused with a word, never taken for something else. */
Test(change, nonsense_is_refused)
{
    static const char *const said[] = {"", "=", ".", "@", ":", "srdi", "srdi.", "srdi..=3%", "srdi.=3%", ".rd_share=3%",
                                       "srdi@.rd=1", "srdi@2026:.rd_share=", "srdi:.x=1", "srdi.rd.=3%", "srdi.rd..rd_share=2%",
                                       "srdi.score.=1", "srdi.score.rd_share=3%", "srdi.rd_share.1=3%", "srdi.rd_share=-", "srdi.rd_share=3%%",
                                       "srdi.rd_share==3%", "srdi.rd_share=999999999999999999%", "srdi.rd_share=3%\n", "srdi.1=1",
                                       "srdi.prior_title.3=1", "srdi.rd_share=3% or x", "\xff\xfe.\xff=\xff"};
    struct td_buf longest = {0};
    struct world w = {0};

    open_world(&w, "2026-11-20");
    for (int i = 0; i < 3000; i++)
        td_buf_text(&longest, i % 7 ? "a" : ".");
    for (size_t i = 0; i <= sizeof said / sizeof *said; i++)
        for (int drop = 0; drop < 2; drop++) {
            const char *text = i < sizeof said / sizeof *said ? said[i] : longest.at;
            struct td_error err = {0};
            bool fine = strcmp(text, "srdi.rd_share=3%\n") == 0 && !drop; /* blanks do not matter */
            cr_expect_eq(td_changes_add(&w.changes, w.rules, w.criteria.files, w.criteria.count, text, drop, &err), fine, "%s", text);
            cr_expect(fine || (err.code == TD_E_USAGE && err.text[0] && err.hint[0]), "%s: %s (%s)", text, err.text, err.hint);
        }
    td_buf_free(&longest);
    close_world(&w);
}

Test(change, the_same_figure_twice_is_refused)
{
    struct world w = {0};
    struct td_error err = {0};

    open_world(&w, "2026-11-20");
    cr_expect(td_changes_add(&w.changes, w.rules, w.criteria.files, w.criteria.count, "srdi.rd_share=2%", false, &err));
    cr_expect_not(td_changes_add(&w.changes, w.rules, w.criteria.files, w.criteria.count, "srdi.rd_ratio=4%", false, &err));
    cr_expect(strstr(err.text, "同一处"), "%s", err.text);
    close_world(&w);
}

Test(change, a_part_is_dropped_by_its_way_too)
{
    struct world w = {0};
    struct td_error err = {0};

    open_world(&w, "2026-11-20");
    cr_expect(td_changes_add(&w.changes, w.rules, w.criteria.files, w.criteria.count, "srdi.operation.debt", true, &err), "%s",
              err.text);
    cr_expect(td_str_equal(w.changes.list[0].id, TD_STR("debt")));
    cr_expect_not(td_changes_add(&w.changes, w.rules, w.criteria.files, w.criteria.count, "srdi.rd.main_share", true, &err));
    close_world(&w);
}

/* Every condition of every program can be dropped, together with every figure that can be set; what comes of
 * it compiles, and every dropped condition is not applicable for every firm. */
Test(change, every_condition_can_be_dropped)
{
    static const char *const dates[] = {"2026-03-01", "2026-11-20"};

    for (size_t d = 0; d < 2; d++) {
        struct world w = {0};
        struct td_error err = {0};
        struct td_file_text out[CRITERIA_FILES_MAX];
        struct td_rules *rules = NULL;
        struct td_rules_options options = {.region = TD_STR("371500")};

        open_world(&w, dates[d]);
        for (size_t p = 0; p < td_rules_program_count(w.rules); p++) {
            const struct td_program *t = td_rules_program(w.rules, p);

            for (size_t k = 0; k < t->condition_count; k++) {
                struct td_buf said = {0};

                td_buf_printf(&said, "%.*s:%s.%.*s", (int)t->tier.len, t->tier.at, t->kind == TD_REVIEW ? "review" : "new",
                              (int)t->conditions[k].id.len, t->conditions[k].id.at);
                bool ok = td_changes_add(&w.changes, w.rules, w.criteria.files, w.criteria.count, said.at, true, &err);
                cr_expect(ok || strstr(err.text, "同一处"), "%s: %s", said.at, err.text);
                td_error_reset(&err);
                td_buf_free(&said);
            }
        }
        td_changes_apply(&w.changes, w.criteria.files, w.criteria.count, out);
        cr_assert(td_date_parse(td_str(dates[d]), TD_DATE_ISO, &options.as_of) == TD_FAULT_NONE);
        cr_assert(td_rules_compile(&rules, out, w.criteria.count, &options, &err), "%s:%zu: %s", err.file, err.line,
                  err.text);
        cr_assert_eq(td_rules_program_count(rules), td_rules_program_count(w.rules));
        /* nothing is known of the firm, and nothing is asked */
        size_t slots = td_rules_slot_count(rules);
        int64_t *values = td_alloc(64 * (slots + 1), sizeof *values);
        uint64_t *known = td_alloc(slots + 1, sizeof *known);
        const int64_t **value_at = td_alloc(slots + 1, sizeof *value_at);
        const uint64_t **known_at = td_alloc(slots + 1, sizeof *known_at);
        for (size_t i = 0; i < slots; i++) {
            value_at[i] = values + 64 * i;
            known_at[i] = known + i;
        }
        struct td_columns columns = {1, value_at, known_at};
        struct td_results results = {0};
        td_results_init(&results, rules, 1);
        td_judge_all(rules, &columns, 1, &results);
        for (size_t k = 0; k < td_rules_state_count(rules); k++)
            cr_expect_eq(results.states[k], TD_NA, "state %zu", k);
        td_results_free(&results);
        free(values), free(known), free(value_at), free(known_at);
        td_rules_free(rules);
        close_world(&w);
    }
}
