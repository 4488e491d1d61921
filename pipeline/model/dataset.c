#include "tidu/dataset.h"

#define HOLDER                                                                                 \
    {"uscc", "统一社会信用代码", TD_HOLDER, TD_NEEDED | TD_KEY},                               \
    {                                                                                          \
        "holder_name", "企业名称", TD_NAME, 0                                                  \
    }

static const struct td_field registry[] = {
    {"uscc", "统一社会信用代码", TD_USCC, TD_NEEDED | TD_KEY},
    {"name", "企业名称", TD_NAME, TD_NEEDED},
    {"former_names", "曾用名", TD_TEXT, 0}, /* several are parted by ; or 、 */
    {"old_codes", "旧代码", TD_TEXT, 0},    /* registration numbers and former codes, parted by ; */
    {"org_kind", "企业类型", TD_WORD, 0},
    {"status", "登记状态", TD_WORD, 0},
    {"established", "成立日期", TD_DATE, 0},
    {"approved", "核准日期", TD_DATE, 0},
    {"capital", "注册资本", TD_MONEY, TD_CAPITAL},
    {"currency", "币种", TD_WORD, 0},
    {"industry", "行业代码", TD_INDUSTRY, 0},
    {"county", "区县", TD_COUNTY, 0},
    {"address", "住所", TD_TEXT, TD_PROSE},
    {"scope", "经营范围", TD_TEXT, TD_PROSE},
    {"parent_name", "母公司名称", TD_NAME, 0},
    {"parent_uscc", "母公司代码", TD_CODE, 0},
    {"legal_rep", "法定代表人", TD_TEXT, TD_PERSONAL | TD_PERSON},
    {"phone", "联系电话", TD_TEXT, TD_PERSONAL},
};

static const struct td_field finance[] = {
    HOLDER,
    {"year", "年度", TD_YEAR, TD_NEEDED | TD_KEY},
    {"revenue", "营业收入", TD_MONEY, 0},
    {"main_revenue", "主营业务收入", TD_MONEY, 0},
    {"product_revenue", "主导产品收入", TD_MONEY, 0},
    {"hightech_revenue", "高新技术产品收入", TD_MONEY, 0},
    {"cost", "成本费用", TD_MONEY, 0},
    {"net_profit", "净利润", TD_MONEY, 0},
    {"assets", "资产总额", TD_MONEY, 0},
    {"liabilities", "负债总额", TD_MONEY, 0},
    {"net_assets", "净资产", TD_MONEY, 0},
    {"rd_expense", "研发费用", TD_MONEY, 0},
    {"rd_domestic", "境内研发费用", TD_MONEY, 0},
    {"audited", "已审计", TD_BOOL, 0},
};

static const struct td_field staff[] = {
    HOLDER,
    {"year", "年度", TD_YEAR, TD_NEEDED | TD_KEY},
    {"employees", "职工总数", TD_COUNT, 0},
    {"insured", "12月参保人数", TD_COUNT, 0},
    {"rd_staff", "研发人员", TD_COUNT, 0},
    {"sci_staff", "科技人员", TD_COUNT, 0},
    {"college_staff", "大专以上人员", TD_COUNT, 0},
};

static const struct td_field ip[] = {
    HOLDER,
    {"right_no", "权利号", TD_CODE, TD_NEEDED | TD_KEY},
    {"holder_rank", "权利人排序", TD_NUMBER, 0},
    {"kind", "类别", TD_WORD, TD_NEEDED},
    {"filed", "申请日", TD_DATE, 0},
    {"granted", "授权日", TD_DATE, 0},
    {"legal_status", "法律状态", TD_WORD, 0},
    {"acquired_on", "转入日期", TD_DATE, 0},
    {"overseas_family", "海外同族专利", TD_BOOL, 0},
    {"pledged_amount", "质押融资金额", TD_MONEY, 0},
    {"award", "获奖", TD_TEXT, 0},
    {"for_main_product", "与主导产品相关", TD_BOOL, 0},
    {"in_use", "已实际应用", TD_BOOL, 0},
    {"economic_benefit", "产生经济效益", TD_BOOL, 0},
};

static const struct td_field title[] = {
    HOLDER,
    {"title", "称号", TD_WORD, TD_NEEDED | TD_KEY},
    {"granted", "认定日期", TD_DATE, TD_NEEDED | TD_KEY},
    {"level", "级别", TD_WORD, 0},
    {"rank", "位次", TD_NUMBER, 0}, /* place among the winners; place of the firm in an award */
    {"grade", "等级", TD_NUMBER, 0}, /* 数字化水平 1..4, 奖励等级 */
    {"batch_name", "批次", TD_TEXT, 0},
    {"valid_from", "有效期起", TD_DATE, 0},
    {"valid_to", "有效期止", TD_DATE, TD_END},
    {"revoked_on", "撤销日期", TD_DATE, 0},
};

static const struct td_field product[] = {
    HOLDER,
    {"name", "主导产品名称", TD_TEXT, TD_NEEDED | TD_KEY},
    {"catalogue_code", "统计用产品分类代码", TD_CODE, 0},
    {"niche_since", "从事细分市场起始日期", TD_DATE, 0},
    {"niche_years", "从事细分市场年限", TD_NUMBER, 0},
    {"share_domestic", "国内市场占有率", TD_SHARE, 0},
    {"share_global", "国际市场占有率", TD_SHARE, 0},
    {"rank_domestic", "国内排名", TD_NUMBER, 0},
    {"rank_global", "全球排名", TD_NUMBER, 0},
    {"emerging", "属战略性新兴产业", TD_BOOL, 0},
    {"six_bases", "属制造业六基", TD_BOOL, 0},
    {"chain_role", "产业链作用", TD_WORD, 0},
    {"key_chain_customer", "为关键产业链重点龙头配套", TD_BOOL, 0},
};

static const struct td_field equity[] = {
    HOLDER,
    {"closed_on", "到账日期", TD_DATE, TD_NEEDED | TD_KEY},
    {"amount", "实缴金额", TD_MONEY, TD_NEEDED | TD_KEY},
    {"investor", "投资方", TD_TEXT, 0},
    {"qualified_investor", "合格机构投资者", TD_BOOL, 0},
    {"share_sold", "出让股权比例", TD_SHARE, 0},
};

static const struct td_field platform[] = {
    HOLDER,
    {"year", "评价年度", TD_YEAR, TD_NEEDED | TD_KEY},
    {"score", "评价得分", TD_SCORE, 0},
    {"scored_on", "评价日期", TD_DATE, 0},
};

static const struct td_field conduct[] = {
    HOLDER,
    {"kind", "种类", TD_WORD, TD_NEEDED | TD_KEY},
    {"from_date", "列入或发生日期", TD_DATE, TD_NEEDED | TD_KEY},
    {"to_date", "移出日期", TD_DATE, TD_END},
    {"grade", "等级", TD_WORD, 0}, /* 安全事故: 一般 较大 重大 特别重大 */
    {"authority", "作出决定机关", TD_TEXT, 0},
    {"text", "事由", TD_TEXT, 0},
};

/* uscc of an expert is its own number with "E:" before it: experts are no firms. */
static const struct td_field expert[] = {
    {"uscc", "专家编号", TD_CODE, TD_NEEDED | TD_KEY},
    {"field", "专业领域", TD_TEXT, 0},
    {"county", "区县", TD_COUNTY, 0},
    {"available", "可服务", TD_BOOL, 0},
    {"role", "身份", TD_WORD, 0}, /* 服务专员, or an expert only */
    {"name", "姓名", TD_TEXT, TD_PERSONAL | TD_PERSON},
    {"employer", "工作单位", TD_TEXT, TD_PERSONAL},
};

static const struct td_field need[] = {
    HOLDER,
    {"raised_on", "提出日期", TD_DATE, TD_NEEDED | TD_KEY},
    {"kind", "需求种类", TD_WORD, TD_NEEDED | TD_KEY},
    {"text", "内容", TD_TEXT, 0},
    {"status", "状态", TD_WORD, 0},
};

#define DATASET(name, title)                                                                   \
    {                                                                                          \
        #name, title, name, sizeof name / sizeof name[0]                                       \
    }

/* New ones at the end: td_dataset_bit is kept from one run to the next. */
const struct td_dataset td_datasets[] = {
    DATASET(registry, "登记"),      DATASET(finance, "财务"),
    DATASET(staff, "人员"),         DATASET(ip, "知识产权"),
    {"title", "称号与名单", title, sizeof title / sizeof title[0]},
    DATASET(product, "主导产品"),   DATASET(equity, "股权融资"),
    DATASET(platform, "平台评价"),  DATASET(conduct, "信用与负面"),
    DATASET(expert, "专家"),        DATASET(need, "需求与瓶颈"),
};
const size_t td_dataset_count = sizeof td_datasets / sizeof td_datasets[0];

const struct td_dataset *
td_dataset_find(struct td_str name)
{
    for (size_t i = 0; i < td_dataset_count; i++)
        if (td_str_equal(name, td_str(td_datasets[i].name)))
            return &td_datasets[i];
    return NULL;
}

unsigned
td_dataset_bit(const struct td_dataset *dataset)
{
    return 1U << (dataset - td_datasets);
}

int
td_field_find(const struct td_dataset *dataset, struct td_str name)
{
    for (size_t i = 0; i < dataset->field_count; i++)
        if (td_str_equal(name, td_str(dataset->fields[i].name)))
            return (int)i;
    return -1;
}
