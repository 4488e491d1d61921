/* Control totals: what the delivery adds up to, and what its department says it should. Whole numbers in the stored
 * unit (分), so that equal is equal. */
#include "tidu/contract.h"

#include "typing.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>

static const struct td_step *
step_of(const struct td_layout *layout, int field)
{
    for (size_t i = 0; i < layout->step_count; i++)
        if (layout->steps[i].field == field)
            return &layout->steps[i];
    return NULL;
}

/* The amount of one record; false: it cannot be read. A cell that is not given adds nothing. */
static bool
amount(const struct td_step *step, const struct td_record *record, struct td_typed *scratch, int64_t *out)
{
    size_t cells = step->sum_count ? step->sum_count : 1;

    *out = 0;
    if (step->fixed) {
        *out = step->constant.known ? step->constant.number : 0;
        return true;
    }
    for (size_t i = 0; i < cells; i++) {
        int cell = step->sum_count ? step->sum[i] : step->cell;
        struct td_value value = {0};

        if (cell < 0 || (size_t)cell >= record->count)
            return false;
        td_buf_reset(&scratch->scratch);
        if (typing_cell(step, record->cells[cell], scratch, &value) != TD_FAULT_NONE)
            return false;
        if (value.known && __builtin_add_overflow(*out, value.number, out))
            return false;
    }
    return true;
}

void
td_control_add(const struct td_layout *layout, const struct td_record *record, struct td_typed *scratch,
               struct td_control_total *totals, uint64_t *unread)
{
    const struct td_control *c = &layout->delivery->expects.control;
    bool all = true;

    for (size_t i = 0; i < c->sum_count; i++) {
        const struct td_step *step = step_of(layout, c->sums[i].field);
        int64_t value = 0;

        if (!record->cells || (step && !amount(step, record, scratch, &value))) {
            all = false;
            continue;
        }
        if (__builtin_add_overflow(totals[i].sum, value, &totals[i].sum))
            totals[i].overflow = true;
    }
    *unread += !all;
}

bool
td_control_is_totals(const struct td_layout *layout, const struct td_record *record)
{
    struct td_str pattern = layout->delivery->expects.control.totals;
    size_t i = 0;

    if (!pattern.at || !record->cells)
        return false;
    while (i < record->count && td_cell_trim(record->cells[i]).len == 0)
        i++;
    return i < record->count && td_str_glob(pattern, td_cell_trim(record->cells[i]));
}

enum td_fault
td_control_figure(const struct td_control_sum *sum, struct td_str text, int64_t *out)
{
    return td_number(text, sum->scale, out);
}

/* ---- expected and found ------------------------------------------------------------------------------ */
/* Money in 元 with its 分, counts as they are. */
static void
put_figure(enum td_type type, int64_t value, char out[40])
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    if (type == TD_MONEY)
        snprintf(out, 40, "%s%" PRIu64 ".%02" PRIu64 "%s", value < 0 ? "-" : "", size / 100, size % 100,
                 TD_T("元", " yuan"));
    else
        snprintf(out, 40, "%" PRId64, value);
}

static void
check_sum(const struct td_delivery *d, const struct td_control_sum *sum, int64_t expected,
          const struct td_control_total *total, uint64_t unread, struct td_contract_findings *f)
{
    enum td_type type = d->dataset->fields[sum->field].type;
    char want[40], got[40], found[128];

    if (!total->overflow && total->sum == expected)
        return;
    put_figure(type, expected, want);
    put_figure(type, total->sum, got);
    if (total->overflow)
        snprintf(found, sizeof found, "%s", TD_T("超出范围", "out of range"));
    else if (unread > 0)
        snprintf(found, sizeof found, TD_T("%s（另有 %" PRIu64 " 行读不出来）", "%s (%" PRIu64 " rows could not be read)"),
                 got, unread);
    else
        snprintf(found, sizeof found, "%s", got);
    td_contract_finding_add(f, true, TD_RULE_CONTROL_SUM, d->dataset->fields[sum->field].name, want, found);
}

void
td_contract_check_control(const struct td_delivery *d, const struct td_control_expected *expected, uint64_t rows,
                          const struct td_control_total *totals, uint64_t unread, struct td_contract_findings *f)
{
    const struct td_control *c = &d->expects.control;
    char want[32], found[32];

    if ((c->file.at || c->totals.at) && !expected->there) {
        td_contract_finding_add(f, true, TD_RULE_CONTROL_MISSING, "", c->file.at ? c->file.at : c->totals.at,
                       TD_T("无", "none"));
        return;
    }
    if (expected->has_rows && expected->rows != rows) {
        snprintf(want, sizeof want, "%" PRIu64, expected->rows);
        snprintf(found, sizeof found, "%" PRIu64, rows);
        td_contract_finding_add(f, true, TD_RULE_CONTROL_ROWS, "", want, found);
    }
    for (size_t i = 0; i < c->sum_count; i++)
        check_sum(d, &c->sums[i], expected->sums[i], &totals[i], unread, f);
}
