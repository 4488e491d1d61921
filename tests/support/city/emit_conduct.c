#include "city.h"

#include <string.h>

/* Negative lists, one complete list for each kind. */

struct conduct_list {
    enum file file;
    uint32_t ppm; /* of the ordinary firms */
    const char *authority, *text;
    bool removed; /* some entries are over */
};
static const struct conduct_list lists[] = {
    {F_ABNORMAL, 25000, "聊城市市场监督管理局", "未按规定公示年度报告", true},
    {F_DISHONEST, 3000, "聊城市中级人民法院", "有履行能力而拒不履行生效法律文书", true},
    {F_ACCIDENT, 600, "聊城市应急管理局", "生产安全事故", false},
    {F_ENVIRONMENT, 1500, "聊城市生态环境局", "超标排放大气污染物", false},
    {F_QUALITY, 500, "聊城市市场监督管理局", "产品质量监督抽查严重不合格", false},
    {F_DATA_SECURITY, 120, "聊城市互联网信息办公室", "重要数据泄露", false},
    {F_FRAUD, 120, "聊城市统计局", "提供不真实统计资料", false},
    {F_TAX_EVASION, 500, "国家税务总局聊城市税务局", "虚开增值税发票", false},
    {F_RESEARCH, 100, "聊城市科学技术局", "项目验收材料失实", false},
    {F_BAN, 150, "山东省工业和信息化厅", "被撤销称号后禁止申报", false},
};

static void
emit_entry(struct writer *w, const struct firm *f, const struct conduct_list *l, bool abnormal)
{
    static const char *const grades[] = {"一般", "一般", "较大", "重大"};
    struct row *r = &w->row;
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 600 + (uint64_t)l->file);
    int year = w->city->last_year + 1 - (abnormal ? 0 : (int)rnd_below(&rnd, 5));
    bool over = l->removed && !abnormal && rnd_chance(&rnd, 400000);

    cell_text(r, !abnormal && rnd_chance(&rnd, 200000) ? "" : f->uscc);
    cell_text(r, f->name);
    cell_date(r, (struct date){year, 1 + (int)rnd_below(&rnd, 9), 1 + (int)rnd_below(&rnd, 28)},
              "-");
    cell_date(r,
              over ? (struct date){year, 10, 1 + (int)rnd_below(&rnd, 28)} : (struct date){0},
              "-");
    cell_text(r, l->file == F_ACCIDENT      ? grades[rnd_below(&rnd, 4)]
                 : l->file == F_ENVIRONMENT ? grades[2 * rnd_below(&rnd, 2) + 1]
                                            : "");
    cell_text(r, l->authority);
    row_text(r, l->text);
    row_text(r, "（聊罚〔");
    row_number(r, year);
    row_text(r, "〕");
    row_number(r, 1 + (int64_t)rnd_below(&rnd, 400));
    cell_text(r, "号）");
    row_done(w, l->file, f, 0);
}

void
emit_conduct(struct writer *w, const struct firm *f)
{
    struct rnd rnd = rnd_of(w->city->o.seed, f->id, 590);

    if (f->role == SHORT && strcmp(role_detail(SHORT, f->tier, f->variant), "abnormal") == 0)
        emit_entry(w, f, &lists[0], true);
    if (f->role != ORDINARY || f->pilot || f->kind == BRANCH)
        return;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (rnd_chance(&rnd, lists[i].ppm))
            emit_entry(w, f, &lists[i], false);
}
