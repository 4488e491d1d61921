/*
 * Static checks of the criteria: faults seeded into the real files, one at a time, are all
 * found at their place; the real files themselves have none.
 */
#include "../support/criteria_load.h"
#include "tidu/criteria.h"

#include <criterion/criterion.h>

struct seed {
    const char *name;
    const char *file, *find, *put; /* the first `find` of the file becomes `put` */
    const char *code, *at; /* what is found, and the text that it points at (the last such);
                              "file|text" where it is found in another file */
};

#define SRDI "tiers/srdi-2026.yaml"
#define SRDI_OLD "tiers/srdi-2022.yaml"
#define GIANT "tiers/little_giant-2026.yaml"
#define GIANT_OLD "tiers/little_giant-2022.yaml"
#define BASIC "tiers/innovative-2022.yaml"
#define NICHE                                                                                                     \
    "      - {id: niche, text: 截至上年末从事特定细分市场时间达3年以上, when: niche_years >= " \
    "3年}\n"
#define REQUIRE "require:\n"

static const struct seed seeds[] = {
    /* contradictions */
    {"two comparisons of one value", SRDI, NICHE,
     NICHE "      - {id: young, text: 甲, when: niche_years < 2年}\n", "contradiction",
     "niche_years < 2年"},
    {"against a condition of the subject", SRDI, REQUIRE,
     REQUIRE "  - {id: big, clause: 一, text: 大型, when: size >= 4}\n", "contradiction",
     "size >= 4"},
    {"a metric against what it stands for", SRDI, REQUIRE,
     REQUIRE
     "  - {id: other, clause: 一, text: 兼营, when: \"main_revenue[Y] / revenue[Y] < 70%\"}\n",
     "contradiction", "main_share >= 80%"},
    {"growth against the ratio of two years", SRDI, REQUIRE,
     REQUIRE "  - {id: up, clause: 一, text: 增长, when: growth(revenue) >= 10%}\n  - {id: "
             "flat, clause: 一, text: 平稳, when: \"revenue[Y] / revenue[Y-1] <= 105%\"}\n",
     "contradiction", "revenue[Y] / revenue[Y-1] <="},
    {"each of two years against one of them", SRDI, REQUIRE,
     REQUIRE "  - {id: idle, clause: 一, text: 无研发, when: \"rd_expense[Y-1] < 50万\"}\n",
     "contradiction", "each(rd_expense[Y] >= 100万, 2)"},
    {"inside an alternative", GIANT_OLD,
     "revenue[Y] >= 5000万\"}, {when: \"revenue[Y] < 10000万",
     "revenue[Y] >= 20000万\"}, {when: \"revenue[Y] < 10000万", "contradiction",
     "revenue[Y] < 10000万"},
    {"a title that ends the judgement", SRDI, "when: niche_years >= 3年",
     "when: holds_srdi >= 1", "contradiction", "holds_srdi >= 1}"},
    {"the opposite of a subject", SRDI, REQUIRE,
     REQUIRE "  - {id: closed, clause: 一, text: 停业, not: {when: active}}\n", "contradiction",
     "{id: closed"},
    {"industries that exclude each other", "tags.yaml",
     "      - {when: \"industry in [B, C, D]\"}\n",
     "      - {when: \"industry in [B, C, D]\"}\n      - {when: \"industry in [63-65]\"}\n",
     "contradiction", "industry in [63-65]\"}\n      -"},
    {"a tag that nobody has", "tags.yaml", "      - {when: \"revenue[Y] < 2000万\"}",
     "      - {when: \"revenue[Y] < 1500万\"}", "contradiction", "revenue[Y] < 1500万"},
    {"total below the groups' marks", BASIC, "score: growth >= 15}\n",
     "score: growth >= 15}\n          - {id: low, text: 甲, not: {score: total >= 45}}\n",
     "contradiction", "{id: low"},
    /* alternatives */
    {"an alternative that the rest excludes", SRDI, REQUIRE,
     REQUIRE "  - {id: small, clause: 一, text: 小规模, when: \"revenue[Y] < 1000万\"}\n",
     "unreachable", "revenue[Y] >= 1500万"},
    {"an alternative that a wider one covers", GIANT,
     "{id: rank_domestic, text: 国内排名前三, when: rank_domestic <= 3}",
     "{id: rank_domestic, text: 国内排名前三, when: rank_domestic <= 3}\n          - {id: "
     "first, text: 第一, when: rank_domestic <= 1}",
     "covered", "rank_domestic <= 1"},
    {"the same alternative twice", GIANT,
     "{id: rank_domestic, text: 国内排名前三, when: rank_domestic <= 3}",
     "{id: rank_domestic, text: 国内排名前三, when: rank_domestic <= 3}\n          - {id: "
     "again, text: 占有率, when: share_domestic >= 10%}",
     "repeated", "share_domestic >= 10%}\n      - {id: fame"},
    {"fewer years of the same award", BASIC, "{when: \"award_provincial_any[0..2] >= 1项\"}",
     "{when: \"award_provincial_any[0..2] >= 1项\"}, {when: \"award_national_any[0..1] >= "
     "1项\"}",
     "covered", "award_national_any[0..1]"},
    {"a better rank in fewer years", "tiers/tech_sme-2017.yaml",
     "          - {id: direct_institution",
     "          - {id: recent, text: 近三年, when: \"award_national_rank[0..2] <= 3\"}\n       "
     "   - {id: direct_institution",
     "covered", "award_national_rank[0..2]"},
    /* redundancy */
    {"a weaker condition beside a stricter one", SRDI, NICHE,
     NICHE "      - {id: weaker, text: 甲, when: niche_years >= 2年}\n", "redundant",
     "niche_years >= 2年"},
    {"a condition twice, far apart", SRDI, REQUIRE,
     REQUIRE "  - {id: debt_again, clause: 一, text: 负债, when: \"liabilities[Y] / assets[Y] "
             "<= 80%\"}\n",
     "repeated", "debt_ratio <= 80%"},
    {"a mean beside its sum", GIANT, REQUIRE,
     REQUIRE "  - {id: mean, clause: 一, text: 均值, when: rd_mean_2y >= 1000万}\n",
     "redundant", "rd_sum_2y >= 1200万"},
    {"one year of two that are asked", GIANT, REQUIRE,
     REQUIRE "  - {id: one, clause: 一, text: 当年, when: rd_ratio >= 2%}\n", "redundant",
     "rd_ratio >= 2%"},
    {"equity of more years", SRDI, REQUIRE,
     REQUIRE "  - {id: e2, clause: 一, text: 融资, when: \"equity[0..1] >= 2000万\"}\n  - {id: "
             "e3, clause: 一, text: 融资, when: \"equity[0..2] >= 500万\"}\n",
     "redundant", "equity[0..2]"},
    {"a total that the groups make up", BASIC, "score: total >= 60", "score: total >= 40",
     "redundant", "total >= 40"},
    {"narrower industries beside wider ones", "tags.yaml",
     "      - {when: \"industry in [B, C, D]\"}\n",
     "      - {when: \"industry in [B, C, D]\"}\n      - {when: \"industry in [B, C, D, "
     "E]\"}\n",
     "redundant", "industry in [B, C, D, E]"},
    /* always, never */
    {"an age of at least nothing", SRDI, "accident_age >= 3年", "accident_age >= 0年", "always",
     "accident_age >= 0年"},
    {"a share above everything", GIANT, "share_global >= 10%", "share_global > 100%", "never",
     "share_global > 100%"},
    {"both sides of a line", GIANT, REQUIRE,
     REQUIRE "  - {id: both, clause: 一, text: 甲, any: [{when: \"revenue[Y] >= 5000万\"}, "
             "{when: \"revenue[Y] < 5000万\"}]}\n",
     "always", "{id: both"},
    {"a mark that everybody reaches", BASIC, "score: total >= 60", "score: total >= 5",
     "always", "total >= 5}"},
    {"a class that is none", "tags.yaml", "when: size == 4", "when: size == 5", "never",
     "size == 5"},
    /* points */
    {"a choice behind a better one", SRDI_OLD, "{when: ip1_own_2022 >= 1, points: 8}",
     "{when: ip1_high_2022 >= 2, points: 8}", "unreachable_points",
     "{when: ip1_high_2022 >= 2"},
    {"a floor that nobody falls to", SRDI_OLD, "{from: 2, points: 3}", "{from: 0, points: 3}",
     "unreachable_points", "{points: 0}]\n    - id: quality_management"},
    {"a choice no better than the floor", BASIC, "{when: emerging, points: 10}, {points: 5}",
     "{when: emerging, points: 10}, {when: six_bases, points: 5}, {points: 5}",
     "unreachable_points", "{when: six_bases, points: 5}"},
    {"a choice that two others cover", SRDI_OLD, "{when: debt_ratio <= 60%, points: 3}",
     "{when: debt_ratio > 50%, points: 3}", "unreachable_points",
     "{when: debt_ratio <= 70%, points: 1}"},
    {"an award counted twice", SRDI_OLD, "{when: standard_count >= 1, points: 3}",
     "{when: own_brand > 0, points: 3}", "repeated", "{when: own_brand > 0"},
    {"points without a mark", SRDI_OLD,
     "      - {id: pass, text: 评价得分达到60分以上, score: total >= 60}\n", "", "no_mark",
     "score:\n  max: 100"},
    /* the ladder */
    {"a title that nobody grants any more", SRDI, "  - {kind: new, from: 2026-04-01}\n", "",
     "no_title", GIANT "|holds_srdi >= 1}\n      - {id: niche"},
    {"a tier that asks for a higher one", SRDI, REQUIRE,
     REQUIRE "  - {id: giant, clause: 一, text: 甲, when: holds_little_giant >= 1}\n", "ladder",
     "holds_little_giant >= 1"},
    {"the title of another tier", SRDI, "holds: holds_srdi >= 1",
     "holds: holds_innovative >= 1", "wrong_title", "holds_innovative >= 1\nconcerns"},
    {"days between two versions", GIANT, "{kind: new, from: 2026-04-01}",
     "{kind: new, from: 2026-05-01}", "gap", "2026-05-01}"},
    {"a tier whose rules have run out", "tiers/champion-2023.yaml", "from: 2024-01-01,",
     "from: 2024-01-01, to: 2025-12-31,", "expired", "2025-12-31"},
    {"a tier without a file", "ranking.yaml", "champion]", "champion, unicorn]", "no_file",
     "unicorn]"},
    {"a condition of a kind that the file is not for", "tiers/champion-2023.yaml",
     "when: rank_global <= 3}", "when: rank_global <= 3, unless: new}", "not_asked",
     "new}\n  - {id: quality_level"},
    /* figures and classes */
    {"a figure that is not its text's", SRDI, "when: \"revenue[Y] >= 1500万\"",
     "when: \"revenue[Y] >= 15000万\"", "text_differs", "15000万"},
    {"a percentage that is not its text's", GIANT, "when: debt_ratio <= 75%",
     "when: debt_ratio <= 70%", "text_differs", "70%}"},
    {"a size row behind another", "size.yaml", "    industry: [52]\n", "    industry: [51]\n",
     "unreachable_row", "title: 零售业"},
    {"a size class without room", "size.yaml", "    medium: {Y: 500万}\n    small:  {Y: 50万}",
     "    medium: {Y: 500万}\n    small:  {Y: 500万}", "unreachable_class",
     "{Y: 500万}\n  - title: 工业"},
    {"an overlay's choice behind a better one", "overlays/37-srdi-2022.yaml",
     "{any: [{when: rank_domestic <= 10}, {manual: 省内前三名}], points: 3}",
     "{when: rank_domestic <= 2, points: 3}", "unreachable_points",
     "{when: rank_domestic <= 2, points: 3}"},
};

static void
place_of(const char *text, const char *at, size_t *line, size_t *column)
{
    const char *last = NULL;

    for (const char *p = text; (p = strstr(p, at)); p++)
        last = p;
    cr_assert_not_null(last, "\"%s\" does not stand in the text", at);
    *line = 1;
    *column = 1;
    for (const char *p = text; p < last; p++) {
        *column += ((unsigned char)*p & 0xC0) != 0x80;
        if (*p == '\n') {
            ++*line;
            *column = 1;
        }
    }
}

static void
list_faults(const struct td_findings *f, struct td_buf *out)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->list[i].grade == TD_FINDING_FAULT)
            td_buf_printf(out, "\n  %s:%zu:%zu: [%s] %s", f->list[i].file.at, f->list[i].line,
                          f->list[i].column, f->list[i].code, f->list[i].text.at);
    td_buf_text(out, "\n");
}

/* Is the fault named: its code, file and line (a quoted scalar's column is that of the quote)?
 */
static bool
is_found(const struct td_findings *f, const struct seed *s, const char *file, size_t line,
         size_t column)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct td_finding *x = &f->list[i];

        if (strcmp(x->code, s->code) == 0 && td_str_equal(x->file, td_str(file)) &&
            x->line == line && (x->column == column || x->column + 1 == column))
            return true;
    }
    return false;
}

Test(rules_check, the_real_criteria_have_no_fault)
{
    struct criteria c = {0};
    struct td_findings f = {0};
    struct td_error err = {0};
    struct td_buf text = {0};

    td_lang_set(TD_EN);
    criteria_read(&c, TIDU_SOURCE "/criteria");
    cr_assert(td_criteria_check(&f, c.files, c.count, TD_DATE_NONE, &err), "%s:%zu: %s",
              err.file, err.line, err.text);
    list_faults(&f, &text);
    cr_expect_eq(f.faults, 0, "%s", text.at);
    cr_expect_gt(f.count, f.faults, "unconfirmed figures are noted");
    td_buf_free(&text);
    td_findings_free(&f);
    criteria_free(&c);
}

Test(rules_check, every_seeded_fault_is_found)
{
    size_t all = sizeof(seeds) / sizeof(*seeds), got = 0;

    td_lang_set(TD_EN);
    for (size_t i = 0; i < all; i++) {
        const struct seed *s = &seeds[i];
        struct criteria c = {0};
        struct td_findings f = {0};
        struct td_error err = {0};
        struct td_buf text = {0}, faults = {0};
        const char *whole, *cut, *bar = strchr(s->at, '|');
        char file[100];
        size_t line, column;

        snprintf(file, sizeof(file), "%.*s", bar ? (int)(bar - s->at) : 99,
                 bar ? s->at : s->file);
        criteria_read(&c, TIDU_SOURCE "/criteria");
        whole = criteria_text(&c, s->file).at;
        cr_assert_not_null(whole, "%s: no file", s->name);
        cut = strstr(whole, s->find);
        cr_assert_not_null(cut, "%s: nothing to break", s->name);
        td_buf_add(&text, whole, (size_t)(cut - whole));
        td_buf_text(&text, s->put);
        td_buf_text(&text, cut + strlen(s->find));
        criteria_replace(&c, s->file, td_buf_view(&text));
        place_of(criteria_text(&c, file).at, bar ? bar + 1 : s->at, &line, &column);
        cr_expect(td_criteria_check(&f, c.files, c.count, TD_DATE_NONE, &err), "%s: %s:%zu: %s",
                  s->name, err.file, err.line, err.text);
        list_faults(&f, &faults);
        cr_expect(is_found(&f, s, file, line, column), "%s: [%s] at %s:%zu:%zu is not among%s",
                  s->name, s->code, file, line, column, faults.at);
        got += is_found(&f, s, file, line, column);
        td_buf_free(&text);
        td_buf_free(&faults);
        td_findings_free(&f);
        criteria_free(&c);
    }
    cr_log_info("%zu of %zu seeded faults found", got, all);
}

Test(rules_check, a_day_may_be_asked_for)
{
    struct criteria c = {0};
    struct td_findings f = {0};
    struct td_error err = {0};
    bool said = false;

    td_lang_set(TD_EN);
    criteria_read(&c, TIDU_SOURCE "/criteria");
    cr_assert(td_criteria_check(&f, c.files, c.count,
                                td_date_from((struct td_civil){2023, 6, 1}), &err),
              "%s", err.text);
    for (size_t i = 0; i < f.count; i++)
        said = said || (strcmp(f.list[i].code, "not_yet") == 0 &&
                        td_str_has(f.list[i].text, TD_STR("champion")));
    cr_expect(said, "the champion's rules begin in 2024");
    cr_expect_eq(f.faults, 0);
    td_findings_free(&f);
    criteria_free(&c);
}
