#include "city.h"
#include "unknown.h"

/* Money and staff, each department in its own unit. Figures are whole 千元 where several know
 * them. */

static void
code_or_old(struct row *r, const struct firm *f, struct rnd *rnd)
{
    cell_text(r, f->old_code[0] != 0 && rnd_chance(rnd, 700000) ? f->old_code : f->uscc);
}

static void
emit_tax(struct writer *w, const struct firm *f)
{
    struct row *r = &w->row;
    bool alone = !f->in_stats && !f->in_audit;

    for (int i = 0; i < YEARS; i++) {
        const struct figures *y = &f->figures[i];
        struct rnd rnd = rnd_of(w->city->o.seed, f->id, 20 + (uint64_t)i);
        int64_t fen = alone ? rnd_between(&rnd, 0, 99999) : 0;
        /* what was declared first and corrected in the audit: a few differ */
        int64_t revenue = f->role == ORDINARY && !alone && rnd_chance(&rnd, 50000)
                              ? y->revenue - y->revenue / 40
                              : y->revenue;

        if (y->revenue == UNKNOWN || (f->role == ORDINARY && rnd_chance(&rnd, 40000)))
            continue;
        code_or_old(r, f, &rnd);
        cell_name(r, f, &rnd);
        cell_decimal(r, revenue * 100000 + fen, 2);
        cell_decimal(r, y->cost * 100000 + fen, 2);
        cell_decimal(r, y->profit * 100000, 2);
        cell_text(r, "正常申报");
        row_done(w, (enum file)(F_TAX_0 + i), f, 0);
    }
}

static void
emit_stats(struct writer *w, const struct firm *f)
{
    struct row *r = &w->row;

    for (int i = 0; i < YEARS; i++) {
        const struct figures *y = &f->figures[i];

        if (y->revenue == UNKNOWN)
            continue;
        cell_text(r, f->uscc);
        cell_text(r, f->name);
        cell_number(r, w->city->last_year - i);
        cell_decimal(r, y->revenue, 0);
        cell_decimal(r, y->main_revenue, 0);
        cell_decimal(r, y->assets, 0);
        cell_decimal(r, y->liabilities, 0);
        cell_decimal(r, y->rd, 0);
        row_done(w, F_FINANCE_STATS, f, (uint64_t)i);
    }
}

static void
cell_wan(struct row *r, int64_t thousands, uint32_t pick)
{
    static const char *const nulls[] = {"", "/", "—", "无"};

    if (thousands == UNKNOWN)
        cell_text(r, nulls[pick % 4]);
    else
        cell_decimal(r, thousands, 1);
}

static void
emit_audit(struct writer *w, const struct firm *f)
{
    struct row *r = &w->row;

    for (int i = 0; i < YEARS; i++) {
        const struct figures *y = &f->figures[i];
        struct rnd rnd = rnd_of(w->city->o.seed, f->id, 30 + (uint64_t)i);
        uint32_t pick = rnd_below(&rnd, 4);
        bool balance = y->assets != UNKNOWN && y->liabilities != UNKNOWN;

        if (y->revenue == UNKNOWN)
            continue;
        cell_name(r, f, &rnd);
        cell_text(r, f->uscc);
        cell_number(r, w->city->last_year - i);
        cell_wan(r, y->revenue, pick);
        cell_wan(r, y->main_revenue, pick);
        cell_wan(r, y->product_revenue, pick);
        cell_wan(r, y->hightech_revenue, pick);
        cell_wan(r, y->cost, pick);
        cell_wan(r, y->profit, pick);
        cell_wan(r, y->assets, pick);
        cell_wan(r, y->liabilities, pick);
        cell_wan(r, balance ? y->assets - y->liabilities : UNKNOWN, pick);
        cell_wan(r, y->rd, pick);
        cell_wan(r, y->rd_domestic, pick);
        cell_text(r, f->role != ORDINARY || rnd_chance(&rnd, 700000) ? "是" : "否");
        row_done(w, F_FINANCE_AUDIT, f, (uint64_t)i);
    }
}

static void
emit_staff(struct writer *w, const struct firm *f)
{
    struct row *r = &w->row;

    for (int i = 0; i < YEARS; i++) {
        const struct figures *y = &f->figures[i];
        struct rnd rnd = rnd_of(w->city->o.seed, f->id, 40 + (uint64_t)i);

        if (y->revenue == UNKNOWN)
            continue;
        if (f->in_insured) {
            row_text(r, "3715");
            row_number(r, (int64_t)(f->id + 10000000));
            row_end(r);
            cell_text(r, f->uscc);
            cell_name(r, f, &rnd);
            cell_number(r, w->city->last_year - i);
            cell_number(r, y->insured);
            row_done(w, F_INSURED, f, (uint64_t)i);
        }
        if (f->in_stats || f->in_audit) {
            cell_text(r, f->uscc);
            cell_text(r, f->name);
            cell_number(r, w->city->last_year - i);
            cell_number(r, y->employees);
            cell_number(r, y->sci_staff < 0 ? -1 : y->rd_staff);
            cell_number(r, y->sci_staff);
            cell_number(r, y->college);
            row_done(w, F_STAFF_STATS, f, (uint64_t)i);
        }
    }
}

void
emit_finance(struct writer *w, const struct firm *f)
{
    if (f->in_tax)
        emit_tax(w, f);
    if (f->in_stats)
        emit_stats(w, f);
    if (f->in_audit)
        emit_audit(w, f);
    if (f->in_insured || f->in_stats || f->in_audit)
        emit_staff(w, f);
}
