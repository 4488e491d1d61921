#include "city.h"

/* Products, equity, platform scores, needs, experts. */

static void
cell_share(struct row *r, int basis_points)
{
    if (basis_points < 0)
        cell_empty(r);
    else
        cell_decimal(r, basis_points, 2);
}

static void
emit_product(struct writer *w, const struct firm *f)
{
    struct row *r = &w->row;
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 400);
    bool declared = f->role != ORDINARY;

    cell_name(r, f, &rnd);
    cell_text(r, f->uscc);
    row_text(r, f->industry->product);
    cell_text(r, f->section == 'I' ? "系统" : "（专用）");
    row_text(r, f->industry->code + 1);
    row_number(r, 100000 + (int64_t)rnd_below(&rnd, 900000));
    row_end(r);
    /* full years at the end of the last full year, and a half */
    cell_date(r,
              (struct date){f->niche_years < 0 ? 0 : w->city->last_year - f->niche_years, 7, 1},
              "-");
    cell_share(r, f->share_domestic_bp);
    cell_share(r, f->share_global_bp);
    cell_number(r, f->rank_domestic);
    cell_number(r, f->rank_global);
    cell_text(r, declared ? (f->emerging ? "是" : "否") : "");
    cell_text(r, declared ? (f->six_bases ? "是" : "否") : "");
    cell_text(r, !declared ? "" : f->six_bases ? "补短板" : "无");
    cell_text(r, declared && f->six_bases ? "是" : "否");
    row_done(w, F_PRODUCT, f, 0);
}

static void
emit_equity(struct writer *w, const struct firm *f)
{
    struct row *r = &w->row;
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 410);

    if (f->role == ORDINARY ? !f->in_audit || !rnd_chance(&rnd, 60000)
                            : f->tier < SRDI || f->role == SHORT || !rnd_chance(&rnd, 40000))
        return;
    cell_text(r, f->name);
    cell_text(r, rnd_chance(&rnd, 500000) ? f->uscc : "");
    cell_date(r,
              (struct date){w->city->last_year - (int)rnd_below(&rnd, 4),
                            1 + (int)rnd_below(&rnd, 12), 1 + (int)rnd_below(&rnd, 28)},
              "/");
    cell_decimal(r, rnd_between(&rnd, 200, 9000), 4);
    row_text(r, "鲁西创业投资基金");
    row_number(r, 1 + (int64_t)rnd_below(&rnd, 9));
    cell_text(r, "号");
    cell_text(r, rnd_chance(&rnd, 850000) ? "是" : "否");
    cell_decimal(r, rnd_between(&rnd, 20, 340), 1);
    row_done(w, F_EQUITY, f, 0);
}

static void
emit_platform(struct writer *w, const struct firm *f)
{
    struct row *r = &w->row;

    for (int i = 0; i < 2; i++) {
        int score = i == 0 ? f->platform_this : f->platform_last;
        int year = w->city->last_year + 1 - i;

        if (score < 0)
            continue;
        cell_text(r, f->uscc);
        cell_text(r, f->name);
        cell_number(r, year);
        cell_decimal(r, score, 2);
        cell_date(r, (struct date){year, 5, 20}, "-");
        row_done(w, F_PLATFORM, f, (uint64_t)i);
    }
}

static void
emit_need(struct writer *w, const struct firm *f)
{
    static const char *const kinds[] = {"技术", "人才", "融资", "市场", "数字化", "政策"};
    static const char *const states[] = {"未解决", "对接中", "已解决", "待处理"};
    struct row *r = &w->row;
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 420);

    if (!f->in_audit || !rnd_chance(&rnd, 250000))
        return;
    cell_name(r, f, &rnd);
    cell_text(r, f->uscc);
    cell_date(r,
              (struct date){w->city->last_year + 1, 1 + (int)rnd_below(&rnd, 9),
                            1 + (int)rnd_below(&rnd, 28)},
              "-");
    cell_text(r, kinds[rnd_below(&rnd, 6)]);
    row_text(r, "希望对接");
    row_text(r, f->industry->product);
    row_text(r, "方面的支持");
    if (rnd_chance(&rnd, 50000))
        row_text(r, "，说明如下：\n");
    row_number(r, 1 + (int64_t)rnd_below(&rnd, 20));
    cell_text(r, "项");
    cell_text(r, states[rnd_below(&rnd, 4)]);
    row_done(w, F_NEED, f, 0);
}

void
emit_products(struct writer *w, const struct firm *f)
{
    if (f->has_product)
        emit_product(w, f);
    emit_equity(w, f);
    emit_platform(w, f);
    emit_need(w, f);
}

enum { SPECIALISTS_A_COUNTY = 4 };

static void
emit_expert(struct writer *w, uint64_t i, uint64_t experts)
{
    static const char *const fields[] = {"轴承设计",   "铝加工工艺", "电缆材料", "阿胶质量控制",
                                         "工业互联网", "质量管理",   "知识产权", "财税筹划"};
    struct row *r = &w->row;
    struct rnd rnd = rnd_of(w->city->o.seed, i, 500);
    struct firm nobody = {.id = i};
    bool specialist = i >= experts;

    row_text(r, "ZJ");
    row_number(r, (int64_t)(100000 + i));
    row_end(r);
    cell_person(r, &rnd);
    cell_text(r, specialist ? "县区服务中心（虚构）" : i % 3 == 0 ? "聊城某高校（虚构）" : "退休工程师（虚构）");
    row_text(r, fields[rnd_below(&rnd, 8)]);
    row_number(r, 1 + (int64_t)rnd_below(&rnd, 9));
    row_end(r);
    uint32_t place = rnd_below(&rnd, (uint32_t)place_count);
    cell_text(r, places[specialist ? (i - experts) % place_count : place].name);
    cell_text(r, rnd_chance(&rnd, 800000) || (specialist && i < experts + 3 * place_count) ? "是" : "否");
    cell_text(r, specialist ? "服务专员" : "专家");
    row_done(w, F_EXPERT, &nobody, 0);
}

/* Experts are no firms: their rows come with the first block. Behind them service specialists, of each county at least three who can serve. */
void
emit_experts(struct writer *w)
{
    uint64_t experts = w->city->o.firms / 500 + 20;

    for (uint64_t i = 0; i < experts + SPECIALISTS_A_COUNTY * place_count; i++)
        emit_expert(w, i, experts);
}
