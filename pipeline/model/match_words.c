/* The evidence of a link, in words: what is the same, then what is not. Chinese only: it is kept as data. */
#include "match_alike.h"

static void
put_kinds(const struct td_name *name, unsigned kinds, struct td_buf *out)
{
    size_t before = out->len;

    for (int i = 0; i < name->part_count; i++)
        if (kinds >> name->parts[i].kind & 1)
            td_name_part_text(name, &name->parts[i], out);
    if (out->len == before)
        td_buf_text(out, "未写");
}

/* "组织形式不同：有限公司/股份有限公司", the record's first. */
static void
put_both(const char *what, const struct td_name *h, const struct td_name *u, unsigned kinds, struct td_buf *out)
{
    td_buf_printf(out, "；%s：", what);
    put_kinds(h, kinds, out);
    td_buf_text(out, "/");
    put_kinds(u, kinds, out);
}

enum { FORM = 1 << TD_NAME_FORM, REGION = 1 << TD_NAME_REGION, CORE = 1 << TD_NAME_BRAND | 1 << TD_NAME_TRADE };

static const struct wording {
    const char *text;
    unsigned kinds; /* shown from both names; 0 = none */
} wordings[DIFFERENCES] = {
    [DIFF_BRACKETS] = {"括号或标点不同", 0},
    [DIFF_WORDING] = {"组织形式写法不同", FORM},
    [DIFF_FORM] = {"组织形式不同", FORM},
    [DIFF_FORM_MISSING] = {"一方未写组织形式", FORM},
    [DIFF_KIND] = {"主体类型不同", FORM},
    [DIFF_GROUP] = {"仅一方有“集团”", 0},
    [DIFF_GROUP_STOCK] = {"同为股份有限公司，仅一方有“集团”", 0},
    [DIFF_GROUP_REFORM] = {"同为集团，改制为股份有限公司", 0},
    [DIFF_GROUP_FORM] = {"同为集团而组织形式不同", 0},
    [DIFF_REGION_WORDING] = {"地区写法不同", REGION},
    [DIFF_REGION_REGISTERED] = {"一方未写地区，登记区县相符", REGION},
    [DIFF_REGION_MISSING] = {"一方未写地区", REGION},
    [DIFF_REGION_DOUBTFUL] = {"不能确定是地区还是字号", REGION},
    [DIFF_REGION_FINER] = {"一方地区更细，登记区县相符", REGION},
    [DIFF_REGION_NESTED] = {"地区一大一小", REGION},
    [DIFF_REGION_DIFFERS] = {"地区不同", REGION},
    [DIFF_NUMBER] = {"序号不同", CORE},
    [DIFF_ALIKE] = {"一个形近字", CORE},
    [DIFF_SLIP] = {"一字之误", CORE},
    [DIFF_TRADE] = {"行业不同", 1 << TD_NAME_TRADE},
    [DIFF_BRAND] = {"字号不同", CORE},
    [DIFF_FORMER] = {"与曾用名相比", 0},
    [DIFF_UNIT_KIND] = {"登记为个体工商户或合作社", 0},
    [DIFF_CODED] = {"记录另有完整的信用代码", 0},
};

void
alike_words(const struct td_name *holder, const struct td_name *unit, const struct alike_hit *hit, struct td_buf *out)
{
    uint32_t d = hit->differences;
    uint32_t core = 1u << DIFF_NUMBER | 1u << DIFF_ALIKE | 1u << DIFF_SLIP | 1u << DIFF_BRAND | 1u << DIFF_TRADE;
    uint32_t form = 1u << DIFF_WORDING | 1u << DIFF_FORM | 1u << DIFF_FORM_MISSING | 1u << DIFF_KIND;
    uint32_t region = 0;

    for (int i = DIFF_REGION_WORDING; i <= DIFF_REGION_DIFFERS; i++)
        region |= 1u << i;
    const char *same[3] = {!(d & core) ? "字号和行业" : d & 1u << DIFF_TRADE ? "字号" : NULL,
                           !(d & region) ? "地区" : NULL, !(d & form) ? "组织形式" : NULL};
    size_t before = out->len;
    for (int i = 0; i < 3; i++)
        if (same[i])
            td_buf_printf(out, "%s%s", out->len > before ? "、" : "", same[i]);
    td_buf_text(out, out->len > before ? "相同" : "名称近似");
    for (int i = 0; i < DIFFERENCES; i++) {
        if (!(d >> i & 1))
            continue;
        if (wordings[i].kinds)
            put_both(wordings[i].text, holder, unit, wordings[i].kinds, out);
        else
            td_buf_printf(out, "；%s", wordings[i].text);
    }
    if (hit->namesakes > 0)
        td_buf_printf(out, "；同字号同行业的企业预计 %d.%02d 家", hit->namesakes / 1000, hit->namesakes % 1000 / 10);
}
