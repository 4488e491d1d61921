/*
 * One record to typed values: the inner loop of the load. Nothing is allocated per row
 * (row->scratch and row->fold keep their memory).
 */
#include "typing.h"

#include <stdlib.h>

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
    } while (row->scratch.at != before);
}

void
td_typed_free(struct td_typed *row)
{
    td_buf_free(&row->scratch);
    td_buf_free(&row->fold);
    free(row->memo);
    *row = (struct td_typed){0};
}
