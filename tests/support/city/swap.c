#include "city.h"

#include <string.h>

/* Figures in a wrong unit: 万元 or 千元 written where 元 is meant, 元 where 千元 or 万元 is. */

static bool
is_finance(enum file file)
{
    return file <= F_FINANCE_AUDIT && file >= F_TAX_0;
}

/* The power of ten by which a careless hand errs in this file. */
static int
power_of(enum file file, uint64_t hash)
{
    if (file == F_FINANCE_STATS)
        return 3;
    if (file == F_FINANCE_AUDIT)
        return 4;
    return hash % 4 == 0 ? -3 : -4;
}

/* Moves the point of a decimal number; to two decimals, as such files have. False if nothing but the
 * fraction of a unit would be left: nobody could tell that from an honest small figure. */
static bool
shift_cell(struct row *r, unsigned at, int power)
{
    struct cell c = r->cells[at];
    const char *text = r->text + c.at;
    int64_t hundredths = 0;
    int decimals = -1;
    bool minus = c.len > 0 && text[0] == '-';

    for (uint32_t i = minus; i < c.len; i++) {
        if (text[i] == '.') {
            decimals = 0;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || hundredths > INT64_MAX / 100)
            return false;
        hundredths = hundredths * 10 + text[i] - '0';
        decimals += decimals >= 0;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
        hundredths *= 10;
    for (int i = 0; i < power; i++)
        hundredths = hundredths > INT64_MAX / 10 ? 0 : hundredths * 10;
    for (int i = 0; i > power; i--)
        hundredths = (hundredths + 5) / 10;
    if (hundredths < 100)
        return false;
    uint32_t start = r->len;
    if (minus)
        row_text(r, "-");
    row_number(r, hundredths / 100);
    row_text(r, ".");
    row_bytes(r, &"0123456789"[hundredths / 10 % 10], 1);
    row_bytes(r, &"0123456789"[hundredths % 10], 1);
    r->cells[at] = (struct cell){start, r->len - start};
    r->start = r->len;
    return true;
}

static void
swap_one(struct writer *w, enum file file, unsigned at, int power, const char *kind)
{
    struct part *p = &w->parts[file];

    if (w->row.cells[at].len > 0 && shift_cell(&w->row, at, power))
        truths_add(&p->truths, (struct truth){.line = p->lines, .kind = kind, .reason = "", .power = power, .column = at});
}

void
swap_row(struct writer *w, enum file file, const struct firm *f, uint64_t hash)
{
    const struct options *o = &w->city->o;
    const struct layout *l = &layouts[file];

    if (!is_finance(file))
        return;
    for (unsigned i = 0; o->swap_column && i < l->column_count; i++)
        if (strcmp(l->columns[i].header, o->swap_column) == 0)
            swap_one(w, file, i, power_of(file, 1), "swap_column");
    if (f->expected || f->pilot || mix64(hash ^ 3) % 1000000 >= o->swap_ppm)
        return;
    uint64_t pick = mix64(hash ^ 4);
    int one = column_find(l, &w->row, COL_MONEY, pick >> 8), power = power_of(file, pick >> 4);
    if (pick % 4 != 0) {
        if (one >= 0)
            swap_one(w, file, (unsigned)one, power, "swap_figure");
        return;
    }
    for (unsigned i = 0; i < l->column_count; i++)
        if (l->columns[i].kind == COL_MONEY)
            swap_one(w, file, i, power, "swap_row");
}
