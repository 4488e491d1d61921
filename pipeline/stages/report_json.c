/* The city's part of the report's data, and the frame of the whole. Arrays of numbers where there are many. */
#include "report.h"

#include "tidu/dataset.h"
#include "tidu/spread.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void
report_member(struct td_buf *out, const char *name)
{
    char last = out->len ? out->at[out->len - 1] : '\0';

    td_buf_printf(out, "%s\"%s\":", last == '{' || last == '\0' ? "" : ",", name);
}

static void
put_text(struct td_buf *out, const char *name, const char *text)
{
    report_member(out, name);
    td_json_str(out, td_str(text));
}

void
report_rows(struct td_buf *out, const char *name, const struct td_rows *rows, unsigned texts)
{
    report_member(out, name);
    td_buf_text(out, "[");
    for (int r = 0; r < rows->count; r++) {
        td_buf_text(out, r ? ",[" : "[");
        for (int c = 0; c < rows->columns; c++) {
            td_buf_text(out, c ? "," : "");
            if (td_rows_null(rows, r, c))
                td_buf_text(out, "null");
            else if (texts >> c & 1)
                td_json_str(out, td_str(td_rows_text(rows, r, c)));
            else
                td_buf_text(out, td_rows_text(rows, r, c));
        }
        td_buf_text(out, "]");
    }
    td_buf_text(out, "]");
}

static void
put_counties(const struct report *r, struct td_buf *out)
{
    const struct td_profile *p = &r->score.run->profile;

    report_member(out, "counties");
    td_buf_text(out, "[");
    for (size_t i = 0; i < p->county_count; i++) {
        td_buf_text(out, i ? ",[" : "[");
        td_json_str(out, p->counties[i].code);
        td_buf_text(out, ",");
        td_json_str(out, p->counties[i].name);
        td_buf_text(out, "]");
    }
    td_buf_text(out, "]");
}

/* Of each condition what its file says and which slots it looks at: only if the criteria are those that judged. */
static void
put_leaves(const struct report *r, size_t program, struct td_buf *out)
{
    const struct td_rules *rules = r->score.rules;
    const struct td_program *t = td_rules_program(rules, program);

    report_member(out, "leaves");
    td_buf_text(out, "[");
    for (size_t k = 0; k < t->condition_count; k++) {
        td_buf_text(out, k ? ",[" : "[");
        td_json_str(out, td_rules_expression(rules, program, k));
        td_buf_text(out, ",[");
        size_t count = td_shown_count(rules, program, k);
        for (size_t i = 0; i < count; i++)
            td_buf_printf(out, "%s%d", i ? "," : "", td_shown_at(rules, program, k, i).slot);
        td_buf_text(out, "]]");
    }
    td_buf_text(out, "]");
}

static void
put_programs(const struct report *r, struct td_buf *out)
{
    static const char *const names[] = {NULL, "tier", "kind", "title", "version", "source"};
    const struct td_rows *q = &r->programs;

    report_member(out, "programs");
    td_buf_text(out, "[");
    for (int i = 0; i < q->count; i++) {
        td_buf_printf(out, "%s{\"position\":%s", i ? "," : "", td_rows_text(q, i, 0));
        for (int c = 1; c <= 5; c++)
            put_text(out, names[c], td_rows_text(q, i, c));
        report_member(out, "unconfirmed");
        td_buf_text(out, td_rows_text(q, i, 6)[0] == 't' ? "true" : "false");
        report_member(out, "seats");
        td_buf_text(out, td_rows_null(q, i, 7) ? "null" : td_rows_text(q, i, 7));
        report_member(out, "conditions");
        td_buf_text(out, td_rows_text(q, i, 8)); /* JSON already */
        if (r->same) {
            report_member(out, "ladder");
            td_buf_printf(out, "%d", td_rules_program(r->score.rules, (size_t)td_rows_int(q, i, 0))->ladder);
            put_leaves(r, (size_t)td_rows_int(q, i, 0), out);
        }
        td_buf_text(out, "}");
    }
    td_buf_text(out, "]");
}

static void
put_thresholds(const struct report *r, struct td_buf *out)
{
    report_member(out, "thresholds");
    td_buf_text(out, "[");
    for (int i = 0; i < r->thresholds.count; i++) {
        const struct td_threshold *t = &r->thresholds.list[i];
        td_buf_text(out, i ? ",[" : "[");
        td_json_str(out, t->metric);
        td_buf_printf(out, ",%zu,%zu,", t->program, t->condition);
        td_json_str(out, t->text);
        td_buf_printf(out, ",%d]", t->unconfirmed);
    }
    td_buf_text(out, "]");
}

static void
put_histograms(const struct report *r, struct td_buf *out)
{
    report_member(out, "edges"); /* of shares and of rates, per cent */
    td_buf_text(out, "[");
    for (int i = 0; i < 2; i++) {
        for (int k = 0; k < td_spread_edges[i].count; k++) {
            int at = td_spread_edges[i].at[k];
            td_buf_printf(out, at % 10 ? "%s%d.%d" : "%s%d", k ? "," : i ? ",[" : "[", at / 10, at % 10);
        }
        td_buf_text(out, "]");
    }
    td_buf_text(out, "]");
    report_rows(out, "histogram", &r->histogram, 3);
}

static const char *
dataset_title(const char *id)
{
    const struct td_dataset *dataset = td_dataset_find(td_str(id));

    return dataset ? dataset->title : id;
}

static void
put_sources(const struct report *r, const struct report_about *about, struct td_buf *out)
{
    const char *ids[2][64];
    int count = 0;

    report_rows(out, "ages", about->ages, 0x39F); /* all but rows and rejects */
    report_rows(out, "quality", &r->quality, 3);
    for (int i = 0; i < about->ages->count + r->quality.count && count < 64; i++) {
        bool age = i < about->ages->count;
        const char *id = td_rows_text(age ? about->ages : &r->quality, age ? i : i - about->ages->count, 1);
        int k = 0;
        while (k < count && strcmp(ids[0][k], id) != 0)
            k++;
        if (k == count) {
            ids[0][count] = id;
            ids[1][count++] = dataset_title(id);
        }
    }
    report_member(out, "datasets");
    td_buf_text(out, "{");
    for (int k = 0; k < count; k++)
        put_text(out, ids[0][k], ids[1][k]);
    td_buf_text(out, "}");
}

void
report_json(const struct report *r, const struct report_about *about, struct td_buf *out)
{
    const struct td_profile *profile = &r->score.run->profile;

    td_buf_text(out, "{");
    report_member(out, "city");
    td_json_str(out, profile->city_name);
    put_text(out, "asOf", about->as_of);
    put_text(out, "released", about->released);
    report_member(out, "year");
    td_buf_printf(out, "%d", td_date_civil(r->score.run->options->as_of).year - 1);
    put_counties(r, out);
    put_programs(r, out);
    report_rows(out, "funnel", &r->funnel, 1u << 1);
    report_rows(out, "tally", &r->tally, 1u << 2);
    put_thresholds(r, out);
    put_histograms(r, out);
    put_sources(r, about, out);
    for (size_t i = 0; i < REPORT_MORE; i++)
        report_rows(out, report_more[i].name, &r->more[i], report_more[i].texts);
    report_slots(r, out);
    report_firms(r, out);
    td_buf_text(out, "}");
}
