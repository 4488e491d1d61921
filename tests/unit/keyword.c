/* Keywords: what a scope speaks of, who makes and who only deals, what is denied, and mistakes
 * in catalogues. */
#include "tidu/keyword.h"
#include "../support/criteria_load.h"

#include <criterion/criterion.h>

static const char words_yaml[] = "makes: [制造, 生产, 研发, 加工, 开发]\n"
                                 "trades: [销售, 批发, 零售, 维修]\n"
                                 "serves: [服务]\n"
                                 "deny: [不含, 禁止]\n"
                                 "from: [除]\n"
                                 "to: [外]\n"
                                 "before: [除外]\n"
                                 "plain: [除尘, 红外, 加工机械]\n";
static const char parts_yaml[] =
    "catalogue: parts\n"
    "title: 零部件\n"
    "source: 测试\n"
    "confirmed: M\n"
    "entries:\n"
    "  - {id: bearing, title: 轴承类, industries: [C34, \"3451\", 63-65], keywords: [轴承, "
    "精密轴承, 齿轮], not: [轴承钢]}\n"
    "  - {id: motor, title: 电机, keywords: [伺服电机, 电机, plc, 加工中心]}\n"
    "  - {id: data, title: 数据, services: true, keywords: [大数据, 轴承, ５Ｇ通信]}\n";

static struct td_keywords *
compile(const char *words, const char *catalogue, const char *name, struct td_error *err)
{
    struct td_file_text files[] = {{td_str(name), td_str(catalogue)},
                                   {TD_STR("keywords.yaml"), td_str(words)}};
    struct td_keywords *k = NULL;

    td_lang_set(TD_EN);
    td_error_reset(err);
    bool ok = td_keywords_compile(&k, files, 2, TD_STR("371500"), err);
    cr_assert_eq(ok, k != NULL);
    return k;
}

/* "bearing:2:轴承、齿轮 data:1:轴承" */
static void
describe(const struct td_keywords *k, struct td_keyword_scratch *s, struct td_str text,
         enum td_keyword_origin origin, struct td_buf *out)
{
    const struct td_keyword_found *found;
    size_t n = td_keywords_search(k, s, text, origin, &found);

    td_buf_reset(out);
    td_buf_text(out, "");
    for (size_t i = 0; i < n; i++)
        td_buf_printf(
            out, "%s%s:%d:%.*s", i ? " " : "",
            td_keywords_catalogue(k, (size_t)found[i].catalogue)->entries[found[i].entry].id.at,
            (int)found[i].grade, (int)found[i].words.len, found[i].words.at);
}

static const struct {
    const char *name, *text, *found;
} scopes[] = {
    {"nothing", "餐饮服务", ""},
    {"empty", "", ""},
    {"makes", "一般项目：轴承制造；日用百货销售", "bearing:2:轴承 data:2:轴承"},
    {"deals", "轴承销售；机械零件制造", "bearing:1:轴承 data:1:轴承"},
    {"named only", "轴承", "bearing:1:轴承 data:1:轴承"},
    {"one verb for a list", "轴承、齿轮和传动部件制造", "bearing:2:轴承、齿轮 data:2:轴承"},
    {"several verbs", "轴承的研发、生产和销售", "bearing:2:轴承 data:2:轴承"},
    {"verb before", "生产、销售轴承；其他", "bearing:2:轴承 data:2:轴承"},
    {"nearest verb behind", "轴承销售、机械零件加工", "bearing:1:轴承 data:1:轴承"},
    {"best of several clauses", "轴承销售；轴承制造", "bearing:2:轴承 data:2:轴承"},
    {"words of the best grade only", "齿轮销售；轴承制造", "bearing:2:轴承 data:2:轴承"},
    {"the longer word of an entry", "精密轴承制造", "bearing:2:精密轴承 data:2:轴承"},
    {"motor", "伺服电机制造", "motor:2:伺服电机"},
    {"not", "轴承钢销售", "data:1:轴承"},
    {"not does not hide others", "轴承钢、轴承制造", "bearing:2:轴承 data:2:轴承"},
    {"a verb inside a keyword is none", "加工中心销售", "motor:1:加工中心"},
    {"a verb inside a plain word is none", "轴承加工机械", "bearing:1:轴承 data:1:轴承"},
    {"denied bracket", "机械制造（不含轴承）", ""},
    {"denied bracket inside the list", "电机（不含轴承、齿轮）制造", "motor:2:电机"},
    {"denied to the end of the clause", "机械制造，不含轴承、齿轮；电机制造",
     "motor:2:电机"},
    {"denied inside denied", "不含危险品（轴承）制造", ""},
    {"between 除 and 外", "除轴承外的电机制造", "motor:2:电机"},
    {"bracket that begins with 除", "电机制造（除轴承）", "motor:2:电机"},
    {"除外", "机械设计（轴承、齿轮除外）；电机制造", "motor:2:电机"},
    {"除…除外 in the open", "除轴承除外，电机制造", "motor:2:电机"},
    {"dust is not denial", "除尘设备、轴承制造", "bearing:2:轴承 data:2:轴承"},
    {"infrared ends no exception", "（除红外电机）", ""},
    {"禁止", "法律禁止的轴承制造，电机制造", "motor:2:电机"},
    {"verbs around a bracket", "机械配件（轴承、电机）制造",
     "bearing:2:轴承 motor:2:电机 data:2:轴承"},
    {"verb before a bracket", "销售：机械（轴承）", "bearing:1:轴承 data:1:轴承"},
    {"brackets of all kinds", "机械【不含轴承】〔不含齿轮〕[不含电机](不含plc)制造", ""},
    {"bracket left open", "电机制造（不含轴承", "motor:2:电机"},
    {"bracket closed twice", "电机）））制造", "motor:2:电机"},
    {"deep brackets", "((((((((((((轴承))))))))))))制造", "bearing:2:轴承 data:2:轴承"},
    {"a line parts texts", "机械（不含\n轴承制造", "bearing:2:轴承 data:2:轴承"},
    {"services", "大数据服务", "data:2:大数据"},
    {"services of others", "轴承服务", "bearing:1:轴承 data:2:轴承"},
    {"service beside trade", "大数据产品销售服务", "data:1:大数据"},
    {"capitals", "PLC制造", "motor:2:plc"},
    {"full width", "ＰＬＣ制造；5G通信服务", "motor:2:plc data:2:5g通信"},
    {"inside a Latin word", "PLCX、XPLC、PLC2制造", ""},
    {"beside Chinese", "可编程PLC控制器制造", "motor:2:plc"},
    {"no word across a blank", "轴 承制造", ""},
    {"invisible characters", "轴\xE2\x80\x8B承制造", "bearing:2:轴承 data:2:轴承"},
    {"no word across a stop", "轴；承制造", ""},
};

Test(keyword, a_scope_is_read_by_clauses_verbs_and_denials)
{
    struct td_error err = {0};
    struct td_keywords *k = compile(words_yaml, parts_yaml, "catalogues/parts.yaml", &err);
    struct td_keyword_scratch *s;
    struct td_buf out = {0};

    cr_assert(k, "%s", err.text);
    s = td_keyword_scratch_new(k);
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++) {
        describe(k, s, td_str(scopes[i].text), TD_KEYWORD_SCOPE, &out);
        cr_expect_str_eq(out.at, scopes[i].found, "%s: %s, not %s", scopes[i].name, out.at,
                         scopes[i].found);
    }
    describe(k, s, TD_STR("伺服电机"), TD_KEYWORD_PRODUCT, &out);
    cr_expect_str_eq(out.at, "motor:2:伺服电机", "a product's name needs no verb: %s", out.at);
    describe(k, s, TD_STR("电机\0制造"), TD_KEYWORD_SCOPE, &out);
    cr_expect_str_eq(out.at, "motor:2:电机", "NUL: %s", out.at);
    describe(k, s, TD_STR("电\xFF机，\xE8\xBD轴承\xE6"), TD_KEYWORD_SCOPE, &out);
    cr_expect_str_eq(out.at, "bearing:1:轴承 data:1:轴承", "not UTF-8: %s", out.at);
    td_buf_free(&out);
    td_keyword_scratch_free(s);
    td_keywords_free(k);
}

Test(keyword, mistakes_are_named_with_their_place)
{
#define HEAD "catalogue: parts\ntitle: T\nsource: S\nentries:\n"
    static const struct {
        const char *name, *text;
        size_t line, column;
        const char *says;
    } cases[] = {
        {"unknown key", "catalogue: parts\ntitel: T\n", 2, 1, "titel"},
        {"no entries", "catalogue: parts\ntitle: T\nsource: S\n", 1, 1, "entries"},
        {"no source", "catalogue: parts\ntitle: T\nentries: []\n", 1, 1, "source"},
        {"bad id", "catalogue: Parts\ntitle: T\nsource: S\nentries: []\n", 1, 12,
         "small letters"},
        {"other name", "catalogue: part\ntitle: T\nsource: S\nentries: []\n", 1, 12,
         "catalogues/part.yaml"},
        {"region", "catalogue: parts\ntitle: T\nsource: S\nregion: 37a\nentries: []\n", 4, 9,
         "first digits"},
        {"region not in the name",
         "catalogue: parts\ntitle: T\nsource: S\nregion: 37\nentries: []\n", 1, 12,
         "catalogues/parts-37.yaml"},
        {"confirmed", "catalogue: parts\ntitle: T\nsource: S\nconfirmed: C\nentries: []\n", 4,
         12, "C"},
        {"entry without keywords", HEAD "  - {id: a, title: A}\n", 5, 5, "keywords"},
        {"id twice",
         HEAD
         "  - {id: a, title: A, keywords: [轴承]}\n  - {id: a, title: B, keywords: [电机]}\n",
         6, 10, "twice"},
        {"industry", HEAD "  - {id: a, title: A, industries: [C34, C99], keywords: [轴承]}\n",
         5, 41, "no industry code"},
        {"industry range",
         HEAD "  - {id: a, title: A, industries: [65-63], keywords: [轴承]}\n", 5, 36,
         "no industry code"},
        {"keyword twice", HEAD "  - {id: a, title: A, keywords: [轴承, 电机, 轴承]}\n", 5, 42,
         "twice"},
        {"twice once folded", HEAD "  - {id: a, title: A, keywords: [PLC, ｐｌｃ]}\n", 5, 39,
         "twice"},
        {"keyword and not", HEAD "  - {id: a, title: A, keywords: [轴承], not: [轴承]}\n", 5,
         45, "twice"},
        {"blank", HEAD "  - {id: a, title: A, keywords: [轴 承]}\n", 5, 34, "blank"},
        {"stop", HEAD "  - {id: a, title: A, keywords: [轴承；齿轮]}\n", 5, 34, "stop"},
        {"too short", HEAD "  - {id: a, title: A, keywords: [铝]}\n", 5, 34, "too short"},
    };
    struct td_error err = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_null(compile(words_yaml, cases[i].text, "catalogues/parts.yaml", &err), "%s",
                       cases[i].name);
        cr_expect_eq(err.code, TD_E_CRITERIA, "%s", cases[i].name);
        cr_expect_str_eq(err.file, "catalogues/parts.yaml", "%s: %s", cases[i].name, err.file);
        cr_expect(err.line == cases[i].line && err.column == cases[i].column, "%s: %zu:%zu %s",
                  cases[i].name, err.line, err.column, err.text);
        cr_expect(strstr(err.text, cases[i].says), "%s: %s", cases[i].name, err.text);
    }
    cr_expect_null(
        compile("makes: [制造]\ntrades: [制造]\n", parts_yaml, "catalogues/parts.yaml", &err));
    cr_expect_eq(err.line, 2);
    cr_expect_str_eq(err.file, "keywords.yaml");
}

Test(keyword, the_nearest_region_counts)
{
    static const char entry[] =
        "title: T\nsource: S\nentries: [{id: a, title: A, keywords: [%s]}]\n";
    static const struct {
        const char *name, *head, *word;
    } given[] = {
        {"catalogues/local-3715.yaml", "catalogue: local\nregion: \"3715\"\n", "轴承"},
        {"catalogues/local-37.yaml", "catalogue: local\nregion: \"37\"\n", "齿轮"},
        {"catalogues/local-2114.yaml", "catalogue: local\nregion: \"2114\"\n", "泳装"},
        {"catalogues/local.yaml", "catalogue: local\n", "弹簧"},
        {"catalogues/wide.yaml", "catalogue: wide\n", "泳装"},
    };
    static const struct {
        const char *region, *text, *found;
    } cases[] = {
        {"371500", "轴承、齿轮、弹簧、泳装制造", "local轴承 wide泳装 "},
        {"370100", "轴承、齿轮、弹簧、泳装制造", "local齿轮 wide泳装 "},
        {"211400", "轴承、齿轮、弹簧、泳装制造", "local泳装 wide泳装 "},
        {"110000", "轴承、齿轮、弹簧、泳装制造", "local弹簧 wide泳装 "},
    };
    struct td_buf texts[5] = {{0}};
    struct td_error err = {0};

    for (int order = 0; order < 2; order++) {
        struct td_file_text files[5];
        for (size_t i = 0; i < 5; i++) {
            size_t at = order ? 4 - i : i;
            td_buf_reset(&texts[at]);
            td_buf_text(&texts[at], given[at].head);
            td_buf_printf(&texts[at], entry, given[at].word);
            files[i] = (struct td_file_text){td_str(given[at].name), td_buf_view(&texts[at])};
        }
        for (size_t c = 0; c < 4; c++) {
            struct td_keywords *k;
            const struct td_keyword_found *found;
            char got[2][64] = {"", ""}, both[128];

            cr_assert(td_keywords_compile(&k, files, 5, td_str(cases[c].region), &err), "%s",
                      err.text);
            cr_assert_eq(td_keywords_catalogue_count(k), 2);
            struct td_keyword_scratch *s = td_keyword_scratch_new(k);
            size_t n =
                td_keywords_search(k, s, td_str(cases[c].text), TD_KEYWORD_SCOPE, &found);
            for (size_t i = 0; i < n; i++) {
                struct td_str id = td_keywords_catalogue(k, (size_t)found[i].catalogue)->id;
                snprintf(got[id.at[0] == 'w'], 64, "%s%.*s ", id.at, (int)found[i].words.len,
                         found[i].words.at);
            }
            snprintf(both, sizeof both, "%s%s", got[0], got[1]);
            cr_expect_str_eq(both, cases[c].found, "%s order %d: %s", cases[c].region, order, both);
            td_keyword_scratch_free(s);
            td_keywords_free(k);
        }
    }
    for (size_t i = 0; i < 5; i++)
        td_buf_free(&texts[i]);
}

Test(keyword, the_files_of_the_folder_compile)
{
    struct criteria criteria = {0};
    struct td_error err = {0};
    struct td_keywords *k;

    criteria_read(&criteria, TIDU_SOURCE "/criteria");
    static const char *const regions[] = {"371500", "211400", "130271", "110000"};
    for (size_t i = 0; i < 4; i++) {
        cr_assert(
            td_keywords_compile(&k, criteria.files, criteria.count, td_str(regions[i]), &err),
            "%s:%zu:%zu %s %s", err.file, err.line, err.column, err.text, err.hint);
        cr_expect_eq(td_keywords_catalogue_count(k), i < 3 ? 3 : 2);
        td_keywords_free(k);
    }
    criteria_free(&criteria);
}

Test(keyword, no_catalogues_find_nothing)
{
    struct td_error err = {0};
    struct td_keywords *k;
    const struct td_keyword_found *found;

    cr_assert(td_keywords_compile(&k, NULL, 0, TD_STR("371500"), &err));
    struct td_keyword_scratch *s = td_keyword_scratch_new(k);
    cr_expect_eq(td_keywords_search(k, s, TD_STR("轴承制造"), TD_KEYWORD_SCOPE, &found), 0);
    td_keyword_scratch_free(s);
    td_keyword_scratch_free(NULL);
    td_keywords_free(k);
    td_keywords_free(NULL);
}

/* ---- beside a plain loop over strstr
 * --------------------------------------------------------------- */
static uint32_t
next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Texts of the words, parts of words and characters between; every word stands in an entry of
 * its own, so that what is found is exactly what strstr finds. */
Test(keyword, random_texts_have_what_strstr_finds)
{
    static const char *const pieces[] = {"轴",   "承", "齿", "轮", "电机", "伺服", "、",
                                         "制造", "；", "（", "）", "，",   "a",    "软件"};
    static const char *const words[] = {"轴承",   "承齿", "齿轮", "电机", "伺服电机", "机轴",
                                        "轮轴承", "软件", "件软", "轴轴", "电机电机", "轮齿轮"};
    enum { WORDS = sizeof words / sizeof *words };
    struct td_buf yaml = {0}, text = {0};
    struct td_error err = {0};
    uint32_t state = 2463534242u;

    td_buf_text(&yaml, "catalogue: parts\ntitle: T\nsource: S\nentries:\n");
    for (int i = 0; i < WORDS; i++)
        td_buf_printf(&yaml, "  - {id: w%02d, title: W, keywords: [%s]}\n", i, words[i]);
    struct td_keywords *k = compile("makes: [制造]\n", yaml.at, "catalogues/parts.yaml", &err);
    cr_assert(k, "%s", err.text);
    struct td_keyword_scratch *s = td_keyword_scratch_new(k);
    for (int round = 0; round < 20000; round++) {
        const struct td_keyword_found *found;
        size_t n, at = 0;

        td_buf_reset(&text);
        for (uint32_t i = next_random(&state) % 40; i-- > 0;)
            td_buf_text(&text, pieces[next_random(&state) % (sizeof pieces / sizeof *pieces)]);
        n = td_keywords_search(k, s, td_buf_view(&text), TD_KEYWORD_SCOPE, &found);
        for (int i = 0; i < WORDS; i++) {
            bool there = text.len > 0 && strstr(text.at, words[i]) != NULL;
            bool is = at < n && found[at].entry == i;
            cr_assert_eq(there, is, "%s in %s", words[i], text.at);
            at += is;
        }
        cr_assert_eq(at, n);
    }
    td_buf_free(&yaml);
    td_buf_free(&text);
    td_keyword_scratch_free(s);
    td_keywords_free(k);
}

Test(keyword, a_megabyte_of_anything_is_read_in_no_time, .timeout = 20)
{
    static const char *const pieces[] = {"轴承",   "（", "除",   "，轴承制造", "不含",
                                         "轴承（", "外", "\xFF", "轴承、制造"};
    struct td_error err = {0};
    struct td_keywords *k = compile(words_yaml, parts_yaml, "catalogues/parts.yaml", &err);
    struct td_keyword_scratch *s = td_keyword_scratch_new(k);
    const struct td_keyword_found *found;
    struct td_buf text = {0};

    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        td_buf_reset(&text);
        while (text.len < 1 << 20)
            td_buf_text(&text, pieces[i]);
        td_keywords_search(k, s, td_buf_view(&text), TD_KEYWORD_SCOPE, &found);
    }
    td_buf_free(&text);
    td_keyword_scratch_free(s);
    td_keywords_free(k);
}
