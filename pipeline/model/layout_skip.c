/* Records that are passed over: totals, remarks, kinds that a delivery does not take. */
#include "words.h"

#include "tidu/profile.h"
#include "tidu/scalar.h"

static struct td_str
first_cell(const struct td_record *record)
{
    for (size_t i = 0; record->cells && i < record->count; i++) {
        struct td_str s = td_cell_trim(record->cells[i]);

        if (s.len)
            return s;
    }
    return (struct td_str){0};
}

static bool
fits_any(struct td_str cell, const struct td_str *patterns, size_t count)
{
    struct td_buf fold = {0};
    bool fits = false;

    td_name_key(cell, &fold);
    for (size_t i = 0; !fits && i < count; i++)
        fits = td_str_glob(patterns[i], td_buf_view(&fold));
    td_buf_free(&fold);
    return fits;
}

bool
td_type_skipped(const struct td_layout *layout, const struct td_record *record)
{
    const struct td_delivery *d = layout->delivery;

    if (d->skip_count) {
        struct td_str cell = first_cell(record);

        if (cell.len && layout->skip_first[(unsigned char)cell.at[0]] &&
            fits_any(cell, layout->skip, d->skip_count))
            return true;
    }
    if (record->fault != TD_FAULT_NONE || record->count < layout->cells_needed)
        return false; /* which cell is which is not known: let it be rejected */
    for (size_t i = 0; i < d->filter_count; i++) {
        const struct td_filter *f = &layout->filters[i];

        if (fits_any(td_cell_trim(record->cells[f->cell]), f->patterns, f->pattern_count) !=
            f->wanted)
            return true;
    }
    return false;
}
