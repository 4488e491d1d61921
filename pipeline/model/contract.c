/* Findings, due days, rows, counties. Columns and control totals have files of their own. */
#include "tidu/contract.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *
td_contract_code(enum td_contract_rule rule)
{
    static const char *const codes[] = {
#define X(name, code, zh, en) [TD_RULE_##name] = code,
        TD_CONTRACT_RULES(X)
#undef X
    };

    return rule < TD_RULE_COUNT ? codes[rule] : "";
}

const char *
td_contract_word(enum td_contract_rule rule)
{
    switch (rule) {
#define X(name, code, zh, en)                                                                                          \
    case TD_RULE_##name:                                                                                               \
        return TD_T(zh, en);
        TD_CONTRACT_RULES(X)
#undef X
    default:
        return "";
    }
}

/* ---- findings -------------------------------------------------------------------------------- */
static struct td_contract_finding *
find_said(const struct td_contract_findings *f, enum td_contract_rule rule, const char *subject, const char *found)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->list[i].rule == rule && td_str_equal(f->list[i].subject, td_str(subject)) &&
            td_str_equal(f->list[i].found, td_str(found)))
            return &f->list[i];
    return NULL;
}

void
td_contract_finding_add(struct td_contract_findings *f, bool broken, enum td_contract_rule rule, const char *subject,
               const char *expected, const char *found)
{
    struct td_contract_finding *said = find_said(f, rule, subject, found);

    if (said) { /* a note may turn out to be a breach */
        f->broken += broken && !said->broken;
        said->broken = said->broken || broken;
        return;
    }
    if (f->count == f->capacity) {
        /* a delivery has a few findings; the old array stays in the arena */
        size_t capacity = f->capacity ? f->capacity * 2 : 16;
        struct td_contract_finding *list = td_arena_alloc(&f->arena, capacity, sizeof *list);
        if (f->count)
            memcpy(list, f->list, f->count * sizeof *list);
        f->list = list;
        f->capacity = capacity;
    }
    f->list[f->count++] = (struct td_contract_finding){
        .rule = rule,
        .subject = td_arena_str(&f->arena, td_str(subject)),
        .expected = td_arena_str(&f->arena, td_str(expected)),
        .found = td_arena_str(&f->arena, td_str(found)),
        .broken = broken,
    };
    f->broken += broken;
}

void
td_contract_findings_free(struct td_contract_findings *f)
{
    td_arena_free(&f->arena);
    *f = (struct td_contract_findings){0};
}

/* ---- limits ---------------------------------------------------------------------------------- */
bool
td_contract_limits_read(struct td_contract_limits *limits, const struct td_parameters *parameters,
                        struct td_error *err)
{
    int64_t drop = -1, county = -1, rows = -1, county_rows = -1, likeness = -1;
    const struct {
        const char *name;
        int64_t *out;
    } wanted[] = {{"snapshot_drop", &drop},
                  {"county_drop", &county},
                  {"rows_least", &rows},
                  {"county_rows_least", &county_rows},
                  {"likeness", &likeness}};

    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
        for (size_t i = 0; i < parameters->count; i++)
            if (td_str_equal(parameters->list[i].name, td_str(wanted[w].name)))
                *wanted[w].out = parameters->list[i].value;
        if (*wanted[w].out < 0)
            return td_fail(err, TD_E_CRITERIA, TD_T("contract.yaml 缺少 %s", "contract.yaml has no %s"), wanted[w].name);
    }
    if (drop > 1000000 || county > 1000000 || likeness > 1000000)
        return td_fail(err, TD_E_CRITERIA, "%s",
                       TD_T("contract.yaml 中的比例最大为 1000000（百万分之一）", "shares in contract.yaml are at most 1000000 millionths"));
    *limits = (struct td_contract_limits){(int)drop, (int)county, (uint64_t)rows, (uint64_t)county_rows, (int)likeness};
    return true;
}

/* ---- due ------------------------------------------------------------------------------------- */
static td_date
month_start(int year, int month)
{
    /* months are counted on through years: month 0 is December of the year before */
    int months = year * 12 + month - 1;

    return td_date_from((struct td_civil){months / 12, months % 12 + 1, 1});
}

/* The first day of the period of a day, and of the next one. */
static void
period_of(enum td_every every, td_date day, td_date *start, td_date *next)
{
    struct td_civil c = td_date_civil(day);
    int months = every == TD_MONTHLY ? 1 : every == TD_QUARTERLY ? 3 : 12;
    int first = every == TD_YEARLY ? 1 : every == TD_QUARTERLY ? (c.month - 1) / 3 * 3 + 1 : c.month;

    if (every == TD_NIGHTLY || every == TD_WEEKLY) {
        int days = every == TD_NIGHTLY ? 1 : 7;
        /* 2000-01-03 was a Monday */
        int behind = days == 1 ? 0 : (int)((((int64_t)day - 2) % 7 + 7) % 7);
        *start = day - behind;
        *next = *start + days;
        return;
    }
    *start = month_start(c.year, first);
    *next = month_start(c.year, first + months);
}

/* A day that a short month does not have is its last. */
static td_date
due_of(const struct td_expects *e, td_date start, td_date next)
{
    td_date from = start, end = next;

    if (e->due_day == 0)
        return next - 1 + e->after_days;
    if (e->due_month > 0) {
        struct td_civil c = td_date_civil(start);
        from = month_start(c.year, c.month + e->due_month - 1);
        end = month_start(c.year, c.month + e->due_month);
    }
    return from + e->due_day - 1 < end ? from + e->due_day - 1 : end - 1;
}

bool
td_contract_due(const struct td_expects *e, td_date as_of, td_date *from, td_date *due)
{
    if (e->every == TD_NEVER_DUE || as_of == TD_DATE_NONE)
        return false;
    for (td_date day = as_of;;) {
        td_date start, next;

        period_of(e->every, day, &start, &next);
        *from = start;
        *due = due_of(e, start, next);
        if (*due <= as_of)
            return true;
        day = start - 1;
    }
}

void
td_contract_check_due(const struct td_expects *e, td_date as_of, td_date delivered, struct td_contract_findings *f)
{
    td_date from, due;
    char text[3][11];
    char expected[80], found[32];

    if (!td_contract_due(e, as_of, &from, &due) || (delivered != TD_DATE_NONE && delivered >= from))
        return;
    td_date_text(from, text[0]);
    td_date_text(due, text[1]);
    td_date_text(delivered, text[2]);
    snprintf(expected, sizeof expected, TD_T("%s 以后的，应于 %s 交付", "of %s or later, due on %s"), text[0], text[1]);
    snprintf(found, sizeof found, "%s", delivered == TD_DATE_NONE ? TD_T("无", "none") : text[2]);
    td_contract_finding_add(f, true, TD_RULE_LATE, "", expected, found);
}

/* ---- rows ------------------------------------------------------------------------------------ */
/* count * ppm / 10^6 without overflow, rounded down. */
static uint64_t
share(uint64_t count, uint64_t ppm)
{
    return count / 1000000 * ppm + count % 1000000 * ppm / 1000000;
}

/* Has more than that share of `then` gone (or come)? Exact: so many per million is still within. */
static bool
more_than(uint64_t change, uint64_t then, int ppm)
{
    return change * 1000000 > then * (uint64_t)ppm;
}

static void
percent(uint64_t now, uint64_t then, char out[32])
{
    /* tenths of a percent, cut */
    int64_t tenths = ((int64_t)now - (int64_t)then) * 1000 / (int64_t)then;

    snprintf(out, 32, "%s%" PRId64 ".%" PRId64 "%%", now < then ? "-" : "+", (tenths < 0 ? -tenths : tenths) / 10,
             (tenths < 0 ? -tenths : tenths) % 10);
}

static void
add_rows(struct td_contract_findings *f, enum td_contract_rule rule, const char *subject, uint64_t bound, bool least,
         uint64_t rows, uint64_t then, bool compared)
{
    char expected[96], found[96], change[32];

    if (compared) {
        percent(rows, then, change);
        snprintf(expected, sizeof expected, TD_T("%s %" PRIu64 "（上次 %" PRIu64 "）", "%s %" PRIu64 " (last time %" PRIu64 ")"),
                 least ? "≥" : "≤", bound, then);
        snprintf(found, sizeof found, TD_T("%" PRIu64 "（%s）", "%" PRIu64 " (%s)"), rows, change);
    } else {
        snprintf(expected, sizeof expected, "%s %" PRIu64, least ? "≥" : "≤", bound);
        snprintf(found, sizeof found, "%" PRIu64, rows);
    }
    td_contract_finding_add(f, true, rule, subject, expected, found);
}

void
td_contract_check_rows(const struct td_delivery *d, const struct td_contract_limits *limits, uint64_t rows,
                       const struct td_delivered *last, struct td_contract_findings *f)
{
    const struct td_expects *e = &d->expects;
    /* a snapshot takes away what it does not have: a department's records are not lost by the thousand in a night
     * unless the profile says that they may be */
    int drop = e->drop_ppm >= 0 ? e->drop_ppm : d->mode == TD_SNAPSHOT && !e->any_drop && !d->allow_empty ? limits->drop_ppm : -1;
    bool judged = last->there && (e->drop_ppm >= 0 || last->rows >= limits->rows_least);

    if (e->has_least && rows < e->rows_least)
        add_rows(f, TD_RULE_ROWS_LEAST, "", e->rows_least, true, rows, 0, false);
    if (e->has_most && rows > e->rows_most)
        add_rows(f, TD_RULE_ROWS_MOST, "", e->rows_most, false, rows, 0, false);
    if (judged && drop >= 0 && rows < last->rows && more_than(last->rows - rows, last->rows, drop))
        add_rows(f, TD_RULE_DROP, "", last->rows - share(last->rows, (uint64_t)drop), true, rows, last->rows, true);
    if (last->there && last->rows > 0 && e->grow_ppm >= 0 && rows > last->rows &&
        more_than(rows - last->rows, last->rows, e->grow_ppm))
        add_rows(f, TD_RULE_GROW, "", last->rows + share(last->rows, (uint64_t)e->grow_ppm), false, rows, last->rows, true);
}

static uint64_t
rows_of(const struct td_county_rows *list, size_t count, struct td_str county)
{
    for (size_t i = 0; i < count; i++)
        if (td_str_equal(list[i].county, county))
            return list[i].rows;
    return 0;
}

void
td_contract_check_counties(const struct td_expects *e, const struct td_contract_limits *limits,
                           const struct td_county_rows *now, size_t count, const struct td_delivered *last,
                           struct td_contract_findings *f)
{
    int drop = e->county_drop_ppm == 0 ? limits->county_drop_ppm : e->county_drop_ppm;

    if (e->county_drop_ppm < 0)
        return;
    for (size_t i = 0; i < last->county_count; i++) {
        uint64_t then = last->counties[i].rows, rows = rows_of(now, count, last->counties[i].county);

        if (then < limits->county_rows_least || rows >= then || !more_than(then - rows, then, drop))
            continue;
        add_rows(f, TD_RULE_COUNTY, last->counties[i].county.at, then - share(then, (uint64_t)drop), true, rows, then,
                 true);
    }
}

/* ---- files ------------------------------------------------------------------------------------------- */
enum { LOST_SHOWN = 20 };

void
td_contract_check_files(const struct td_str *now, size_t count, const struct td_delivered *last,
                        struct td_contract_findings *f)
{
    size_t at = 0, lost = 0; /* at: where the next is, if they still come in the same order */

    for (size_t i = 0; count < last->file_count && i < last->file_count && lost <= LOST_SHOWN; i++) {
        size_t n = 0;

        while (n < count && !td_str_equal(now[(at + n) % count], last->files[i]))
            n++;
        if (n < count) {
            at = (at + n + 1) % count;
            continue;
        }
        const char *name = lost++ < LOST_SHOWN ? last->files[i].at : "…";
        td_contract_finding_add(f, false, TD_RULE_FILE_LOST, name, name, "");
    }
}
