/*
 * A labelled set of invented names: a registry with the skew of a real one (common brands and trades, families of
 * one brand, groups with their members, works one and two), and names as departments write them, each distorted in
 * one known way, with the firm that is meant; decoys mean a firm that the registry does not have. A pure function
 * of the size and a seed.
 */
#ifndef TIDU_SUPPORT_LINK_NAMES_H
#define TIDU_SUPPORT_LINK_NAMES_H

#include "tidu/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum link_kind {
    LINK_BRACKETS,
    LINK_FORM,
    LINK_REGION_DROPPED,
    LINK_REGION_ADDED,
    LINK_REGION_MOVED,
    LINK_FORM_AND_REGION,
    LINK_WRITING, /* full width, traditional characters, remarks */
    LINK_OCR,
    LINK_TYPO_TRADE,
    LINK_TYPO_BRAND,
    LINK_SWAPPED,
    LINK_TRADE_SHORT,
    LINK_RENAMED, /* brand changed completely: nobody can know */
    LINK_DECOY_NAMESAKES, /* the region dropped where several firms fit: nobody can know which */
    LINK_DECOY_REGION,
    LINK_DECOY_NUMBER,
    LINK_DECOY_GROUP,
    LINK_DECOY_BRANCH,
    LINK_DECOY_BRAND,
    LINK_DECOY_TRADE,
    LINK_DECOY_SHOP,
    LINK_KINDS
};
static const char *const link_kind_words[LINK_KINDS] = {
    "brackets",         "form",          "region dropped", "region added", "region moved",  "form and region", "writing",
    "OCR",              "typo, trade",   "typo, brand",    "swapped",      "trade short",   "renamed",
    "decoy: namesakes", "decoy: region", "decoy: number",  "decoy: group", "decoy: branch", "decoy: brand",
    "decoy: trade",     "decoy: shop"};

struct link_firm {
    int region, brand[3], brand_len, trade, form, number; /* number: 0 none */
    bool group, bracket;                                  /* region in brackets before the form */
};

struct link_set {
    struct link_firm *firms;
    size_t firm_count;
};

static inline uint32_t
link_random(uint64_t *state, uint32_t n)
{
    *state += 0x9E3779B97F4A7C15u;
    uint64_t x = *state;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)((x ^ x >> 31) % n);
}

static const char *const link_regions[][3] = { /* short, full, county */
    {"聊城", "聊城市", "371502"}, {"临清", "临清市", "371581"},   {"高唐", "高唐县", "371526"},
    {"东阿", "东阿县", "371524"}, {"阳谷", "阳谷县", "371521"},   {"茌平", "茌平区", "371503"},
    {"山东", "山东省", "371502"}, {"东昌府", "东昌府区", "371502"}, {"德州", "德州市", "371402"},
    {"济南", "济南市", "370102"}, {"青岛", "青岛市", "370202"},   {"北京", "北京市", "110105"},
    {"深圳", "深圳市", "440305"}};
enum { LINK_REGIONS = sizeof link_regions / sizeof *link_regions, LINK_OWN_REGIONS = 8 };
static const char link_brand_chars[] =
    "华鑫盛泰宏兴恒瑞祥和信诚隆源达丰德润金海天龙凤安康正大中立新东方圣明辉耀星辰佳美嘉福禄荣贵宝远博雅思"
    "睿智慧卓越创启航程领先锐锋毅坚磊森林木水江河湖云雨雪春夏秋冬光晨曦昊旭昂升腾飞翔翼翰墨桐梓楠枫棠樱梅"
    "兰竹菊松柏昌顺宁裕永西南北银铜玉石阳日月晟昇晶皓景鹏鹤鸿雁骏骐骥驰奔跃进展拓帆舟港桥路通广厦宇宸图志"
    "诺言语哲文章颂歌乐善仁义礼孝忠勇强健力富寿喜吉庆余庄园田禾谷麦穗稻粟粮仓农牧渔樵茶果蔬花草桦榕杉桃李"
    "杏梨橙赤黄绿青蓝紫朱丹彤炎焱煜烨炜灿焕熠锦绣绮纶维纺织丝绵棉罗缎皮革毛羽翎翱砚笔纸书画琴棋鼎尊爵铭钰"
    "铂钢铁铸锻镁钛锆铝锌锡镍钴";
enum { LINK_BRAND_CHARS = (sizeof link_brand_chars - 1) / 3 };
static const char *const link_trades[][2] = { /* full, short */
    {"商贸", NULL},     {"科技", NULL},         {"轴承制造", "轴承"},   {"机械制造", "机械"}, {"建筑工程", "建筑"},
    {"食品", NULL},     {"纺织", NULL},         {"化工科技", "化工"},   {"汽车销售", NULL},   {"新材料科技", "新材料"},
    {"生物科技", "生物"}, {"农业开发", "农业"},   {"信息技术", NULL},     {"环保科技", "环保"}, {"电力设备", "电力"},
    {"医疗器械", "医疗"}, {"铜业", NULL},         {"精密机械", NULL},     {"物流", NULL},       {"阀门", NULL},
    {"金属制品", "金属"}, {"塑料制品", "塑料"},   {"装饰工程", "装饰"},   {"文化传媒", "传媒"}, {"智能装备", "装备"}};
enum { LINK_TRADES = sizeof link_trades / sizeof *link_trades };
static const char *const link_forms[] = {"有限公司", "有限责任公司", "股份有限公司", "厂", "经营部"};

/* Small numbers are much more likely, as brands and trades are. */
static inline uint32_t
link_skewed(uint64_t *state, uint32_t n)
{
    uint32_t a = link_random(state, n), b = link_random(state, n);

    return link_random(state, 3) == 0 ? a : (uint32_t)((uint64_t)a * b / n);
}

static inline struct link_firm
link_firm_make(uint64_t *state)
{
    struct link_firm f = {.region = (int)link_random(state, LINK_OWN_REGIONS)};
    uint32_t form = link_random(state, 100);

    if (link_random(state, 20) == 0)
        f.region = LINK_OWN_REGIONS + (int)link_random(state, LINK_REGIONS - LINK_OWN_REGIONS);
    f.brand_len = link_random(state, 4) == 0 ? 3 : 2;
    for (int i = 0; i < f.brand_len; i++)
        f.brand[i] = (int)link_skewed(state, LINK_BRAND_CHARS);
    f.trade = (int)link_skewed(state, LINK_TRADES);
    f.form = form < 70 ? 0 : form < 80 ? 1 : form < 88 ? 2 : form < 94 ? 3 : 4;
    f.group = f.form < 3 && link_random(state, 40) == 0;
    f.bracket = f.form < 3 && link_random(state, 10) == 0;
    f.number = f.form == 3 && link_random(state, 4) == 0 ? 1 + (int)link_random(state, 3) : 0;
    return f;
}

/* A member of another firm's family: the same brand, something else of its own. */
static inline struct link_firm
link_sibling(const struct link_firm *of, uint64_t *state)
{
    struct link_firm f = *of;

    switch (link_random(state, 3)) {
    case 0:
        f.region = (of->region + 1 + (int)link_random(state, LINK_REGIONS - 1)) % LINK_REGIONS;
        break;
    case 1:
        f.trade = (of->trade + 1 + (int)link_random(state, LINK_TRADES - 1)) % LINK_TRADES;
        break;
    default:
        f.group = of->form < 3;
        break;
    }
    return f;
}

static inline void
link_brand(const struct link_firm *f, struct td_buf *out)
{
    for (int i = 0; i < f->brand_len; i++)
        td_buf_add(out, link_brand_chars + 3 * f->brand[i], 3);
    if (f->number)
        td_buf_text(out, f->number == 1 ? "第一" : f->number == 2 ? "第二" : "第三");
}

struct link_style {
    const char *region, *trade, *form, *open, *close; /* region NULL: none */
    bool bracket;
};

static inline void
link_write(const struct link_firm *f, const struct link_style *s, struct td_buf *out)
{
    if (s->region && !s->bracket)
        td_buf_text(out, s->region);
    link_brand(f, out);
    td_buf_text(out, s->trade);
    if (s->region && s->bracket)
        td_buf_printf(out, "%s%s%s", s->open, s->region, s->close);
    if (f->group)
        td_buf_text(out, "集团");
    td_buf_text(out, s->form);
}

static inline struct link_style
link_style_of(const struct link_firm *f)
{
    return (struct link_style){.region = link_regions[f->region][f->number % 2],
                               .trade = link_trades[f->trade][0],
                               .form = link_forms[f->form],
                               .open = "（",
                               .close = "）",
                               .bracket = f->bracket};
}

static inline void
link_name(const struct link_firm *f, struct td_buf *out)
{
    struct link_style s = link_style_of(f);

    link_write(f, &s, out);
}

static inline void
link_set_make(struct link_set *set, size_t count, uint64_t seed)
{
    uint64_t *seen = td_alloc(4 * count, sizeof *seen); /* no place registers one brand and trade twice */

    set->firms = td_alloc(count, sizeof *set->firms);
    set->firm_count = count;
    for (size_t i = 0; i < count;) {
        struct link_firm *f = &set->firms[i];
        *f = i > 0 && link_random(&seed, 6) == 0 ? link_sibling(&set->firms[link_random(&seed, (uint32_t)i)], &seed)
                                                 : link_firm_make(&seed);
        int same[8] = {f->region, f->brand[0], f->brand[1], f->brand_len > 2 ? f->brand[2] : -1,
                       f->trade,  f->number,   f->group,    f->form < 3 ? 0 : f->form};
        uint64_t hash = td_hash64(same, sizeof same, 1) | 1;
        size_t at = hash % (4 * count);
        while (seen[at] && seen[at] != hash)
            at = (at + 1) % (4 * count);
        i += !seen[at];
        seen[at] = hash;
    }
    free(seen);
}

static inline struct td_match_unit
link_unit(const struct link_set *set, size_t i, char code[19], struct td_buf *name)
{
    const struct link_firm *f = &set->firms[i];

    snprintf(code, 19, "91371500%09uX", (unsigned)(i % 1000000000));
    td_buf_reset(name);
    link_name(f, name);
    return (struct td_match_unit){.uscc = td_str(code),
                                  .name = td_buf_view(name),
                                  .org_kind = f->form == 4 ? TD_STR("individual") : TD_STR("company"),
                                  .status = TD_STR("active"),
                                  .county = td_str(link_regions[f->region][2])};
}

static inline void
link_replace(struct td_buf *name, size_t at, size_t len, const char *by)
{
    struct td_buf out = {0};

    td_buf_add(&out, name->at, at);
    td_buf_text(&out, by);
    td_buf_add(&out, name->at + at + len, name->len - at - len);
    td_buf_reset(name);
    td_buf_str(name, td_buf_view(&out));
    td_buf_free(&out);
}

/* Replace the first of `from` that the name has by the one of `to` at its place; false if it has none. */
static inline bool
link_swap_char(struct td_buf *name, const char *from, const char *to)
{
    for (size_t i = 0; from[i]; i += 3)
        for (size_t k = 0; k + 3 <= name->len; k += 1)
            if (memcmp(name->at + k, from + i, 3) == 0) {
                char by[4] = {to[i], to[i + 1], to[i + 2], 0};
                link_replace(name, k, 3, by);
                return true;
            }
    return false;
}

/* Do other firms have this firm's name, but for the place and the wording of the form? */
static inline bool
link_has_namesakes(const struct link_set *set, const struct link_firm *f)
{
    for (size_t i = 0; i < set->firm_count; i++) {
        const struct link_firm *g = &set->firms[i];
        if (g != f && g->trade == f->trade && g->brand_len == f->brand_len && g->number == f->number &&
            g->group == f->group && (g->form < 3 ? f->form < 3 : g->form == f->form) &&
            memcmp(g->brand, f->brand, sizeof g->brand) == 0)
            return true;
    }
    return false;
}

/* Has the registry a firm of this brand and trade whose place may be that of f? Then a decoy would be none. */
static inline bool
link_taken(const struct link_set *set, const struct link_firm *f)
{
    for (size_t i = 0; i < set->firm_count; i++) {
        const struct link_firm *g = &set->firms[i];
        if (g->trade == f->trade && g->brand_len == f->brand_len && g->number == f->number && g->group == f->group &&
            (g->form < 3) == (f->form < 3) && memcmp(g->brand, f->brand, sizeof g->brand) == 0 &&
            (g->region == f->region || strcmp(link_regions[g->region][2], link_regions[f->region][2]) == 0))
            return true;
    }
    return false;
}

/* The firm's name distorted in one way; false where this firm cannot be. *decoy: nobody is meant. */
static inline bool
link_distort(const struct link_set *set, size_t which, enum link_kind kind, uint64_t *state, struct td_buf *out)
{
    const struct link_firm *firm = &set->firms[which];
    struct link_firm f = *firm;
    struct link_style s = link_style_of(&f);
    const char *const *region = link_regions[f.region];

    td_buf_reset(out);
    switch (kind) {
    case LINK_BRACKETS:
        s.open = link_random(state, 2) ? "(" : "【";
        s.close = s.open[0] == '(' ? ")" : "】";
        if (link_random(state, 3) == 0)
            s.open = s.close = "";
        if (!f.bracket)
            return false;
        break;
    case LINK_FORM:
        if (f.form > 2)
            return false;
        s.form = link_forms[(f.form + 1 + (int)link_random(state, 2)) % 3];
        break;
    case LINK_REGION_DROPPED:
    case LINK_DECOY_NAMESAKES:
        s.region = NULL;
        break;
    case LINK_REGION_ADDED: { /* a fuller region */
        static char text[64];
        if (f.region >= LINK_OWN_REGIONS || f.region == 6)
            return false;
        snprintf(text, sizeof text, "%s%s", link_random(state, 2) ? "山东省聊城市" : "山东", f.region == 0 ? "" : region[1]);
        s.region = f.region == 0 ? "山东聊城" : text;
        break;
    }
    case LINK_REGION_MOVED:
        if (f.form > 2)
            return false;
        s.bracket = !s.bracket;
        break;
    case LINK_FORM_AND_REGION:
        if (f.form > 2)
            return false;
        s.form = link_forms[f.form == 2 ? 0 : 2];
        s.region = link_random(state, 2) ? region[s.region == region[0]] : NULL;
        break;
    case LINK_WRITING:
        link_write(&f, &s, out);
        switch (link_random(state, 3)) {
        case 0:
            td_buf_text(out, "（已注销）");
            return true;
        case 1:
            return link_swap_char(out, "华东龙达兴业", "華東龍達興業");
        default:
            link_replace(out, link_random(state, 3) * 3, 0, "·");
            return true;
        }
    case LINK_OCR:
        link_write(&f, &s, out);
        return link_swap_char(out, "恒瑞王技械未泰祥宝凤", "桓端玉枝诫末秦详室风");
    case LINK_TYPO_TRADE: {
        static const char *const wrong[] = {"成", "渠", "菜", "其"};
        size_t skip = (s.region && !s.bracket ? strlen(s.region) : 0) + 3 * (size_t)f.brand_len + (f.number ? 6 : 0);
        link_write(&f, &s, out);
        link_replace(out, skip + strlen(s.trade) - 3, 3, wrong[link_random(state, 4)]);
        return true;
    }
    case LINK_TYPO_BRAND:
        f.brand[f.brand_len - 1] = (int)link_random(state, LINK_BRAND_CHARS);
        if (f.brand[f.brand_len - 1] == firm->brand[f.brand_len - 1])
            return false;
        break;
    case LINK_SWAPPED: {
        size_t skip = (s.region && !s.bracket ? strlen(s.region) : 0) + 3 * (size_t)f.brand_len + (f.number ? 6 : 0);
        char two[7] = {0};
        link_write(&f, &s, out);
        memcpy(two, out->at + skip + 3, 3);
        memcpy(two + 3, out->at + skip, 3);
        link_replace(out, skip, 6, two);
        return true;
    }
    case LINK_TRADE_SHORT:
        if (!link_trades[f.trade][1])
            return false;
        s.trade = link_trades[f.trade][1];
        break;
    case LINK_RENAMED:
        f = link_firm_make(state);
        f.region = firm->region;
        s = link_style_of(&f);
        s.form = "有限公司";
        f.group = false;
        f.form = 0;
        break;
    case LINK_DECOY_REGION:
        f.region = (f.region + 1 + (int)link_random(state, LINK_REGIONS - 1)) % LINK_REGIONS;
        s.region = link_regions[f.region][0];
        break;
    case LINK_DECOY_NUMBER:
        f.number = f.number ? f.number % 3 + 1 : 2;
        break;
    case LINK_DECOY_GROUP:
        if (f.form > 2)
            return false;
        f.group = !f.group;
        break;
    case LINK_DECOY_BRANCH:
        if (f.form > 2)
            return false;
        link_write(&f, &s, out);
        td_buf_text(out, "高唐分公司");
        return true;
    case LINK_DECOY_BRAND: /* one more common character */
        f.brand[0] = (int)link_skewed(state, 12);
        if (f.brand[0] == firm->brand[0])
            return false;
        break;
    case LINK_DECOY_TRADE:
        f.trade = (f.trade + 1 + (int)link_random(state, LINK_TRADES - 1)) % LINK_TRADES;
        s.trade = link_trades[f.trade][0];
        break;
    case LINK_DECOY_SHOP:
        if (f.form > 2)
            return false;
        f.form = 3 + (int)link_random(state, 2);
        s.form = link_forms[f.form];
        break;
    case LINK_KINDS:
        return false;
    }
    if (!s.region && link_has_namesakes(set, firm) != (kind == LINK_DECOY_NAMESAKES))
        return false;
    if ((kind == LINK_TYPO_BRAND || kind == LINK_RENAMED || kind >= LINK_DECOY_REGION) && link_taken(set, &f))
        return false;
    link_write(&f, &s, out);
    return true;
}

struct link_figures { /* of one kind */
    int count, right, wrong, listed, refused, nothing; /* listed: not linked, but the right one is a candidate */
};

/* Does a name mean nobody (a decoy, or a firm renamed)? */
static inline bool
link_is_decoy(enum link_kind kind)
{
    return kind >= LINK_DECOY_NAMESAKES;
}

/*
 * `each` names of each kind, asked against the registry. A distorted name that is, letter by letter, another firm's
 * registered name is left out (an exact match is no matter of likeness).
 */
static inline void
link_measure(const struct link_set *set, int each, uint64_t seed, const struct td_linkage *linkage, int threads,
             bool backwards, struct link_figures out[LINK_KINDS])
{
    struct td_match *m = td_match_new();
    size_t *truth = td_alloc((size_t)each * LINK_KINDS, sizeof *truth);
    int *kinds = td_alloc((size_t)each * LINK_KINDS, sizeof *kinds);
    struct td_buf name = {0}, id = {0};
    size_t count = 0;
    char code[19];

    memset(out, 0, LINK_KINDS * sizeof *out);
    for (int kind = 0; kind < LINK_KINDS; kind++)
        for (int i = 0; i < each;) {
            size_t firm = link_random(&seed, (uint32_t)set->firm_count);
            if (!link_distort(set, firm, (enum link_kind)kind, &seed, &name))
                continue;
            td_buf_reset(&id);
            td_buf_printf(&id, "~%.*s", (int)name.len, name.at);
            td_match_holder(m, td_buf_view(&id), (struct td_str){0});
            truth[count] = firm;
            kinds[count++] = kind;
            i++;
        }
    for (size_t i = 0; i < set->firm_count; i++) {
        struct td_match_unit unit = link_unit(set, backwards ? set->firm_count - 1 - i : i, code, &name);
        td_match_unit(m, &unit);
    }
    td_match_finish(m, linkage, threads);
    for (size_t i = 0; i < count; i++) {
        struct td_match_result r = td_match_find(m, i);
        struct link_figures *f = &out[kinds[i]];
        if (r.method < TD_MATCH_EXACT || r.method == TD_MATCH_AMBIGUOUS)
            continue; /* written differently, it is a registered name */
        snprintf(code, sizeof code, "91371500%09uX", (unsigned)(truth[i] % 1000000000));
        f->count++;
        if (r.method == TD_MATCH_FUZZY) {
            bool right = !link_is_decoy((enum link_kind)kinds[i]) && td_str_equal(r.uscc, td_str(code));
            /* the same name registered for two: either is meant */
            f->right += right;
            f->wrong += !right;
            continue;
        }
        f->refused += r.method == TD_MATCH_NEAR;
        f->nothing += r.method != TD_MATCH_NEAR;
        for (size_t k = 0; k < r.candidate_count && k < TD_CANDIDATES; k++)
            f->listed += td_str_equal(r.candidates[k].uscc, td_str(code));
    }
    td_match_free(m);
    td_buf_free(&name);
    td_buf_free(&id);
    free(truth);
    free(kinds);
}

#endif
