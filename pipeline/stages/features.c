/*
 * features: what is known of each registered unit, by the scripts of sql/features. The server computes one
 * statement on one core, so the scripts run on two connections side by side, and the search for keywords on a
 * third (features_keyword.c), each in one transaction; that all are done is told by the last one
 * (features/90_done): until then, all units are noted as touched.
 *
 * Each part of feature.firm has a basis: what its values depend on beside the data. When the basis is
 * that of the last done run, only the units of feature.touched are computed again (load and link write
 * them); else the whole part. So a new as-of date costs the parts that count from it and not the others.
 */
#include "digest.h"
#include "features_again.h"
#include "features_keyword.h"
#include "runner.h"

#include "tidu/parameters.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Raised when sql/features computes something else from the same data. */
#define FEATURES_VERSION "1"

/* What a part depends on; each includes those before it. */
enum basis { BY_RANKS, BY_YEAR, BY_DATE, BASES };

/* Connections side by side: the run's own, which also ends the work, one more, and that of the keywords, which
 * mostly waits for texts. */
enum { LANES = 3, KEYWORDS = 2 };

struct part {
    const char *script, *dataset; /* dataset: whose records it is made of, of touched units only if these changed */
    enum basis basis;
    int lane; /* as of a city's first night, where finance takes as long as staff and rights together */
};

static const struct part parts[] = {
    {"features/20_unit", "registry", BY_RANKS, 0},    {"features/30_finance", "finance", BY_YEAR, 0},
    {"features/35_staff", "staff", BY_YEAR, 1},       {"features/40_ip", "ip", BY_DATE, 1},
    {"features/50_title", "title", BY_DATE, 0},       {"features/60_product", "product", BY_YEAR, 0},
    {"features/65_equity", "equity", BY_DATE, 1},     {"features/70_platform", "platform", BY_DATE, 1},
    {"features/75_conduct", "conduct", BY_DATE, 1},
};

struct features {
    struct td_run *run;
    struct td_parameters parameters;
    char as_of[11], y[16];
    bool full[BASES], clock_set; /* clock_set: feature.clock already has this date */
    int64_t touched;
};

/* ---- what the run depends on: "<ranks><year><date>-<data>-<keywords>", 8 hex digits for each basis ------------ */
static bool
read_ranks(struct td_run *run, struct td_buf *text, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(run->db, "features/ranks", NULL, NULL, 0, &rows, err))
        return false;
    td_buf_text(text, td_rows_text(&rows, 0, 0));
    td_rows_free(&rows);
    return true;
}

static bool
inputs(struct features *f, struct td_buf *out, struct td_error *err)
{
    struct td_buf text = {0};
    char keywords[17];
    bool ok;

    td_buf_text(&text, FEATURES_VERSION "\n");
    ok = read_ranks(f->run, &text, err);
    for (int b = 0; ok && b < BASES; b++) {
        td_buf_printf(&text, "\n%s", b == BY_YEAR ? f->y : b == BY_DATE ? f->as_of : "");
        for (size_t i = 0; b == BY_DATE && i < f->parameters.count; i++)
            td_buf_printf(&text, "\n%.*s=%" PRId64, (int)f->parameters.list[i].name.len,
                          f->parameters.list[i].name.at, f->parameters.list[i].value);
        td_buf_printf(out, "%08" PRIx32, (uint32_t)td_hash64(text.at, text.len, 0));
    }
    td_buf_free(&text);
    td_buf_text(out, "-");
    ok = ok && td_inputs_digest(f->run->db, out, err);
    features_keyword_basis(f->run, keywords);
    td_buf_printf(out, "-%s", keywords);
    return ok;
}

/* How many units are touched; all parts in full when most are, or when load says "all" ('*'). */
static bool
plan(struct features *f, const char *now, const char *last, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(f->run->db, "features/touched", NULL, NULL, 0, &rows, err))
        return false;
    bool all = last[0] == '\0' || td_rows_int(&rows, 0, 1) != 0;
    f->touched = td_rows_int(&rows, 0, 0);
    /* a run killed between its commit and its ledger row may have left another date's features */
    const char *clock = td_rows_text(&rows, 0, 2);
    f->clock_set = strcmp(clock, f->as_of) == 0;
    const bool moved[BASES] = {false, strncmp(clock, f->as_of, 4) != 0, !f->clock_set};
    td_rows_free(&rows);
    for (int b = 0; b < BASES; b++)
        f->full[b] = all || moved[b] || strncmp(now + 8 * b, last + 8 * b, 8) != 0;
    return true;
}

/* ---- the transaction --------------------------------------------------------------------------- */
static bool
write_clock(struct features *f, struct td_error *err)
{
    const char *clock[] = {f->as_of, f->y};
    struct td_buf names = {0}, values = {0};

    for (size_t i = 0; i < f->parameters.count; i++) {
        td_buf_printf(&names, "%s%.*s", i ? "," : "", (int)f->parameters.list[i].name.len,
                      f->parameters.list[i].name.at);
        td_buf_printf(&values, "%s%" PRId64, i ? "," : "", f->parameters.list[i].value);
    }
    const char *list[] = {names.len ? names.at : "", values.len ? values.at : ""};
    bool ok = td_db_run(f->run->db, "features/clock", NULL, clock, 2, NULL, err) &&
              td_db_run(f->run->db, "features/parameters", NULL, list, 2, NULL, err);
    td_buf_free(&names);
    td_buf_free(&values);
    return ok;
}

static bool
compute_part(struct td_db *db, const struct part *part, bool full, struct td_error *err)
{
    return td_db_setting(db, "tidu.full", full ? "on" : "off", err) &&
           features_of_datasets(db, (const char *[]){part->dataset, NULL}, err) && td_db_script(db, part->script, NULL, err);
}

bool
features_of_datasets(struct td_db *db, const char *const names[], struct td_error *err)
{
    unsigned bits = 0;
    char text[16];

    for (; *names; names++)
        bits |= td_dataset_bit(td_dataset_find(td_str(*names)));
    snprintf(text, sizeof text, "%u", bits);
    return td_db_setting(db, "tidu.datasets", text, err);
}

bool
features_again(struct td_db *db, bool all, struct td_error *err)
{
    bool ok = td_db_script(db, "features/12_units", NULL, err) && td_db_script(db, "features/15_day", NULL, err) &&
              td_db_script(db, "features/settings", NULL, err);

    for (size_t i = 0; ok && i < sizeof parts / sizeof *parts; i++)
        if (all || parts[i].basis == BY_DATE)
            ok = compute_part(db, &parts[i], false, err);
    return ok;
}

/* Committed before the parts: see features/10_scope. */
static bool
begin(struct features *f, struct td_error *err)
{
    struct td_db *db = f->run->db;

    return td_db_begin(db, err) && write_clock(f, err) && td_db_script(db, "features/10_scope", NULL, err) &&
           td_db_script(db, "features/12_units", NULL, err) && td_db_script(db, "features/15_day", NULL, err) && td_db_commit(db, err);
}

/* The parts of one lane, in a transaction that is left open. */
static bool
compute_lane(const struct features *f, struct td_db *db, int lane, struct td_error *err)
{
    size_t count = sizeof parts / sizeof *parts;
    bool ok = td_db_begin(db, err) && td_db_script(db, "features/settings", NULL, err);

    if (lane == KEYWORDS)
        return ok && features_keyword(f->run, db, f->full[BY_RANKS], err);
    for (size_t i = 0; ok && i < count; i++) {
        if (parts[i].lane != lane)
            continue;
        ok = !td_stopping(err) && compute_part(db, &parts[i], f->full[parts[i].basis], err);
#pragma omp critical
        td_log_progress(f->run->log, TD_T("计算特征", "features"), i + 1, count);
    }
    return ok;
}

/* The other lanes commit first: 90_done, which says that all is done, comes last. */
static bool
finish(const struct features *f, struct td_db *const lanes[LANES], struct td_error *err)
{
    struct td_db *db = f->run->db;
    bool ok = true;

    for (int i = 1; i < LANES; i++)
        ok = ok && td_db_commit(lanes[i], err);
    return ok && td_db_setting(db, "tidu.full", f->full[BY_DATE] ? "on" : "off", err) &&
           td_db_script(db, "features/90_done", NULL, err) && td_db_commit(db, err);
}

static bool
compute(struct features *f, struct td_error *err)
{
    struct td_db *lanes[LANES] = {f->run->db};
    struct td_error errors[LANES] = {0};
    bool ok = begin(f, err);

    if (ok && f->run->at_scope)
        f->run->at_scope(f->run->at_scope_of);
    for (int i = 1; i < LANES; i++)
        ok = ok && td_run_connect(f->run, "features", &lanes[i], err);

    if (ok) {
#pragma omp parallel for num_threads(LANES) schedule(static, 1)
        for (int i = 0; i < LANES; i++) {
            bool fine = compute_lane(f, lanes[i], i, &errors[i]);
#pragma omp critical
            ok = ok && fine;
        }
        for (int i = 0; i < LANES && !err->code; i++)
            if (errors[i].code)
                *err = errors[i];
        ok = ok && finish(f, lanes, err);
    }
    for (int i = 1; i < LANES; i++)
        td_run_disconnect(f->run, lanes[i]);
    return ok;
}

static bool
report(struct features *f, struct td_stage_counts *counts, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(f->run->db, "features/counts", NULL, NULL, 0, &rows, err))
        return false;
    counts->rows_in = (uint64_t)td_rows_int(&rows, 0, 1);
    counts->rows_out = f->full[BY_RANKS] ? (uint64_t)td_rows_int(&rows, 0, 0) : (uint64_t)f->touched;
    td_buf_printf(&counts->json, "\"units\":%" PRId64 ",\"conflicts\":%" PRId64 ",\"full\":\"%s\"",
                  td_rows_int(&rows, 0, 0), td_rows_int(&rows, 0, 2),
                  f->full[BY_RANKS]  ? "all"
                  : f->full[BY_YEAR] ? "year"
                  : f->full[BY_DATE] ? "date"
                                     : "touched");
    td_rows_free(&rows);
    return true;
}

bool
td_stage_features(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct features f = {.run = run};
    char last[65];

    if (run->options->as_of == TD_DATE_NONE)
        return td_fail(err, TD_E_USAGE, TD_T("缺少 --as-of", "--as-of is missing"));
    td_date_text(run->options->as_of, f.as_of);
    snprintf(f.y, sizeof f.y, "%d", td_date_civil(run->options->as_of).year - 1);
    bool ok = td_parameters_parse(&f.parameters, td_criteria_text(run->criteria, "parameters.yaml"),
                                  "parameters.yaml", err);
    ok = ok && inputs(&f, &counts->inputs, err) && td_stage_last(run, "features", last, err);
    ok = ok && plan(&f, counts->inputs.at, last, err);
    /* touched units and unchanged data: a link that found more, or a run that was killed */
    counts->same = ok && f.touched == 0 && f.clock_set && strcmp(last, counts->inputs.at) == 0;
    ok = ok && (counts->same || (compute(&f, err) && report(&f, counts, err)));
    td_parameters_free(&f.parameters);
    return ok || td_in(err, TD_T("计算企业特征", "computing the features"));
}
