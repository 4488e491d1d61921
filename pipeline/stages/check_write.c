/* What the check found, into schema quality: firms and their counts, findings, rules, the night's figures. */
#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- firms ---------------------------------------------------------------------------------------------- */
static bool
seen_before(struct check_seen *s, uint64_t hash)
{
    if (s->count * 2 >= s->mask) {
        struct check_seen larger = {.mask = s->mask ? s->mask * 2 + 1 : 1023, .count = s->count};

        larger.at = td_alloc(larger.mask + 1, sizeof *larger.at);
        for (size_t i = 0; s->at && i <= s->mask; i++) {
            size_t to = (size_t)s->at[i] & larger.mask;

            while (s->at[i] && larger.at[to])
                to = (to + 1) & larger.mask;
            if (s->at[i])
                larger.at[to] = s->at[i];
        }
        free(s->at);
        *s = larger;
    }
    size_t at = (size_t)hash & s->mask;
    for (; s->at[at]; at = (at + 1) & s->mask)
        if (s->at[at] == hash)
            return true;
    s->at[at] = hash;
    s->count++;
    return false;
}

static void
put_unit(const struct check *c, size_t u, uint64_t pattern, struct td_buf *out)
{
    const struct td_quality_unit *unit = &c->data.units[u];
    int buckets[TD_Q_SIZES];

    td_quality_buckets(c->rules, &c->data, u, buckets);
    td_put_row(out, 7);
    td_put_text(out, unit->uscc);
    td_put_text(out, unit->county);
    td_put_bool(out, unit->individual);
    td_put_text(out, td_str(unit->division));
    td_put_int2(out, (int16_t)buckets[0]);
    td_put_int2(out, (int16_t)buckets[1]);
    td_put_int8(out, (int64_t)pattern);
}

/* Firms without any record (all gone) are not kept. */
static bool
copy_units(struct check *c, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_copy_in_open(&copy, c->run->db, c->full ? "quality/unit_first" : "quality/unit_in", NULL, err);

    for (size_t u = 0; ok && u < c->data.unit_count; u++) {
        const struct td_quality_entry *entries = c->result.entries + c->result.entry_first[u];
        size_t bytes = (c->result.entry_first[u + 1] - c->result.entry_first[u]) * sizeof *entries;
        uint64_t hash = td_hash64(entries, bytes, 0) | 1; /* 0 is an empty place */

        if (bytes == 0)
            continue;
        if (!seen_before(&c->seen, hash)) {
            td_put_row(&c->patterns, 2);
            td_put_int8(&c->patterns, (int64_t)hash);
            td_put_text(&c->patterns, (struct td_str){(const char *)entries, bytes});
        }
        put_unit(c, u, hash, &copy.buffer);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

static bool
send(struct check *c, const char *script, const struct td_buf *rows, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = rows->len == 0 || (td_copy_in_open(&copy, c->run->db, script, NULL, err) &&
                                 td_copy_in_send(&copy, td_buf_view(rows), err) && td_copy_in_finish(&copy, err));

    td_copy_in_close(&copy);
    return ok;
}

bool
check_write_begin(struct check *c, struct td_error *err)
{
    struct td_db *db = c->run->db;

    return td_db_script(db, c->full ? "quality/full_begin" : "quality/some_begin", NULL, err) &&
           (!c->full || (td_db_setting(db, "tidu.first", "quality.unit,quality.pattern", err) && td_db_script(db, "load/first_begin", NULL, err)));
}

static bool
write_patterns(struct check *c, struct td_error *err)
{
    struct td_db *db = c->run->db;

    if (c->full)
        return send(c, "quality/pattern_first", &c->patterns, err) && td_db_script(db, "load/first_end", NULL, err);
    return send(c, "quality/pattern_in", &c->patterns, err) && td_db_run(db, "quality/pattern_end", NULL, NULL, 0, NULL, err);
}

/* ---- findings ---------------------------------------------------------------------------------------------- */
static void
put_value(const struct td_quality_records *r, size_t own, int64_t record, int field, struct td_buf *out)
{
    if (record < 0 || field < 0 || !(r->at[record].known >> field & 1))
        td_put_null(out);
    else
        td_put_int8(out, r->values[(size_t)record * own + (size_t)field]);
}

static void
put_year(const struct td_quality_record *r, struct td_buf *out)
{
    if (r->year)
        td_put_int4(out, r->year);
    else
        td_put_null(out);
}

static struct td_str
field_name(const struct td_quality_rule *rule, int field)
{
    return field < 0 ? (struct td_str){0} : td_str(td_quality_fact(rule->kind, (size_t)field));
}

/* For people: "营业收入" or, of several that are wrong together, "研发人员、职工总数". */
static void
put_suspects(const struct td_quality_rule *rule, uint32_t suspects, struct td_buf *out)
{
    struct td_buf names = {0};

    for (int f = 0; f < TD_Q_FACTS; f++)
        if (suspects >> f & 1) {
            td_buf_text(&names, names.len ? "、" : "");
            td_buf_text(&names, td_quality_fact_title(rule->kind, (size_t)f));
        }
    td_put_text(out, td_buf_view(&names));
    td_buf_free(&names);
}

static void
put_finding(const struct check *c, const struct td_quality_finding *f, struct td_buf *shown, struct td_buf *out)
{
    const struct td_quality_rule *rule = td_quality_rule_at(c->rules, (size_t)f->rule);
    const struct td_quality_records *records = &c->data.records[rule->kind];
    const struct td_quality_record *r = &records->at[f->record], none = {0};
    const struct td_quality_record *other = f->other >= 0 ? &records->at[f->other] : &none;
    size_t own = td_quality_own(rule->kind);
    char year[12];

    snprintf(year, sizeof year, "%" PRId32, r->year);
    td_buf_reset(shown);
    td_quality_shown(c->rules, &c->data, f, shown);
    td_put_row(out, 19);
    td_put_text(out, c->data.units[f->unit].uscc);
    td_put_text(out, rule->id);
    td_put_text(out, c->data.units[f->unit].county);
    td_put_text(out, td_str(td_quality_dataset(rule->kind)));
    td_put_text(out, r->year ? td_str(year) : r->key);
    put_year(r, out);
    td_put_int4(out, r->source);
    td_put_int8(out, r->batch);
    td_put_int8(out, r->line);
    td_put_text(out, field_name(rule, f->field));
    put_value(records, own, f->record, f->field, out);
    td_put_text(out, field_name(rule, f->other_field));
    td_put_int4(out, other->source);
    td_put_int8(out, other->batch);
    td_put_int8(out, other->line);
    put_value(records, own, f->other, f->other_field, out);
    td_put_int2(out, f->factor);
    put_suspects(rule, f->suspects, out);
    td_put_text(out, td_buf_view(shown));
}

static bool
write_findings(struct check *c, struct td_error *err)
{
    struct td_copy_in copy = {0};
    struct td_buf shown = {0};
    bool ok = td_copy_in_open(&copy, c->run->db, "quality/finding_in", NULL, err);

    for (size_t i = 0; ok && i < c->result.finding_count; i++) {
        put_finding(c, &c->result.findings[i], &shown, &copy.buffer);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    td_buf_free(&shown);
    return ok;
}

static void
put_rule(const struct td_quality_rule *r, int32_t position, struct td_buf *out)
{
    static const char *const forms[] = {"record", "pair", "unit"};

    td_put_row(out, 10);
    td_put_text(out, r->id);
    td_put_int4(out, position);
    td_put_text(out, td_str(td_quality_dataset(r->kind)));
    td_put_text(out, td_str(forms[r->form]));
    td_put_text(out, r->title);
    td_put_text(out, td_str(td_severity_ids[r->severity]));
    td_put_text(out, r->owner);
    td_put_text(out, r->source);
    td_put_text(out, r->confirmed);
    td_put_text(out, r->expression);
}

static bool
write_rules(struct check *c, struct td_error *err)
{
    struct td_buf rows = {0};

    for (size_t i = 0; i < td_quality_rule_count(c->rules); i++)
        put_rule(td_quality_rule_at(c->rules, i), (int32_t)i, &rows);
    bool ok = td_db_run(c->run->db, "quality/rule_clear", NULL, NULL, 0, NULL, err) && send(c, "quality/rule_in", &rows, err);
    td_buf_free(&rows);
    return ok;
}

bool
check_write_range(struct check *c, struct td_error *err)
{
    return copy_units(c, err) && write_findings(c, err);
}

bool
check_write_end(struct check *c, struct td_error *err)
{
    const char *params[] = {c->basis, c->run_text};

    return write_patterns(c, err) && (!c->full || write_rules(c, err)) && check_write_night(c, err) &&
           td_db_run(c->run->db, "quality/pending_done", NULL, NULL, 0, NULL, err) &&
           td_db_run(c->run->db, "quality/basis_set", NULL, params, 2, NULL, err);
}

/* ---- the night ------------------------------------------------------------------------------------------------ */
static const int64_t *
counted(const struct check *c, size_t county, size_t slot, size_t source)
{
    return c->counts + ((county * td_quality_slots(c->rules) + slot) * c->sources + source) * 4;
}

static void
put_count(const struct check *c, size_t county, size_t rule, size_t source, struct td_buf *out)
{
    const int64_t *n = counted(c, county, rule, source);

    if (n[0] + n[1] + n[2] + n[3] == 0)
        return;
    td_put_row(out, 8);
    td_put_int8(out, c->run->run);
    td_put_text(out, td_quality_rule_at(c->rules, rule)->id);
    td_put_text(out, c->counties[county]);
    td_put_int4(out, (int32_t)source);
    for (int k = 0; k < 4; k++)
        td_put_int8(out, n[k]);
}

static void
put_fill(const struct check *c, size_t county, enum td_quality_kind kind, size_t field, size_t source, struct td_buf *out)
{
    const int64_t *n = counted(c, county, td_quality_fill_slot(c->rules, kind, field), source);

    if (n[0] + n[2] == 0)
        return;
    td_put_row(out, 7);
    td_put_int8(out, c->run->run);
    td_put_text(out, td_str(td_quality_dataset(kind)));
    td_put_text(out, td_str(td_quality_fact(kind, field)));
    td_put_text(out, c->counties[county]);
    td_put_int4(out, (int32_t)source);
    td_put_int8(out, n[0]);
    td_put_int8(out, n[2]);
}

static bool
write_scores(struct check *c, struct td_error *err)
{
    const struct td_quality_score *s = td_quality_score_of(c->rules);
    const struct td_quality_dimension *d[] = {&s->completeness, &s->validity, &s->consistency, &s->timeliness};
    char text[15][24];
    const char *params[18] = {c->run_text, c->as_of};

    for (int i = 0; i < 4; i++) {
        snprintf(text[3 * i], sizeof text[0], "%" PRId64, d[i]->zero);
        snprintf(text[3 * i + 1], sizeof text[0], "%" PRId64, d[i]->full);
        snprintf(text[3 * i + 2], sizeof text[0], "%" PRId64, d[i]->weight);
    }
    for (int i = 0; i < 3; i++)
        snprintf(text[12 + i], sizeof text[0], "%" PRId64, s->severity_weights[i]);
    for (int i = 0; i < 15; i++)
        params[2 + i] = text[i];
    params[17] = s->optional.at ? s->optional.at : "";
    return td_db_run(c->run->db, "quality/score", NULL, params, 18, NULL, err);
}

/* What is left out of the judging hangs on the departments' ranks too, which may change when no record does. */
bool
check_write_night(struct check *c, struct td_error *err)
{
    const char *block[] = {td_quality_blocks(c->rules) ? "on" : "off", c->other_rules ? "8" : "1"};
    struct td_buf counts = {0}, fills = {0};

    for (size_t county = 0; county < c->county_count; county++)
        for (size_t source = 0; source < c->sources; source++) {
            for (size_t r = 0; r < td_quality_rule_count(c->rules); r++)
                put_count(c, county, r, source, &counts);
            for (int kind = 0; kind < TD_Q_KINDS; kind++)
                for (size_t f = 0; f < td_quality_own((enum td_quality_kind)kind); f++)
                    put_fill(c, county, (enum td_quality_kind)kind, f, source, &fills);
        }
    bool ok = td_db_run(c->run->db, "quality/block", NULL, block, 2, NULL, err) && send(c, "quality/count_in", &counts, err) &&
              send(c, "quality/fill_in", &fills, err) && write_scores(c, err);
    td_buf_free(&counts);
    td_buf_free(&fills);
    return ok;
}
