/*
 * How fast are the keywords found, beside a loop of strstr? Both take the same business scopes
 * from memory, one after the other, with all catalogues of the criteria folder. The loop asks
 * only whether a word occurs; the search also folds the text and says who makes and who deals.
 * bench_keyword CRITERIA [MiB] [rounds]
 */
#include "criteria_load.h"
#include "tidu/keyword.h"

#include <time.h>

struct scopes {
    struct td_buf text; /* each with its NUL */
    size_t *at, count;
};
struct words {
    struct td_arena arena;
    const char **at;
    size_t count;
};

/* Phrases as the registry words them; with and without keywords in them. */
static void
make_scopes(struct scopes *s, size_t bytes)
{
    static const char *const phrases[] = {
        "轴承、齿轮和传动部件制造",
        "普通阀门和旋塞制造（不含特种设备制造）",
        "机械设备研发",
        "日用百货销售",
        "建筑材料销售",
        "货物进出口",
        "软件开发",
        "技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广",
        "普通货物仓储服务（不含危险化学品等需许可审批的项目）",
        "金属结构制造",
        "住房租赁",
        "汽车零部件及配件制造",
        "餐饮服务",
        "道路货物运输（不含危险货物）",
        "五金产品批发",
        "数据处理和存储支持服务",
        "非居住房地产租赁",
        "会议及展览服务",
        "农副产品销售",
        "有色金属压延加工",
        "塑料制品制造",
        "电子产品销售",
        "广告设计、代理",
        "家用电器销售",
        "蔬菜种植",
        "建筑劳务分包",
        "中药饮片加工",
        "信息咨询服务（不含许可类信息咨询服务）",
        "水泥制品制造",
        "服装制造",
        "互联网销售（除销售需要许可的商品）",
        "再生资源回收（除生产性废旧金属）"};
    uint32_t state = 12345;
    size_t cap = 0;

    while (s->text.len < bytes) {
        if (s->count == cap) {
            cap = cap ? 2 * cap : 4096;
            s->at = td_realloc(s->at, cap, sizeof *s->at);
        }
        s->at[s->count++] = s->text.len;
        td_buf_text(&s->text, "一般项目：");
        for (size_t n = 4 + s->count % 9; n-- > 0;) {
            state = state * 1664525 + 1013904223;
            td_buf_text(&s->text, phrases[(state >> 16) % (sizeof phrases / sizeof *phrases)]);
            td_buf_text(&s->text, n ? "；" : "");
        }
        td_buf_add(&s->text, "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）",
                   sizeof "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）");
    }
}

/* The words of the catalogues, by a look at their lines: the loop needs nothing else of them.
 */
static void
read_words(struct words *w, const struct criteria *c)
{
    for (size_t i = 0; i < c->count; i++) {
        const char *at = c->files[i].text.at;

        if (!td_str_starts(c->files[i].name, TD_STR("catalogues/")))
            continue;
        while ((at = strstr(at, "keywords: [")) != NULL) {
            const char *end = strchr(at, ']');
            for (at += strlen("keywords: ["); at < end; at += strspn(at, ", ")) {
                size_t len = strcspn(at, ",]");
                w->at = td_realloc(w->at, w->count + 1, sizeof *w->at);
                w->at[w->count++] = td_arena_str(&w->arena, (struct td_str){at, len}).at;
                at += len;
                if (*at == ']')
                    break;
            }
        }
    }
}

/* Of the processor, so that a busy machine spoils no ratio. */
static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
run_search(const struct td_keywords *k, const struct scopes *s, size_t *hits)
{
    struct td_keyword_scratch *scratch = td_keyword_scratch_new(k);
    const struct td_keyword_found *found;
    double start = now();

    *hits = 0;
    for (size_t i = 0; i < s->count; i++)
        *hits += td_keywords_search(k, scratch, td_str(s->text.at + s->at[i]), TD_KEYWORD_SCOPE,
                                    &found) > 0;
    start = now() - start;
    td_keyword_scratch_free(scratch);
    return start;
}

static double
run_strstr(const struct words *w, const struct scopes *s, size_t count, size_t *hits)
{
    double start = now();

    *hits = 0;
    for (size_t i = 0; i < count; i++) {
        bool any = false;
        for (size_t k = 0; k < w->count; k++)
            any |= strstr(s->text.at + s->at[i], w->at[k]) != NULL;
        *hits += any;
    }
    return now() - start;
}

static int
order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
    size_t mib = argc > 2 ? strtoul(argv[2], NULL, 10) : 32,
           rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 5;
    struct criteria criteria = {0};
    struct scopes scopes = {0};
    struct words words = {0};
    struct td_keywords *k;
    struct td_error err = {0};
    double search[64], loop[64];
    size_t hits, hits2;

    if (argc < 2) {
        fprintf(stderr, "bench_keyword CRITERIA [MiB] [rounds]\n");
        return 64;
    }
    rounds = rounds < 1 ? 1 : rounds > 64 ? 64 : rounds;
    criteria_read(&criteria, argv[1]);
    double start = now();
    if (!td_keywords_compile(&k, criteria.files, criteria.count, TD_STR("371500"), &err)) {
        fprintf(stderr, "%s:%zu:%zu: %s\n", err.file, err.line, err.column, err.text);
        return 1;
    }
    printf("compiled in %.1f ms\n", (now() - start) * 1e3);
    make_scopes(&scopes, mib << 20);
    read_words(&words, &criteria);
    size_t part = scopes.count / 64; /* the loop is slow */
    for (size_t i = 0; i < rounds; i++) {
        search[i] = run_search(k, &scopes, &hits);
        loop[i] = run_strstr(&words, &scopes, part, &hits2);
    }
    qsort(search, rounds, sizeof *search, order);
    qsort(loop, rounds, sizeof *loop, order);
    double mine = (double)scopes.text.len / search[rounds / 2] / 1e6;
    double theirs = (double)scopes.at[part] / loop[rounds / 2] / 1e6;
    printf("%zu words; keywords %.0f MB/s of CPU time, strstr loop %.1f MB/s, ratio %.0f "
           "(medians of %zu; %zu scopes, %zu of them with words)\n"
           "of the first %zu scopes the loop finds words in %zu\n",
           words.count, mine, theirs, mine / theirs, rounds, scopes.count, hits, part, hits2);
    td_keywords_free(k);
    td_buf_free(&scopes.text);
    free(scopes.at);
    free(words.at);
    td_arena_free(&words.arena);
    criteria_free(&criteria);
    return 0;
}
