/* Seats of a profile: what is read, what is refused and where. */
#include "profile_case.h"

#define REST "deliveries:\n  - {id: tax, dataset: finance, source: tax, files: \"t_{year}.csv\", mode: year, columns: {uscc: a, year: {file: year}, revenue: 收入(万元)}}\n"

static bool
parse_seats(struct td_profile *p, const char *seats, struct td_error *err)
{
    struct td_buf b = {0};

    td_buf_printf(&b, PROFILE_HEAD "seats:\n%s" REST, seats);
    bool ok = parse_profile(p, b.at, err);
    td_buf_free(&b);
    return ok;
}

Test(profile_seats, a_number_a_share_and_bounds_are_read)
{
    struct td_profile p;
    struct td_error err = {0};

    cr_assert(parse_seats(&p,
                          "  srdi: 800\n"
                          "  little_giant: {of: 3000, among: 16}\n"
                          "  champion: {of: 3000, among: 16, round: nearest, unfilled: keep}\n"
                          "  innovative:\n"
                          "    seats: 100\n"
                          "    county: {floor: 2, ceiling: 60}\n"
                          "    counties: {\"371521\": {floor: 5}, 莘县: {seats: 7}}\n"
                          "    industry: {C: {floor: 40}, \"65\": {ceiling: 9}}\n",
                          &err),
              "%s", err.text);
    const struct td_seats *s = td_profile_seats(&p, TD_STR("srdi"));
    cr_expect(s->rules.seats == 800 && !s->rules.of_county && s->rules.counties == 4);
    s = td_profile_seats(&p, TD_STR("little_giant"));
    cr_expect(s->rules.seats == 187 && s->of == 3000 && s->among == 16 && !s->rules.keep);
    s = td_profile_seats(&p, TD_STR("champion"));
    cr_expect(s->rules.seats == 188 && s->rules.keep);
    s = td_profile_seats(&p, TD_STR("innovative"));
    cr_expect(s->rules.of_county[0].floor == 2 && s->rules.of_county[0].ceiling == 60);
    cr_expect(s->rules.of_county[1].floor == 5 && s->rules.of_county[1].ceiling == 60);
    cr_expect(s->rules.of_county[2].floor == 7 && s->rules.of_county[2].ceiling == 7);
    cr_expect(s->rules.of_county[3].floor == 0 && s->rules.of_county[3].ceiling == TD_POOL_NO_LIMIT, "the county that is not known");
    cr_expect_eq(td_seats_group(s, TD_STR("C3484")), 0);
    cr_expect_eq(td_seats_group(s, TD_STR("I6513")), 1);
    cr_expect_eq(td_seats_group(s, TD_STR("A0111")), -1);
    cr_expect_null(td_profile_seats(&p, TD_STR("tech_sme")));
    td_profile_free(&p);
}

Test(profile_seats, contradictions_are_refused_with_their_place)
{
    static const struct {
        const char *seats, *text;
        size_t line, column;
    } cases[] = {
        {"  srdi: {seats: 5, county: {floor: 2}}\n", "the floors of the counties add up to 6; there are 5 seats", 7, 9},
        {"  srdi: {seats: 9, county: {ceiling: 2}}\n", "the ceilings of all counties add up to 6, less than the 9 seats", 7, 9},
        {"  srdi: {seats: 9, county: {floor: 3, ceiling: 2}}\n", "the floor 3 is above the ceiling 2", 7, 28},
        {"  srdi: {seats: 9, industry: {C: {floor: 8}, I: {floor: 2}}}\n", "the floors of the industries add up to 10", 7, 9},
        {"  srdi: {seats: 9, industry: {C: {floor: 1}, C34: {floor: 1}}}\n", "C34 and C overlap", 7, 46},
        {"  srdi: {seats: 9, industry: {ZZ: {floor: 1}}}\n", "\"ZZ\" is no code of GB/T 4754", 7, 31},
        {"  srdi: {seats: 9, counties: {\"370000\": {floor: 1}}}\n", "\"370000\" is none of the counties", 7, 31},
        {"  srdi: {seats: 9, of: 3000, among: 16}\n", "give either seats or of and among", 7, 10},
        {"  srdi: {seats: 9, floors: 2}\n", "unknown key \"floors\"", 7, 20},
        {"  srdi: {of: 9, among: 0}\n", "among", 7, 24},
        {"  srdi: many\n", "seats", 7, 9},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct td_profile p;
        struct td_error err = {0};

        cr_expect(!parse_seats(&p, cases[i].seats, &err), "%s", cases[i].seats);
        cr_expect(strstr(err.text, cases[i].text), "%s: %s", cases[i].seats, err.text);
        cr_expect(err.line == cases[i].line && err.column == cases[i].column, "%s: %zu:%zu", cases[i].seats, err.line, err.column);
    }
}
