#include "city.h"

#include <string.h>

/* Patents as the patent office lists them, software as the copyright office does, and what the
 * applicants declare about both. */

enum { INVENTION = '1', UTILITY = '2', DESIGN = '3' };

static void
patent_number(struct row *r, int year, char type, uint64_t hash, int k)
{
    row_text(r, "ZL");
    row_number(r, year);
    row_bytes(r, &type, 1);
    row_number(r, (int64_t)(1000000 + hash % 90000 * 100 + (uint64_t)k));
    row_end(r);
}

struct right {
    int k, year; /* year of filing */
    char type;
    uint64_t hash;
    bool related;
};

static const char *
type_word(char type, bool full)
{
    return type == INVENTION ? (full ? "发明专利" : "发明")
           : type == UTILITY ? (full ? "实用新型专利" : "实用新型")
                             : "外观设计";
}

static struct date
some_day(struct rnd *rnd, int year)
{
    return (struct date){year, 1 + (int)rnd_below(rnd, 12), 1 + (int)rnd_below(rnd, 28)};
}

static void
emit_patent(struct writer *w, const struct firm *f, const struct right *p, struct rnd *rnd)
{
    struct row *r = &w->row;
    bool ordinary = f->role == ORDINARY, named_only = rnd_chance(rnd, 300000) && !f->expected;
    struct date granted = some_day(rnd, p->year + (p->type == INVENTION ? 2 : 1));

    patent_number(r, p->year, p->type, p->hash, p->k);
    row_text(r, "一种");
    row_text(r, f->industry->product);
    cell_text(r, p->type == DESIGN ? "外观" : "用装置及其方法");
    cell_text(r, type_word(p->type, false));
    cell_name(r, f, rnd);
    cell_text(r, named_only ? "" : f->uscc);
    cell_number(r, ordinary ? rnd_between(rnd, 1, 4) : 1);
    cell_date(r, some_day(rnd, p->year), "");
    cell_date(r, granted, "");
    cell_text(r, ordinary && rnd_chance(rnd, 120000) ? "未缴年费终止" : "授权");
    cell_date(r,
              ordinary && rnd_chance(rnd, 100000) ? some_day(rnd, w->city->last_year)
                                                  : (struct date){0},
              "");
    cell_text(r, rnd_chance(rnd, 20000) ? "是" : "否");
    if (rnd_chance(rnd, 20000))
        cell_number(r, rnd_between(rnd, 2, 40) * 50);
    else
        cell_empty(r);
    if (p->type == INVENTION && rnd_chance(rnd, 8000))
        row_text(r, "中国专利优秀奖第23届");
    row_end(r);
    row_done(w, F_CNIPA, f, (uint64_t)p->k);
}

static void
emit_declared(struct writer *w, const struct firm *f, const struct right *p, struct rnd *rnd)
{
    struct row *r = &w->row;

    cell_name(r, f, rnd);
    cell_text(r, f->uscc);
    patent_number(r, p->year, p->type, p->hash, p->k);
    cell_text(r, type_word(p->type, true));
    cell_text(r, p->type == INVENTION ? "Ⅰ类" : "Ⅱ类");
    cell_text(r, p->related ? "是" : "否");
    cell_text(r, p->related ? "是" : "否");
    cell_text(r, p->related ? "是" : "否");
    row_text(r, "附件");
    row_number(r, p->k + 1);
    row_end(r);
    cell_number(r, 1);
    row_done(w, F_DECLARED, f, (uint64_t)p->k);
}

static void
emit_software(struct writer *w, const struct firm *f, int k, struct rnd *rnd)
{
    struct row *r = &w->row;
    int year = w->city->last_year - (int)rnd_below(rnd, 7);

    row_number(r, year);
    row_text(r, "SR");
    row_number(r, 1000000 + (int64_t)(f->id * 31 % 80000) * 100 + k);
    row_end(r);
    row_text(r, f->industry->product);
    row_text(r, "管理平台V");
    row_number(r, k + 1);
    cell_text(r, ".0");
    cell_name(r, f, rnd);
    cell_text(r, rnd_chance(rnd, 400000) ? "" : f->uscc);
    cell_date(r, some_day(rnd, year), "年");
    cell_text(r, "软件著作权");
    cell_number(r, rnd_between(rnd, 1, 3));
    row_done(w, F_COPYRIGHT, f, (uint64_t)k);
}

void
emit_rights(struct writer *w, const struct firm *f)
{
    int patents = f->rights + f->utility_rights;

    if (patents + f->softwares == 0 || f->kind != COMPANY || f->pilot)
        return;
    for (int k = 0; k < patents; k++) {
        struct rnd rnd = rnd_of(w->city->o.seed, f->id, 100 + (uint64_t)k);
        struct right p = {.k = k, .hash = rnd_next(&rnd)};

        p.type = k < f->rights ? INVENTION : p.hash >> 60 < 3 ? DESIGN : UTILITY;
        p.year = w->city->last_year - 3 - (int)rnd_below(&rnd, 6);
        p.related = k < f->rights ? k < f->related_rights : f->role != ORDINARY;
        emit_patent(w, f, &p, &rnd);
        if (f->in_declared)
            emit_declared(w, f, &p, &rnd);
    }
    for (int k = 0; k < f->softwares; k++) {
        struct rnd rnd = rnd_of(w->city->o.seed, f->id, 200 + (uint64_t)k);
        emit_software(w, f, k, &rnd);
    }
}
