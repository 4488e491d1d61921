#include "city.h"

#include <string.h>

/* The registry's row: who the firm is. */

/* Every invented name of a person has 拟 ("drawn up") as its second character. */
void
cell_person(struct row *r, struct rnd *rnd)
{
    row_bytes(r, surname(rnd_below(rnd, surname_count)), 3);
    row_text(r, "拟");
    row_bytes(r, given_char(rnd_below(rnd, given_count)), 3);
    row_end(r);
}

/* Half-width brackets instead of （ and ）. */
static void
narrow_brackets(struct row *r, const char *name)
{
    for (const char *at = name; *at != 0;) {
        if (strncmp(at, "（", 3) == 0 || strncmp(at, "）", 3) == 0) {
            row_bytes(r, at[2] == "（"[2] ? "(" : ")", 1);
            at += 3;
        } else {
            row_bytes(r, at++, 1);
        }
    }
    row_end(r);
}

void
cell_name(struct row *r, const struct firm *f, struct rnd *rnd)
{
    uint32_t pick = rnd_below(rnd, 40);

    if (pick < 3) {
        narrow_brackets(r, f->name);
    } else if (pick < 5) { /* a blank after the place name, as copied from a table */
        row_bytes(r, f->name, 6);
        row_text(r, pick == 3 ? " " : "　");
        cell_text(r, f->name + 6);
    } else if (pick < 20 && f->former[0] != 0) {
        cell_text(r, f->former);
    } else {
        cell_text(r, f->name);
    }
}

static void
cell_scope(struct row *r, const struct firm *f, struct rnd *rnd)
{
    const char *const *group = phrase_groups[f->industry->phrases];
    uint32_t at = rnd_below(rnd, 16), step = 1 + 2 * rnd_below(rnd, 8);
    uint32_t own = 4 + rnd_below(rnd, 8), common = rnd_below(rnd, 6);
    uint32_t c = rnd_below(rnd, (uint32_t)common_phrase_count);
    bool odd = rnd_chance(rnd, 6000);

    if (f->status == ACTIVE && f->kind != BRANCH)
        row_text(r, "一般项目：");
    for (uint32_t i = 0; i < own; i++) {
        if (i > 0)
            row_text(r, odd && i == 2 ? "; \"主营\"," : "；");
        row_text(r, group[(at + i * step) % 16]);
    }
    for (uint32_t i = 0; i < common; i++) {
        row_text(r, "；");
        row_text(r, common_phrases[(c + i * 5) % common_phrase_count]);
    }
    row_text(r, "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）");
    row_end(r);
}

static void
cell_address(struct row *r, const struct firm *f, struct rnd *rnd)
{
    row_text(r, "山东省聊城市");
    row_text(r, f->place->name);
    row_text(r, streets[rnd_below(rnd, (uint32_t)street_count)]);
    if (rnd_chance(rnd, 2500))
        row_text(r, "\n"); /* typed with Enter into the registry's form */
    row_number(r, rnd_between(rnd, 1, 899));
    row_text(r, "号");
    if (rnd_chance(rnd, 300000)) {
        row_number(r, rnd_between(rnd, 1, 28));
        row_text(r, "号楼");
        row_number(r, rnd_between(rnd, 101, 2603));
        row_text(r, "室");
    }
    row_end(r);
}

static void
cell_industry(struct row *r, const struct firm *f, struct rnd *rnd)
{
    const char *code = f->industry->code;
    uint32_t pick = rnd_below(rnd, 10);

    if (pick < 6)
        cell_text(r, code);
    else if (pick < 8 && code[1] == '0')
        cell_text(r, code + 2); /* a spreadsheet took the zero */
    else
        cell_text(r, code + 1);
}

static void
cell_kind(struct row *r, const struct firm *f, struct rnd *rnd)
{
    static const char *const company[] = {"有限责任公司(自然人投资或控股)",
                                          "有限责任公司(自然人独资)", "有限责任公司",
                                          "其他有限责任公司", "有限责任公司（法人独资）"};

    if (f->kind == BRANCH)
        cell_text(r, "有限责任公司分公司");
    else if (f->kind == INDIVIDUAL)
        cell_text(r, "个体工商户");
    else if (f->kind == COOPERATIVE)
        cell_text(r, "农民专业合作社");
    else if (strstr(f->name, "股份有限公司") != NULL)
        cell_text(r, "股份有限公司(非上市、自然人投资或控股)");
    else
        cell_text(r, company[rnd_below(rnd, 5)]);
}

static void
cell_status(struct row *r, const struct firm *f, struct rnd *rnd)
{
    static const char *const active[] = {"存续（在营、开业、在册）", "在业", "存续",
                                         "在营（开业）"};
    static const char *const other[] = {"", "注销", "吊销，未注销", "迁出", "停业"};

    cell_text(r, f->status == ACTIVE ? active[rnd_below(rnd, 4)] : other[f->status]);
}

static void
cell_capital(struct row *r, struct rnd *rnd)
{
    static const int64_t usual[] = {10, 30, 50, 100, 100, 200, 300, 500, 500, 1000, 2000, 5000};
    int64_t capital = usual[rnd_below(rnd, 12)];

    if (rnd_chance(rnd, 100000))
        cell_decimal(r, capital * 10000 + rnd_between(rnd, 1, 9999), 4);
    else
        cell_number(r, capital);
    cell_text(r, rnd_chance(rnd, 2000) ? "美元" : "人民币");
}

static void
cell_parent(struct row *r, const struct firm *f)
{
    const char *end = f->kind == BRANCH ? strstr(f->name, "有限公司") : NULL;

    if (end != NULL)
        row_bytes(r, f->name, (size_t)(end - f->name) + strlen("有限公司"));
    row_end(r);
    cell_empty(r);
}

void
emit_registry(struct writer *w, const struct firm *f)
{
    struct row *r = &w->row;
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 10);
    const char *form = rnd_chance(&rnd, 100000) ? "/" : "-";

    cell_text(r, f->uscc);
    cell_text(r, f->name);
    cell_text(r, f->former);
    cell_text(r, f->old_code);
    cell_kind(r, f, &rnd);
    cell_status(r, f, &rnd);
    cell_date(r, f->established, form);
    cell_date(r,
              (struct date){w->city->last_year, 1 + (int)rnd_below(&rnd, 12),
                            1 + (int)rnd_below(&rnd, 28)},
              form);
    cell_capital(r, &rnd);
    cell_industry(r, f, &rnd);
    row_text(r, f->place->name);
    cell_text(r, "市场监督管理局");
    cell_text(r, f->place->code);
    cell_address(r, f, &rnd);
    cell_scope(r, f, &rnd);
    cell_person(r, &rnd);
    row_text(r, "0635-0"); /* no number of this area begins with 0 */
    row_number(r, rnd_between(&rnd, 100000, 999999));
    row_end(r);
    cell_parent(r, f);
    row_done(w, F_REGISTRY, f, 0);
}

void
emit_expect(struct writer *w, const struct firm *f)
{
    const char *what = f->role == PLAIN ? "certain" : f->role == SHORT ? "short:" : "missing:";

    if (!f->expected)
        return;
    bytes_text(&w->expect, f->uscc);
    bytes_text(&w->expect, ",");
    bytes_text(&w->expect, tier_name(f->tier));
    bytes_text(&w->expect, ",");
    bytes_text(&w->expect, what);
    bytes_text(&w->expect, role_detail(f->role, f->tier, f->variant));
    bytes_text(&w->expect, "\n");
}
