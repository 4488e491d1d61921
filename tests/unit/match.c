/* Which unit does a record mean? Tables of names and codes; names of firms are invented. */
#include "tidu/match.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

struct row {
    const char *uscc, *name, *former, *old, *kind, *status;
};

static const struct row registry[] = {
    {"913715000000000011", "聊城华阳轴承有限公司", "聊城市华阳机械厂；聊城华阳（集团）有限公司", "371500228000111;123456788",
     "company", "active"},
    {"913715000000000022", "聊城华阳轴承有限公司临清分公司", NULL, NULL, "branch", "active"},
    {"923715000000000033", "聊城市东昌府区老王五金店", NULL, NULL, "individual", "active"},
    /* a name that a company and an individual business share */
    {"913715000000000044", "聊城金太阳百货", NULL, NULL, "company", "active"},
    {"923715000000000055", "聊城金太阳百货", NULL, NULL, "individual", "active"},
    /* two legal persons of one name: one has ended */
    {"913715000000000066", "临清恒信纺织有限公司", NULL, NULL, "company", "cancelled"},
    {"913715000000000077", "临清恒信纺织有限公司", NULL, NULL, "company", "active"},
    /* … both are active; … one of unknown status */
    {"913715000000000088", "高唐瑞丰纸业有限公司", NULL, NULL, "company", "active"},
    {"913715000000000099", "高唐瑞丰纸业有限公司", NULL, NULL, "company", "active"},
    {"9137150000000000A1", "冠县宏达电缆有限公司", NULL, NULL, "company", "active"},
    {"9137150000000000B2", "冠县宏达电缆有限公司", NULL, NULL, "company", NULL},
    /* a present name that was the former name of another */
    {"9137150000000000C3", "阳谷新凤祥铜业有限公司", "阳谷铜业有限公司", NULL, "company", "active"},
    {"9137150000000000D4", "阳谷铜业有限公司", NULL, NULL, "company", "active"},
    {"933715000000000E50", "茌平县绿源蔬菜种植专业合作社", NULL, NULL, "cooperative", "active"},
    {"91371500MA3ABCDE6F", "聊城Ａ１智能科技（山东）有限公司", NULL, NULL, "company", "active"},
    /* a code in two deliveries of the registry */
    {"9137150000000000F7", "东阿阿胶制品有限公司", "东阿胶厂", NULL, "company", "active"},
    {"9137150000000000F7", "东阿阿胶制品有限公司", "东阿胶厂", NULL, "company", NULL},
};

struct want {
    const char *what, *id, *name;
    enum td_match_method method;
    const char *uscc; /* NULL = none */
};

static const struct want wants[] = {
    {"name as it stands", "~聊城华阳轴承有限公司", NULL, TD_MATCH_NAME, "913715000000000011"},
    {"full width, brackets, blanks", "~聊城A1智能科技(山东)有限公司", NULL, TD_MATCH_NAME, "91371500MA3ABCDE6F"},
    {"former name", "~聊城市华阳机械厂", NULL, TD_MATCH_FORMER_NAME, "913715000000000011"},
    {"second former name, other brackets", "~聊城华阳(集团)有限公司", NULL, TD_MATCH_FORMER_NAME, "913715000000000011"},
    {"old registration number", "#371500228000111", NULL, TD_MATCH_OLD_CODE, "913715000000000011"},
    {"organisation code in the list", "#123456788", NULL, TD_MATCH_OLD_CODE, "913715000000000011"},
    {"organisation code inside the code", "#MA3ABCDE6", NULL, TD_MATCH_ORG_CODE, "91371500MA3ABCDE6F"},
    {"code of another authority, same organisation", "91370000MA3ABCDE6X", NULL, TD_MATCH_ORG_CODE,
     "91371500MA3ABCDE6F"},
    {"unknown code, known name", "91370000MA3ZZZZZ6X", "阳谷新凤祥铜业 有限公司", TD_MATCH_NAME, "9137150000000000C3"},
    {"unknown old code, former name", "#371500999999999", "东阿胶厂", TD_MATCH_FORMER_NAME, "9137150000000000F7"},
    {"present name before another's former name", "~阳谷铜业有限公司", NULL, TD_MATCH_NAME, "9137150000000000D4"},
    {"branch of that name", "~聊城华阳轴承有限公司临清分公司", NULL, TD_MATCH_NAME, "913715000000000022"},
    {"branch that is not registered: never the parent", "~聊城华阳轴承有限公司高唐分公司", NULL, TD_MATCH_BRANCH, NULL},
    {"individual business by its own name", "~聊城市东昌府区老王五金店", NULL, TD_MATCH_NAME, "923715000000000033"},
    {"co-operative by its own name", "~茌平县绿源蔬菜种植专业合作社", NULL, TD_MATCH_NAME, "933715000000000E50"},
    {"company before an individual business", "~聊城金太阳百货", NULL, TD_MATCH_NAME, "913715000000000044"},
    {"code 92: the individual business", "92370000MA3ZZZZZ1X", "聊城金太阳百货", TD_MATCH_NAME, "923715000000000055"},
    {"code 92: never a company of that name", "92370000MA3ZZZZZ2X", "聊城华阳轴承有限公司", TD_MATCH_UNMATCHED, NULL},
    {"code 91: never an individual business", "91370000MA3ZZZZZ3X", "聊城市东昌府区老王五金店", TD_MATCH_UNMATCHED, NULL},
    {"the active one of two", "~临清恒信纺织有限公司", NULL, TD_MATCH_NAME, "913715000000000077"},
    {"two active ones", "~高唐瑞丰纸业有限公司", NULL, TD_MATCH_AMBIGUOUS, NULL},
    {"one active, one not known", "~冠县宏达电缆有限公司", NULL, TD_MATCH_AMBIGUOUS, NULL},
    {"one code delivered twice is one unit", "~东阿阿胶制品有限公司", NULL, TD_MATCH_NAME, "9137150000000000F7"},
    {"nothing alike", "~莘县无此企业有限公司", NULL, TD_MATCH_UNMATCHED, NULL},
    {"a name that only begins alike", "~聊城华阳轴承", NULL, TD_MATCH_UNMATCHED, NULL},
    {"empty", "~", NULL, TD_MATCH_UNMATCHED, NULL},
};
enum { ROWS = sizeof registry / sizeof *registry, WANTS = sizeof wants / sizeof *wants };

static struct td_str
text(const char *s)
{
    return s ? td_str(s) : (struct td_str){0};
}

static struct td_match *
matched(bool backwards)
{
    struct td_match *m = td_match_new();

    for (size_t i = 0; i < WANTS; i++)
        cr_assert_eq(td_match_holder(m, text(wants[i].id), text(wants[i].name)), i);
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *r = &registry[backwards ? ROWS - 1 - i : i];
        td_match_unit(m, &(struct td_match_unit){text(r->uscc), text(r->name), text(r->former),
                                                 text(r->old), text(r->kind), text(r->status), {0}});
    }
    return m;
}

static void
compare(struct td_match *m)
{
    for (size_t i = 0; i < WANTS; i++) {
        struct td_match_result r = td_match_find(m, i);
        cr_expect_eq(r.method, wants[i].method, "%s: %s", wants[i].what, td_match_word(r.method));
        cr_expect(td_str_equal(r.uscc, text(wants[i].uscc)), "%s: %.*s", wants[i].what, (int)r.uscc.len,
                  r.uscc.at ? r.uscc.at : "");
    }
}

Test(match, each_holder_finds_its_unit_or_none)
{
    struct td_match *m = matched(false);

    compare(m);
    td_match_free(m);
}

Test(match, order_of_the_registry_changes_nothing)
{
    struct td_match *m = matched(true);

    compare(m);
    td_match_free(m);
}

Test(match, ambiguous_lists_its_candidates_in_order)
{
    struct td_match *m = matched(true);

    for (size_t i = 0; i < WANTS; i++) {
        struct td_match_result r = td_match_find(m, i);
        if (r.method != TD_MATCH_AMBIGUOUS)
            continue;
        cr_expect_eq(r.candidate_count, 2, "%s", wants[i].what);
        cr_expect_lt(td_str_order(r.candidates[0].uscc, r.candidates[1].uscc), 0);
    }
    td_match_free(m);
}

Test(match, without_registry_nothing_is_found)
{
    struct td_match *m = td_match_new();

    td_match_holder(m, TD_STR("~某某有限公司"), (struct td_str){0});
    cr_expect_eq(td_match_find(m, 0).method, TD_MATCH_UNMATCHED);
    td_match_free(m);
    td_match_free(NULL);
}
