/*
 * The candidates, a column at a time, in the order of the lists: a column compresses well, and what repeats (industries,
 * states of conditions) stands once. Values of facts are by slot; NULL is not known, and nothing is made 0.
 */
#include "publish_list.h"
#include "report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- columns of the query ------------------------------------------------------------------------------ */
static void
put_column(const struct td_rows *q, const char *name, int column, bool text, struct td_buf *out)
{
    report_member(out, name);
    td_buf_text(out, "[");
    for (int r = 0; r < q->count; r++) {
        td_buf_text(out, r ? "," : "");
        if (text)
            td_json_str(out, td_str(td_rows_text(q, r, column)));
        else if (td_rows_null(q, r, column))
            td_buf_text(out, "null");
        else
            td_buf_text(out, td_rows_text(q, r, column));
    }
    td_buf_text(out, "]");
}

static void
put_flags(const struct td_rows *q, struct td_buf *out)
{
    report_member(out, "flags"); /* 1 within the seats, 2 ties at the cut */
    td_buf_text(out, "[");
    for (int r = 0; r < q->count; r++)
        td_buf_printf(out, "%s%d", r ? "," : "",
                      (strcmp(td_rows_text(q, r, L_SEATED), L_YES) == 0) + 2 * (strcmp(td_rows_text(q, r, L_TIE), L_YES) == 0));
    td_buf_text(out, "]");
}

/* ---- columns with a dictionary --------------------------------------------------------------------------- */
struct dictionary { /* rows where a text stands for the first time */
    int *first;     /* by number */
    int count;
    uint32_t *places; /* number + 1 by hash, open addressing */
    size_t mask;
};

static int
number_of(struct dictionary *d, const struct td_rows *q, int column, int row)
{
    const char *text = td_rows_text(q, row, column);
    size_t at = (size_t)td_hash64(text, strlen(text), 0) & d->mask;

    for (; d->places[at]; at = (at + 1) & d->mask)
        if (strcmp(td_rows_text(q, d->first[d->places[at] - 1], column), text) == 0)
            return (int)d->places[at] - 1;
    d->first[d->count] = row;
    d->places[at] = (uint32_t)++d->count;
    return d->count - 1;
}

/* Numbers of the texts by row, and the texts ("<name>List"), each with that of another column if there is one. */
static void
put_dictionary(const struct td_rows *q, const char *name, const int columns[2], struct td_buf *out)
{
    struct dictionary d = {.first = td_alloc((size_t)q->count + 1, sizeof *d.first), .mask = 1023};
    struct td_buf list_name = {0};

    while (d.mask < (size_t)q->count * 2)
        d.mask = d.mask * 2 + 1;
    d.places = td_alloc(d.mask + 1, sizeof *d.places);
    report_member(out, name);
    td_buf_text(out, "[");
    for (int r = 0; r < q->count; r++) {
        td_buf_text(out, r ? "," : "");
        td_buf_int(out, number_of(&d, q, columns[0], r));
    }
    td_buf_text(out, "]");
    td_buf_printf(&list_name, "%sList", name);
    report_member(out, list_name.at);
    td_buf_text(out, "[");
    for (int k = 0; k < d.count; k++) {
        td_buf_text(out, k ? "," : "");
        td_buf_text(out, columns[1] >= 0 ? "[" : "");
        td_json_str(out, td_str(td_rows_text(q, d.first[k], columns[0])));
        if (columns[1] >= 0) {
            td_buf_text(out, ",");
            td_json_str(out, td_str(td_rows_text(q, d.first[k], columns[1])));
            td_buf_text(out, "]");
        }
    }
    td_buf_text(out, "]");
    td_buf_free(&list_name);
    free(d.first);
    free(d.places);
}

/* ---- facts ----------------------------------------------------------------------------------------------- */
/* Which slots some condition shows, and how: by slot, `slot` -1 where none does. */
static struct td_shown *
shown_slots(const struct report *r)
{
    const struct td_rules *rules = r->score.rules;
    struct td_shown *shown = td_alloc(r->score.slot_count + 1, sizeof *shown);

    for (size_t i = 0; i < r->score.slot_count; i++)
        shown[i].slot = -1;
    for (size_t p = 0; p < td_rules_program_count(rules); p++)
        for (size_t k = 0; k < td_rules_program(rules, p)->condition_count; k++)
            for (size_t i = 0; i < td_shown_count(rules, p, k); i++) {
                struct td_shown one = td_shown_at(rules, p, k, i);
                if (one.slot >= 0)
                    shown[one.slot] = one;
            }
    return shown;
}

void
report_slots(const struct report *r, struct td_buf *out)
{
    static const char *const units[] = {"money", "number", "share", "score", "years", "bool", "code", "date"};
    static const char *const of[] = {"now", "year", "age", "range"};

    report_member(out, "slots");
    if (!r->same) {
        td_buf_text(out, "{}");
        return;
    }
    struct td_shown *shown = shown_slots(r);
    td_buf_text(out, "{");
    for (size_t i = 0; i < r->score.slot_count; i++) {
        if (shown[i].slot < 0)
            continue;
        td_buf_printf(out, "%s\"%zu\":[", out->at[out->len - 1] == '{' ? "" : ",", i);
        td_json_str(out, shown[i].fact);
        td_buf_text(out, ",");
        td_json_str(out, shown[i].title);
        td_buf_printf(out, ",\"%s\",\"%s\",%d,%d]", units[shown[i].unit], of[shown[i].of], shown[i].index, shown[i].none);
    }
    td_buf_text(out, "}");
    free(shown);
}

/* 分 in 万元 without a rounding: 123456 is 0.123456. */
static void
put_money(int64_t fen, struct td_buf *out)
{
    uint64_t magnitude = fen < 0 ? (uint64_t)0 - (uint64_t)fen : (uint64_t)fen, rest = magnitude % 1000000;
    int digits = 6;

    td_buf_text(out, fen < 0 ? "-" : "");
    td_buf_int(out, (int64_t)(magnitude / 1000000));
    for (; digits > 0 && rest % 10 == 0; digits--)
        rest /= 10;
    if (digits > 0)
        td_buf_printf(out, ".%0*" PRIu64, digits, rest);
}

static void
put_value(const struct range *range, const struct td_shown *shown, size_t row, struct td_buf *out)
{
    int64_t value = range->values[shown->slot][row];
    char date[11];

    if (!(range->known[shown->slot][row / 64] >> (row % 64) & 1))
        td_buf_text(out, "null");
    else if (shown->unit == TD_SHOWN_MONEY)
        put_money(value, out);
    else if (shown->unit == TD_SHOWN_DATE) {
        td_date_text((td_date)value, date);
        td_buf_printf(out, "\"%s\"", date);
    } else
        td_buf_int(out, value);
}

static void
put_values(const struct report *r, struct td_buf *out)
{
    const struct td_rows *q = r->candidates;
    const struct range *range = &r->score.range;
    struct td_shown *shown = shown_slots(r);
    int64_t *rows = td_alloc((size_t)q->count + 1, sizeof *rows);

    for (int i = 0; i < q->count; i++) {
        const char *code = td_rows_text(q, i, L_USCC);
        size_t row = 0;
        rows[i] = score_find_row(range, (struct td_cell){code, (int32_t)strlen(code)}, &row) ? (int64_t)row : -1;
    }
    report_member(out, "values");
    td_buf_text(out, "{");
    for (size_t slot = 0; slot < r->score.slot_count; slot++) {
        if (shown[slot].slot < 0 || shown[slot].unit == TD_SHOWN_CODE)
            continue;
        td_buf_printf(out, "%s\"%zu\":[", out->at[out->len - 1] == '{' ? "" : ",", slot);
        for (int i = 0; i < q->count; i++) {
            td_buf_text(out, i ? "," : "");
            if (rows[i] < 0)
                td_buf_text(out, "null");
            else
                put_value(range, &shown[slot], (size_t)rows[i], out);
        }
        td_buf_text(out, "]");
    }
    td_buf_text(out, "}");
    free(rows);
    free(shown);
}

void
report_firms(const struct report *r, struct td_buf *out)
{
    const struct td_rows *q = r->candidates;
    static const struct {
        const char *name;
        int column;
        bool text;
    } columns[] = {{"uscc", L_USCC, true},     {"name", L_NAME, true},       {"position", L_POSITION, false},
                   {"county", L_COUNTY, true}, {"place", L_PLACE, false},    {"countyPlace", L_COUNTY_PLACE, false},
                   {"verdict", L_VERDICT, false}, {"met", L_MET, false},     {"unknown", L_UNKNOWN, false},
                   {"low", L_LO, false},       {"high", L_HI, false},        {"sizeLow", L_SIZE_LO, false},
                   {"sizeHigh", L_SIZE_HI, false}, {"gap", L_GAP, true},     {"cost", L_COST, false},
                   {"months", L_MONTHS, false}, {"doubts", L_DOUBTS, false}, {"reason", L_REASON_NUMBER, false},
                   {"stage", L_STAGE_WORD, true}};

    report_member(out, "firms");
    td_buf_printf(out, "{\"count\":%d", q->count);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        put_column(q, columns[i].name, columns[i].column, columns[i].text, out);
    put_flags(q, out);
    put_dictionary(q, "industry", (const int[]){L_INDUSTRY_CODE, L_INDUSTRY_NAME}, out);
    put_dictionary(q, "states", (const int[]){L_STATES, -1}, out);
    if (r->same)
        put_values(r, out);
    td_buf_text(out, "}");
}
