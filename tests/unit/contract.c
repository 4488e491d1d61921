/* Contracts: what is due on which night, rows at their borders, columns by name, grammar and its mistakes. */
#include "profile_case.h"

#include "tidu/contract.h"

#define DELIVERY "id: tax\ndataset: finance\nsource: tax\nfiles: tax_{date}.csv\nmode: snapshot\n" \
                 "columns: {uscc: 税号, year: 年度, revenue: 收入(万元)}\n"

static const struct td_contract_limits limits = {800000, 800000, 100, 20, 500000};

static td_date
day(const char *text)
{
    td_date d = TD_DATE_NONE;

    cr_assert(td_date_parse(td_str(text), TD_DATE_ISO, &d) == TD_FAULT_NONE, "%s", text);
    return d;
}

Test(contract, what_is_due_follows_from_the_date)
{
    static const struct {
        const char *name, *expects, *as_of, *from, *due; /* from "": nothing is due */
    } cases[] = {
        {"every night: tonight's", "{every: night}", "2026-07-05", "2026-07-05", "2026-07-05"},
        {"a night behind", "{every: night, after: 1d}", "2026-07-05", "2026-07-04", "2026-07-05"},
        {"Monday of the week", "{every: week, day: 1}", "2026-07-06", "2026-07-06", "2026-07-06"},
        {"Sunday: the week before is due until Friday", "{every: week, day: 5}", "2026-07-09", "2026-06-29", "2026-07-03"},
        {"… and on Friday this one", "{every: week, day: 5}", "2026-07-10", "2026-07-06", "2026-07-10"},
        {"before the fifth", "{every: month, day: 5}", "2026-07-04", "2026-06-01", "2026-06-05"},
        {"on the fifth", "{every: month, day: 5}", "2026-07-05", "2026-07-01", "2026-07-05"},
        {"the 31st of a short month is its last day", "{every: month, day: 31}", "2026-02-28", "2026-02-01", "2026-02-28"},
        {"… and of a leap year's", "{every: month, day: 31}", "2028-02-28", "2028-01-01", "2028-01-31"},
        {"ten days behind the month", "{every: month, after: 10d}", "2026-07-09", "2026-05-01", "2026-06-10"},
        {"… on that night", "{every: month, after: 10d}", "2026-07-10", "2026-06-01", "2026-07-10"},
        {"at the end of the month itself", "{every: month}", "2026-07-31", "2026-07-01", "2026-07-31"},
        {"across the year's end", "{every: month, after: 10}", "2026-01-09", "2025-11-01", "2025-12-10"},
        {"a quarter's second month", "{every: quarter, day: 2-15}", "2026-08-14", "2026-04-01", "2026-05-15"},
        {"… on the day", "{every: quarter, day: 2-15}", "2026-08-15", "2026-07-01", "2026-08-15"},
        {"a year's own day", "{every: year, day: 3-31}", "2026-03-30", "2025-01-01", "2025-03-31"},
        {"… on the day", "{every: year, day: 3-31}", "2026-03-31", "2026-01-01", "2026-03-31"},
        {"behind the year", "{every: year, after: 120d}", "2026-04-30", "2025-01-01", "2026-04-30"},
        {"… a night earlier", "{every: year, after: 120天}", "2026-04-29", "2024-01-01", "2025-04-30"},
        {"no day is said", "{rows: {min: 1}}", "2026-04-29", "", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_profile p;
        char text[1024], got[2][11] = {"", ""};
        td_date from = TD_DATE_NONE, due = TD_DATE_NONE;

        snprintf(text, sizeof text, DELIVERY "expects: %s", cases[i].expects);
        make_profile(&p, text);
        bool any = td_contract_due(&p.deliveries[0].expects, day(cases[i].as_of), &from, &due);
        if (any) {
            td_date_text(from, got[0]);
            td_date_text(due, got[1]);
        }
        cr_expect_str_eq(got[0], cases[i].from, "%s", cases[i].name);
        cr_expect_str_eq(got[1], cases[i].due, "%s", cases[i].name);
        td_profile_free(&p);
    }
}

/* The codes of what was found, "drop county:371502 …", in their order; a note in brackets. */
static const char *
codes(const struct td_contract_findings *f, char out[512])
{
    out[0] = '\0';
    for (size_t i = 0; i < f->count; i++) {
        size_t len = strlen(out);
        snprintf(out + len, 512 - len, "%s%s%s%s%s", i ? " " : "", f->list[i].broken ? "" : "(",
                 td_contract_code(f->list[i].rule), f->list[i].subject.len ? ":" : "", f->list[i].subject.at);
        if (!f->list[i].broken)
            strcat(out, ")");
    }
    return out;
}

Test(contract, rows_are_judged_exactly_at_the_border)
{
    static const struct {
        const char *name, *expects, *found;
        uint64_t then, now;
    } cases[] = {
        {"the least", "{rows: {min: 10}}", "", 0, 10},
        {"one less", "{rows: {min: 10}}", "rows_min", 0, 9},
        {"the most", "{rows: {max: 10}}", "", 0, 10},
        {"one more", "{rows: {max: 10}}", "rows_max", 0, 11},
        {"half", "{rows: {drop: 50%}}", "", 7, 4},
        {"less than half", "{rows: {drop: 50%}}", "drop", 7, 3},
        {"a tenth of a percent more than may go", "{rows: {drop: 33.3%}}", "drop", 1000, 666},
        {"exactly what may go", "{rows: {drop: 33.3%}}", "", 1000, 667},
        {"half as many again", "{rows: {grow: 50%}}", "", 10, 15},
        {"one more than that", "{rows: {grow: 50%}}", "grow", 10, 16},
        {"nothing to compare with", "{rows: {drop: 1%, grow: 1%}}", "", 0, 10},
        {"the general guard: four fifths", "{columns: known}", "", 1000, 200},
        {"… more than that", "{columns: known}", "drop", 1000, 199},
        {"… of a few rows says nothing", "{columns: known}", "", 99, 1},
        {"… a profile may lift it", "{rows: {drop: none}}", "", 1000, 1},
        {"large numbers", "{rows: {drop: 50%}}", "drop", 9000000000ull, 4499999999ull},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_profile p;
        struct td_contract_findings f = {0};
        struct td_delivered last = {.there = cases[i].then > 0, .rows = cases[i].then};
        char text[1024], got[512];

        snprintf(text, sizeof text, DELIVERY "expects: %s", cases[i].expects);
        make_profile(&p, text);
        td_contract_check_rows(&p.deliveries[0], &limits, cases[i].now, &last, &f);
        cr_expect_str_eq(codes(&f, got), cases[i].found, "%s: %s", cases[i].name, got);
        td_contract_findings_free(&f);
        td_profile_free(&p);
    }
}

static struct td_header_names
header(const char *text, struct td_str *names)
{
    struct td_header_names h = {names, 0};

    for (const char *at = text; *at;) {
        size_t len = strcspn(at, ",");
        names[h.count] = td_str(strndup(at, len));
        h.count++;
        at += len + (at[len] == ',');
    }
    return h;
}

Test(contract, columns_are_told_apart_by_name)
{
    static const struct {
        const char *name, *then, *now, *found;
    } cases[] = {
        {"the same", "信用代码,企业名称", "信用代码,企业名称", ""},
        {"brackets and width are no difference", "收入（万元）", "收入 (万元)", ""},
        {"new", "信用代码", "信用代码,备注", "(column_new:备注)"},
        {"lost", "信用代码,备注", "信用代码", "(column_lost:备注)"},
        {"renamed, elsewhere", "备注,统一社会信用代码", "社会信用代码,备注", "(column_renamed:统一社会信用代码)"},
        {"half the name, at the same place", "信用代码,企业名称", "信用代码,单位名称", "(column_renamed:企业名称)"},
        {"a quarter, at the same place", "信用代码,企业名称", "信用代码,纳税人称", "(column_renamed:企业名称)"},
        {"a quarter, elsewhere", "企业名称,信用代码", "信用代码,纳税人称", "(column_lost:企业名称) (column_new:纳税人称)"},
        {"the most alike pair first", "代码,营业收入,主营收入", "代码,主营业务收入,营业总收入", "(column_renamed:营业收入) (column_renamed:主营收入)"},
        {"no header at all: a record is not told", "信用代码,企业名称,区县,法人", "91371502,某某有限公司,东昌府区,张样", "(header)"},
        {"moved", "甲列,乙列,丙列", "乙列,甲列,丙列", "(column_moved)"},
        {"trailing commas", "甲列", "甲列,,", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_str a[8], b[8];
        struct td_header_names then = header(cases[i].then, a), now = header(cases[i].now, b);
        struct td_delivered last = {.there = true, .headers = &then, .header_count = 1};
        struct td_expects e = {0};
        struct td_contract_findings f = {0};
        char got[512];

        td_contract_check_header(&e, &limits, &now, 0, &last, &f);
        cr_expect_str_eq(codes(&f, got), cases[i].found, "%s: %s", cases[i].name, got);
        td_contract_findings_free(&f);
        for (size_t k = 0; k < then.count; k++)
            free((char *)a[k].at);
        for (size_t k = 0; k < now.count; k++)
            free((char *)b[k].at);
    }
}

Test(contract, mistakes_of_expects_are_named)
{
    static const struct {
        const char *name, *expects;
        size_t column; /* of line 13 */
        const char *says;
    } cases[] = {
        {"unknown key", "{row: {min: 1}}", 15, "unknown key \"row\""},
        {"day without every", "{day: 5}", 20, "go with every"},
        {"no such period", "{every: fortnight}", 22, "\"fortnight\""},
        {"day of the week", "{every: week, day: 8}", 33, "no day of the period"},
        {"month of a month", "{every: month, day: 2-5}", 34, "no day of the period"},
        {"month of a quarter", "{every: quarter, day: 4-1}", 36, "no day of the period"},
        {"day and after", "{every: month, day: 5, after: 3d}", 44, "either day"},
        {"after", "{every: month, after: 3w}", 36, "number of days"},
        {"drop", "{rows: {drop: 120%}}", 28, "0 to 100"},
        {"max below min", "{rows: {min: 5, max: 4}}", 35, "less than min"},
        {"county", "{county: all}", 23, "keep or"},
        {"columns", "{columns: same}", 24, "\"same\""},
        {"control of nothing", "{control: {file: a.csv}}", 24, "neither rows nor sum"},
        {"file and totals", "{control: {file: a, totals: b, sum: [revenue]}}", 42, "either file"},
        {"sum of a text", "{control: {sum: {uscc: 3}}}", 31, "adds up"},
        {"sum of a column that is not delivered", "{control: {sum: {cost: 3}}}", 31, "adds up"},
        {"figure", "{control: {sum: {revenue: many}}}", 40, "not a figure"},
    };
    struct td_profile p;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_error err = {0};
        char delivery[1024];
        snprintf(delivery, sizeof delivery, DELIVERY "expects: %s", cases[i].expects);
        char *text = profile_text(delivery);

        cr_expect_not(parse_profile(&p, text, &err), "%s", cases[i].name);
        cr_expect(err.line == 13 && err.column == cases[i].column, "%s: %zu:%zu %s", cases[i].name, err.line, err.column,
                  err.text);
        cr_expect(strstr(err.text, cases[i].says), "%s: %s", cases[i].name, err.text);
        free(text);
    }
}

/* What follows from a failure and what is expected decide nothing about rows: their lines are known again. */
Test(contract, rows_do_not_depend_on_it)
{
    struct td_profile plain, with;

    make_profile(&plain, DELIVERY);
    make_profile(&with, DELIVERY "on_failure: hold\nexpects: {every: month}");
    cr_expect_eq(plain.deliveries[0].hash, with.deliveries[0].hash);
    cr_expect_eq(with.deliveries[0].on_failure, TD_HOLD);
    cr_expect_neq(with.deliveries[0].expects.hash, 0);
    td_profile_free(&plain);
    td_profile_free(&with);
}

Test(contract, a_department_says_what_follows_for_all_its_deliveries)
{
    static const char head[] = "profile: a\ncity: {code: \"371500\", name: x}\ninputs: b\ncounties: {\"371502\": y}\n"
                               "sources: {tax: {title: 税务, on_failure: hold}, samr: 市场}\ndeliveries:\n"
                               "  - {id: a, dataset: expert, source: tax, files: a, mode: snapshot, columns: {uscc: x}}\n"
                               "  - {id: b, dataset: expert, source: tax, files: a, mode: snapshot, on_failure: fail, columns: {uscc: x}}\n"
                               "  - {id: c, dataset: expert, source: samr, files: a, mode: snapshot, columns: {uscc: x}}\n";
    struct td_profile p;
    struct td_error err = {0};

    cr_assert(parse_profile(&p, head, &err), "%zu:%zu %s", err.line, err.column, err.text);
    cr_expect_eq(p.deliveries[0].on_failure, TD_HOLD);
    cr_expect_eq(p.deliveries[1].on_failure, TD_STOP);
    cr_expect_eq(p.deliveries[2].on_failure, TD_GO_ON);
    td_profile_free(&p);
}
