/* Eight threads search with the same keywords, each with a scratch of its own, and find what
 * one thread finds.
 * Hyperscan itself is not instrumented: races inside it would not be seen, those over its scratch would. */
#include "tidu/keyword.h"
#include "../support/criteria_load.h"

#include <pthread.h>

enum { THREADS = 8, ROUNDS = 400 };

static const char *const texts[] = {
    "一般项目：轴承、齿轮和传动部件制造；机械设备销售（不含特种设备）",
    "软件开发；大数据服务；集成电路设计；餐饮服务",
    "除轴承外的机械配件加工，工程塑料及合成树脂制造",
    "日用百货销售",
};
enum { TEXTS = sizeof texts / sizeof *texts };

struct work {
    const struct td_keywords *keywords;
    uint64_t hash;
};

static void *
search_all(void *arg)
{
    struct work *w = arg;
    struct td_keyword_scratch *s = td_keyword_scratch_new(w->keywords);
    const struct td_keyword_found *found;

    for (int round = 0; round < ROUNDS; round++) {
        size_t n = td_keywords_search(w->keywords, s, td_str(texts[round % TEXTS]),
                                      TD_KEYWORD_SCOPE, &found);

        for (size_t i = 0; i < n; i++) {
            int key[3] = {found[i].catalogue, found[i].entry, (int)found[i].grade};

            w->hash = td_hash64(key, sizeof key, w->hash);
            w->hash = td_hash64(found[i].words.at, found[i].words.len, w->hash);
        }
    }
    td_keyword_scratch_free(s);
    return NULL;
}

int
main(void)
{
    struct criteria criteria = {0};
    struct td_error err = {0};
    struct td_keywords *k;
    struct work work[THREADS + 1] = {0};
    pthread_t threads[THREADS];
    int wrong = 0;

    criteria_read(&criteria, TIDU_SOURCE "/criteria");
    if (!td_keywords_compile(&k, criteria.files, criteria.count, TD_STR("371500"), &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    for (int i = 0; i <= THREADS; i++)
        work[i].keywords = k;
    search_all(&work[THREADS]);
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, search_all, &work[i]) != 0)
            abort();
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        wrong += work[i].hash != work[THREADS].hash;
    }
    if (wrong || work[THREADS].hash == 0)
        fprintf(stderr, "%d threads found something else\n", wrong);
    td_keywords_free(k);
    criteria_free(&criteria);
    return wrong != 0 || work[THREADS].hash == 0;
}
