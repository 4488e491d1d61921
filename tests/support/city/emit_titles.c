#include "city.h"

#include <string.h>

/* Lists of titles, one file each, and the list of honours. Years are relative to the as-of
 * year. */

static struct date
day_in(struct rnd *rnd, int year, int first_month)
{
    return (struct date){year, first_month + (int)rnd_below(rnd, 4),
                         1 + (int)rnd_below(rnd, 28)};
}

/* Half of the lists give only the name. A firm that must be found for certain has its code. */
static void
cell_code(struct row *r, const struct firm *f, struct rnd *rnd, uint32_t named_only)
{
    cell_text(r, !f->expected && rnd_chance(rnd, named_only) ? "" : f->uscc);
}

struct grant {
    enum file file;
    int year;      /* granted, relative to the as-of year: -1 = the last full year */
    int last_year; /* valid to the end of it */
};

static void
emit_ladder(struct writer *w, const struct firm *f, struct grant g)
{
    struct row *r = &w->row;
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 300 + (uint64_t)g.file);
    int now = w->city->last_year + 1;
    struct date granted = day_in(&rnd, now + g.year, 6);
    const char *form = g.file == F_SRDI ? "年" : "-";

    cell_number(r, (int64_t)(f->id % 100000) + 1);
    if (f->expected)
        cell_text(r, f->name);
    else
        cell_name(r, f, &rnd);
    cell_code(r, f, &rnd, 500000);
    row_number(r, granted.year);
    row_text(r, "年第");
    row_number(r, 1 + (int64_t)rnd_below(&rnd, 3));
    cell_text(r, "批");
    cell_date(r, granted, form);
    cell_date(r, granted, form);
    cell_date(r, (struct date){now + g.last_year, 12, 31}, form);
    cell_date(r, f->role == ORDINARY && rnd_chance(&rnd, 20000) ? granted : (struct date){0},
              form);
    row_done(w, g.file, f, 0);
}

static void
emit_tech_sme(struct writer *w, const struct firm *f, int year)
{
    struct row *r = &w->row;
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 330 + (uint64_t)-year);
    int now = w->city->last_year + 1 + year;

    row_number(r, now);
    row_text(r, "3715");
    row_number(r, (int64_t)(10000000 + f->id));
    row_end(r);
    if (f->expected)
        cell_text(r, f->name);
    else
        cell_name(r, f, &rnd);
    cell_code(r, f, &rnd, 100000);
    cell_date(r, day_in(&rnd, now, 4), "-");
    cell_date(r, (struct date){now + 1, 3, 31}, "-");
    row_done(w, F_TECH_SME, f, (uint64_t)-year);
}

static void
emit_high_tech(struct writer *w, const struct firm *f)
{
    struct row *r = &w->row;
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 340);
    struct date granted = day_in(&rnd, w->city->last_year - (int)rnd_below(&rnd, 4), 9);

    cell_name(r, f, &rnd);
    row_text(r, "GR");
    row_number(r, granted.year);
    row_text(r, "37");
    row_number(r, 100000 + (int64_t)(f->id % 900000));
    row_end(r);
    cell_date(r, granted, "");
    granted.year += 3;
    cell_date(r, granted, "");
    row_done(w, F_HIGH_TECH, f, 0);
}

struct honour {
    const char *word, *level;
    uint32_t ppm; /* of the firms on the ladder */
    int rank, grade, valid_years;
};
static const struct honour honours[] = {
    {"ISO9001", "其他", 500000, 0, 0, 3},
    {"管理体系认证", "其他", 200000, 0, 0, 3},
    {"自主品牌", "其他", 400000, 0, 0, 0},
    {"企业技术中心", "市级", 250000, 0, 0, 0},
    {"工程技术研究中心", "省级", 30000, 0, 0, 0},
    {"参与制修订标准", "国家级", 120000, 0, 0, 0},
    {"主导制修订标准", "国家级", 20000, 0, 0, 0},
    {"数字化水平", "其他", 450000, 0, 2, 0},
    {"省科技进步奖", "省级", 15000, 2, 2, 0},
    {"国家科技进步奖", "国家级", 1500, 4, 2, 0},
    {"质量奖", "省级", 20000, 0, 0, 0},
    {"产品认证", "其他", 60000, 0, 0, 5},
    {"知识产权优势企业", "国家级", 15000, 0, 0, 3},
    {"创客中国", "国家级", 3000, 88, 0, 0},
    {"瞪羚企业", "省级", 40000, 0, 0, 3},
};

static void
emit_honour(struct writer *w, const struct firm *f, const struct honour *h, uint64_t key)
{
    struct row *r = &w->row;
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 360 + key);
    struct date got;

    if (!rnd_chance(&rnd, f->role == ORDINARY ? h->ppm / 12 : h->ppm))
        return;
    got = day_in(&rnd, w->city->last_year - (int)rnd_below(&rnd, 3), 2);
    cell_name(r, f, &rnd);
    cell_code(r, f, &rnd, 300000);
    cell_text(r, h->word);
    cell_text(r, h->level);
    cell_date(r, got, "-");
    got.year += h->valid_years;
    cell_date(r, h->valid_years > 0 ? got : (struct date){0}, "-");
    cell_number(r, h->rank > 0 ? h->rank + (int64_t)rnd_below(&rnd, 4) : -1);
    cell_number(r, h->grade > 0 ? h->grade + (int64_t)rnd_below(&rnd, 2) : -1);
    row_text(r, "聊科字〔");
    row_number(r, w->city->last_year);
    row_text(r, "〕");
    row_number(r, 1 + (int64_t)rnd_below(&rnd, 90));
    cell_text(r, "号");
    row_done(w, F_HONOUR, f, key);
}

static bool
short_of_title(const struct firm *f)
{
    return f->role == SHORT &&
           strcmp(role_detail(SHORT, f->tier, f->variant), "prior_title") == 0;
}

static void
emit_steps(struct writer *w, const struct firm *f)
{
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 350);
    bool holds = f->role == HOLDS, late = rnd_chance(&rnd, 100000);
    /* the step below: expired in the year before last where just this is short */
    int from = short_of_title(f) ? -5 : -1 - (int)rnd_below(&rnd, 2);
    int to = short_of_title(f) ? -2 : from + 3;
    enum tier below = f->tier == CHAMPION ? GIANT : f->tier;

    if (f->tier == TECH && holds)
        emit_tech_sme(w, f, 0);
    if (f->tier == INNOVATIVE && holds)
        emit_ladder(w, f, (struct grant){F_INNOVATIVE, late ? -3 : from, late ? 0 : to});
    if (below == SRDI) {
        if (holds)
            emit_ladder(w, f, (struct grant){F_SRDI, late ? -3 : from, late ? 0 : to});
        if (!short_of_title(f) && rnd_chance(&rnd, 300000))
            emit_tech_sme(w, f, 0);
        else
            emit_ladder(w, f, (struct grant){F_INNOVATIVE, from, to});
    }
    if (below == GIANT) {
        if (holds && f->tier == GIANT)
            emit_ladder(w, f, (struct grant){F_GIANT, late ? -3 : from, late ? 0 : to});
        emit_ladder(w, f, (struct grant){F_SRDI, from, to});
    }
    if (f->tier == CHAMPION && holds)
        emit_ladder(w, f, (struct grant){F_CHAMPION, -1, 2});
}

void
emit_titles(struct writer *w, const struct firm *f)
{
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 345);

    if (f->kind != COMPANY || f->pilot)
        return;
    if (f->role != ORDINARY) {
        emit_steps(w, f);
        if (f->tier >= SRDI && rnd_chance(&rnd, 500000))
            emit_high_tech(w, f);
    } else if (f->in_audit) {
        if (rnd_chance(&rnd, 250000))
            emit_tech_sme(w, f, -1);
        if (rnd_chance(&rnd, 200000))
            emit_high_tech(w, f);
        if (rnd_chance(&rnd, 150000))
            emit_ladder(w, f, (struct grant){F_INNOVATIVE, -2, 1});
    }
    /* awards and institutions open other ways: not for those that must stay short */
    if ((f->role == ORDINARY && f->in_audit) || f->tier >= SRDI)
        for (size_t i = 0; i < sizeof honours / sizeof honours[0]; i++)
            if (!f->expected || (honours[i].rank == 0 && strcmp(honours[i].level, "省级") != 0))
                emit_honour(w, f, &honours[i], i);
}
