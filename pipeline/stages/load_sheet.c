/*
 * Which sheet of a workbook is read. The profile may say so; if it does not, the sheet is the visible one whose
 * header fits. Where several fit, nothing is read: half of a delivery in silence would be worse than none.
 */
#include "load.h"

#include <string.h>

enum fit { FITS, MISFIT, EMPTY };

struct trial {
    size_t fitting, filled, first; /* counts; first that fits */
    struct td_error misfit;        /* of the first that is filled and does not fit */
    struct td_buf names;           /* of filled sheets, for messages */
};

static bool
read_input(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    return td_input_read(source, out, cap, got, err);
}

struct td_csv_format
load_sheet_format(struct td_input *in)
{
    return (struct td_csv_format){.encoding = TD_UTF8,
                                  .delimiter = ',',
                                  .quote = '"',
                                  .rows = true,
                                  .read = read_input,
                                  .source = in};
}

static bool
fail_sheet(struct load *load, const char *what, struct td_str names, struct td_error *err)
{
    (void)td_fail(err, TD_E_LAYOUT, TD_T("%s：%.*s", "%s: %.*s"), what, (int)names.len, names.at);
    return td_hint(err, TD_T("在配置第 %zu 行的交付中写明 sheet: 名称、序号或样式",
                             "say sheet: name, number or pattern in the delivery at line %zu of the profile"),
                   load->delivery->line);
}

static void
add_name(struct td_buf *names, struct td_str name)
{
    if (names->len > 0)
        td_buf_text(names, TD_T("、", ", "));
    td_buf_str(names, name);
}

/* ---- the profile says which ------------------------------------------------------------------------ */
static bool
is_number(struct td_str s, size_t *number)
{
    *number = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9' || *number > 100000)
            return false;
        *number = *number * 10 + (size_t)(s.at[i] - '0');
    }
    return s.len > 0;
}

static bool
named_sheet(struct load *load, struct td_input *in, size_t *sheet, struct td_error *err)
{
    struct td_str wanted = load->delivery->sheet;
    size_t number, count = td_input_sheet_count(in), fitting = 0;
    struct td_buf all = {0}, names = {0};
    bool by_number = is_number(wanted, &number);

    for (size_t i = 0; i < count; i++) {
        struct td_str name = td_input_sheet_name(in, i);
        bool exact = td_str_equal(wanted, name);

        add_name(&all, name);
        if (!exact && !td_str_glob(wanted, name))
            continue;
        add_name(&names, name);
        *sheet = i;
        fitting = exact ? 1 : fitting + 1;
        if (exact)
            break;
    }
    if (fitting == 0 && by_number && number >= 1 && number <= count) {
        *sheet = number - 1;
        fitting = 1;
    }
    bool ok = fitting == 1;
    if (fitting == 0)
        fail_sheet(load, TD_T("工作簿没有配置所说的工作表，它有", "the workbook has no such sheet; it has"),
                   td_buf_view(&all), err);
    else if (!ok)
        fail_sheet(load, TD_T("不止一个工作表符合 sheet", "more than one sheet fits"), td_buf_view(&names),
                   err);
    td_buf_free(&all);
    td_buf_free(&names);
    return ok;
}

/* ---- the header says which ------------------------------------------------------------------------- */
/* False: the workbook cannot be read. */
static bool
try_sheet(struct load *load, struct td_input *in, size_t sheet, enum fit *fit, struct td_error *misfit,
          struct td_error *err)
{
    struct td_csv_format format = load_sheet_format(in);
    struct td_csv *csv = NULL;
    struct td_record record = {0};
    bool got = false;

    *fit = EMPTY;
    bool ok = td_input_sheet_choose(in, sheet, err) && td_csv_open(&csv, &format, err);
    if (ok && load->delivery->header_row == 0) {
        ok = td_csv_next(csv, &record, err);
        *fit = record.raw.at ? FITS : EMPTY;
    } else if (ok) {
        struct td_error said = {0};
        load->trying = true;
        bool bound = load_file_header(load, csv, &format, &got, &said);
        load->trying = false;

        *fit = bound ? got ? FITS : EMPTY : MISFIT;
        if (!bound && said.code != TD_E_LAYOUT) {
            *err = said;
            ok = false;
        } else if (!bound) {
            *misfit = said;
        }
    }
    td_csv_close(csv);
    return ok;
}

/* A chart is no sheet to read. */
static bool
try_sheets(struct load *load, struct td_input *in, struct trial *t, struct td_error *err)
{
    for (size_t i = 0; i < td_input_sheet_count(in); i++) {
        struct td_error misfit = {0};
        enum fit fit = EMPTY;

        if (td_input_sheet_hidden(in, i))
            continue;
        if (!try_sheet(load, in, i, &fit, &misfit, err)) {
            if (err->code != TD_E_LAYOUT)
                return false;
            td_error_reset(err);
            continue;
        }
        if (fit == EMPTY)
            continue;
        if (fit == FITS && t->fitting++ == 0)
            t->first = i;
        if (fit == MISFIT && t->misfit.code == 0)
            t->misfit = misfit;
        if (t->filled++ == 0 || fit == FITS)
            add_name(&t->names, td_input_sheet_name(in, i));
    }
    return true;
}

/* Then there is nothing to choose: whether its header fits shows when it is read. */
static bool
only_visible(const struct td_input *in, size_t *sheet)
{
    size_t count = 0;

    for (size_t i = 0; i < td_input_sheet_count(in); i++)
        if (!td_input_sheet_hidden(in, i) && count++ == 0)
            *sheet = i;
    return count == 1;
}

bool
load_sheet_find(struct load *load, struct td_input *in, size_t *sheet, struct td_error *err)
{
    struct trial t = {0};

    if (load->delivery->sheet.len > 0)
        return named_sheet(load, in, sheet, err);
    if (only_visible(in, sheet))
        return true;
    bool ok = try_sheets(load, in, &t, err);
    if (ok && t.filled == 0) {
        ok = td_fail(err, TD_E_EMPTY, "%s",
                     TD_T("工作簿的可见工作表都是空的", "all visible sheets of the workbook are empty"));
    } else if (ok && t.fitting == 0) {
        *err = t.misfit;
        ok = t.filled == 1 ? false
                           : td_in(err, TD_T("工作簿有 %zu 个有内容的工作表，没有一个表头符合",
                                             "none of the %zu filled sheets has the header"),
                                   t.filled);
    } else if (ok && t.fitting > 1) {
        ok = fail_sheet(load, TD_T("不止一个工作表符合该交付", "more than one sheet fits the delivery"),
                        td_buf_view(&t.names), err);
    }
    *sheet = t.first;
    td_buf_free(&t.names);
    return ok;
}
