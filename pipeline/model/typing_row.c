/*
 * One record to typed values: the inner loop of the load. Nothing is allocated per row
 * (row->scratch and row->fold keep their memory).
 */
#include "typing.h"

#include <stdlib.h>
#include <string.h>

struct place { /* of a fault */
    struct td_str header, cell;
};

static enum td_fault
type_sum(const struct td_step *step, const struct td_record *record, struct td_typed *row,
         struct td_value *value, struct place *place)
{
    int64_t total = 0;

    for (size_t i = 0; i < step->sum_count; i++) {
        enum td_fault fault;

        *place = (struct place){step->headers[i], record->cells[step->sum[i]]};
        fault = typing_cell(step, place->cell, row, value);
        if (fault != TD_FAULT_NONE)
            return fault;
        if (!value->known)
            return TD_FAULT_NONE; /* one part is not known: nor is the sum */
        total += value->number;
        if (typing_range(step->type, total) != TD_FAULT_NONE)
            return TD_FAULT_NUMBER_RANGE;
    }
    value->number = total;
    return TD_FAULT_NONE;
}

static enum td_fault
type_holder(const struct td_step *step, const struct td_record *record, struct td_typed *row,
            struct td_value *value, struct place *place)
{
    struct td_str name;
    size_t start;
    bool matched;

    value->known = false;
    if (step->column) {
        enum td_fault fault;

        *place = (struct place){step->headers[0], record->cells[step->cell]};
        fault = typing_cell(step, place->cell, row, value);
        if (fault != TD_FAULT_NONE || value->known)
            return fault;
    }
    if (!step->name)
        return TD_FAULT_NONE;
    name = record->cells[step->name_cell];
    if (!step->column)
        *place = (struct place){step->name_header, name};
    if (!typing_resolve(step->name, &name, &row->fold, &matched))
        return TD_FAULT_NONE;
    if (typing_name(step->name, name) != TD_FAULT_NONE) {
        *place = (struct place){step->name_header, name};
        return TD_FAULT_BAD_NAME;
    }
    start = row->scratch.len;
    td_buf_add(&row->scratch, "~", 1);
    typing_append_key(name, row);
    value->text = (struct td_str){row->scratch.at + start, row->scratch.len - start};
    value->known = value->text.len > 1;
    return TD_FAULT_NONE;
}

static enum td_fault
type_step(const struct td_step *step, const struct td_record *record, struct td_typed *row,
          struct place *place)
{
    struct td_value *value = &row->values[step->field];
    enum td_fault fault = TD_FAULT_NONE;

    if (step->fixed) {
        *value = step->constant;
    } else if (step->type == TD_HOLDER) {
        fault = type_holder(step, record, row, value, place);
    } else if (step->sum_count) {
        fault = type_sum(step, record, row, value, place);
    } else if (step->cell >= 0) {
        *place = (struct place){step->headers[0], record->cells[step->cell]};
        fault = typing_cell(step, place->cell, row, value);
    }
    if (fault == TD_FAULT_NONE && !value->known && (step->flags & TD_NEEDED))
        fault = TD_FAULT_MISSING;
    return fault;
}

/* ---- what was converted ------------------------------------------------------------------ */
const char *
td_note_word(enum td_note note)
{
    static const char *const words[TD_NOTES] = {
        "date_iso_other",  "date_compact_time",   "date_chinese",
        "date_excel",      "date_epoch_ms",       "date_dmy",
        "date_mdy",        "date_month",          "amount_currency",
        "amount_chinese",  "amount_without_unit", "code_form",
    };

    return words[note];
}

void
typing_note(struct td_typed *row, enum td_note note)
{
    row->noted[note]++;
    row->any_noted = true;
}

void
typing_note_date(struct td_typed *row, unsigned form)
{
    unsigned bit = 0;

    while (form > 1) {
        form >>= 1;
        bit++;
    }
    typing_note(row, (enum td_note)bit);
}

static void
add_notes(struct td_typed *row)
{
    for (int i = 0; i < TD_NOTES; i++)
        row->notes[i] += row->noted[i];
}

/* ---- rows -------------------------------------------------------------------------------- */
/* The currency of the capital's own cell where its column says nothing, and a fault where that says another. */
static void
settle_currency(const struct td_layout *layout, struct td_typed *row)
{
    struct td_value *value;

    if (!row->currency.at && !row->plain_yuan)
        return;
    value = &row->values[layout->currency_field];
    if (!value->known) {
        value->known = true;
        value->text = row->currency.at ? row->currency : TD_STR("CNY");
    } else if (row->currency.at && row->fault == TD_FAULT_NONE &&
               !td_str_equal(value->text, row->currency)) {
        row->fault = TD_FAULT_CURRENCY_CONFLICT;
        row->fault_field = layout->currency_field;
        row->fault_header = td_str(layout->delivery->dataset->fields[layout->currency_field].title);
    }
}

static void
type_steps(const struct td_layout *layout, const struct td_record *record, struct td_typed *row)
{
    bool key = true;

    for (size_t i = 0; i < layout->delivery->dataset->field_count; i++)
        row->values[i].known = false;
    for (size_t i = 0; i < layout->step_count; i++) {
        const struct td_step *step = &layout->steps[i];
        struct place place = {0};
        enum td_fault fault;

        if (row->fault != TD_FAULT_NONE && !(step->flags & TD_KEY))
            continue; /* the row is lost; what is left to know is its key */
        fault = type_step(step, record, row, &place);
        if (fault != TD_FAULT_NONE && (step->flags & TD_KEY))
            key = false;
        if (fault == TD_FAULT_NONE || row->fault != TD_FAULT_NONE)
            continue;
        row->fault = fault;
        row->fault_field = step->field;
        row->fault_header = place.header;
        row->fault_cell = place.cell;
    }
    row->key_known = key;
    settle_currency(layout, row);
}

/* After the fields: a row that is wrong anyhow is told by its first field. */
static void
check_must(const struct td_layout *layout, const struct td_record *record, struct td_typed *row)
{
    size_t filter;

    if (row->fault != TD_FAULT_NONE || layout->delivery->filter_count == 0 ||
        typing_must(layout, record, &filter))
        return;
    row->fault = TD_FAULT_MISPLACED;
    row->fault_field = 0;
    row->fault_header = layout->filters[filter].name;
    row->fault_cell = record->cells[layout->filters[filter].cell];
}

static void
start_row(struct td_typed *row)
{
    td_buf_reset(&row->scratch);
    row->check_flag = false;
    row->fault = TD_FAULT_NONE;
    row->fault_field = 0;
    row->fault_header = row->fault_cell = (struct td_str){0};
    row->key_known = false;
    row->currency = (struct td_str){0};
    row->plain_yuan = false;
    if (row->any_noted)
        memset(row->noted, 0, sizeof row->noted);
    row->any_noted = false;
}

void
td_type_row(const struct td_layout *layout, const struct td_record *record,
            struct td_typed *row)
{
    const char *before;

    start_row(row);
    if (record->fault != TD_FAULT_NONE || !record->cells) {
        row->fault = record->fault;
        return;
    }
    if (record->count < layout->cells_needed) {
        row->fault = TD_FAULT_COLUMN_COUNT;
        return;
    }
    /* Values point into scratch. Where it had to grow it may have moved: once more, with room.
     */
    do {
        before = row->scratch.at;
        start_row(row);
        type_steps(layout, record, row);
        check_must(layout, record, row);
    } while (row->scratch.at != before);
    if (row->any_noted)
        add_notes(row);
}

void
td_typed_free(struct td_typed *row)
{
    td_buf_free(&row->scratch);
    td_buf_free(&row->fold);
    free(row->memo);
    *row = (struct td_typed){0};
}
