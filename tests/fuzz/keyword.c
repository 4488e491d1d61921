/*
 * Keywords. The first byte chooses: a catalogue (0), the words of scopes (1), else a text that
 * is searched with the catalogues of the folder. Whatever is found must be an entry with words;
 * a second search finds the same.
 */
#include "tidu/keyword.h"
#include "../support/criteria_load.h"
#include "require.h"

LIBFYAML_LEAKS

static void
search(const struct td_keywords *k, struct td_str text)
{
    struct td_keyword_scratch *s = td_keyword_scratch_new(k);
    const struct td_keyword_found *found;
    struct td_buf words = {0};

    for (int origin = 0; origin < 2; origin++) {
        size_t n = td_keywords_search(k, s, text, (enum td_keyword_origin)origin, &found);

        td_buf_reset(&words);
        for (size_t i = 0; i < n; i++) {
            const struct td_catalogue *c = td_keywords_catalogue(k, (size_t)found[i].catalogue);

            REQUIRE((size_t)found[i].entry < c->entry_count && found[i].words.len > 0);
            REQUIRE(found[i].grade == TD_KEYWORD_TRADES || found[i].grade == TD_KEYWORD_MAKES);
            REQUIRE(i == 0 || found[i - 1].catalogue < found[i].catalogue ||
                    (found[i - 1].catalogue == found[i].catalogue &&
                     found[i - 1].entry < found[i].entry));
            td_buf_str(&words, found[i].words);
        }
        REQUIRE(td_keywords_search(k, s, text, (enum td_keyword_origin)origin, &found) == n);
        size_t at = 0;
        for (size_t i = 0; i < n; i++) {
            REQUIRE(at + found[i].words.len <= words.len &&
                    memcmp(words.at + at, found[i].words.at, found[i].words.len) == 0);
            at += found[i].words.len;
        }
    }
    td_buf_free(&words);
    td_keyword_scratch_free(s);
}

/* six_bases and the words of scopes, with one of the two replaced by text (which: 0, 1; else
 * none). */
static struct td_keywords *
compile(int which, struct td_str text, struct td_error *err)
{
    struct criteria all = {0};
    struct td_keywords *k = NULL;

    criteria_read(&all, TIDU_SOURCE "/criteria");
    struct td_file_text files[] = {
        {TD_STR("catalogues/six_bases.yaml"), criteria_text(&all, "catalogues/six_bases.yaml")},
        {TD_STR("keywords.yaml"), criteria_text(&all, "keywords.yaml")}};
    if (which < 2)
        files[which].text = text;
    REQUIRE(td_keywords_compile(&k, files, 2, TD_STR("371500"), err) == (k != NULL));
    criteria_free(&all);
    return k;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct td_keywords
        *standing; /* compiled once: it takes longer than a thousand searches */
    struct td_error err = {0};

    if (size == 0)
        return 0;
    struct td_str text = {(const char *)data + 1, size - 1};
    if (!standing)
        standing = compile(2, text, &err);
    REQUIRE(standing);
    if (data[0] >= 2) {
        search(standing, text);
        return 0;
    }
    struct td_keywords *k = compile(data[0], text, &err);
    REQUIRE(k || (err.code == TD_E_CRITERIA && err.text[0]));
    if (k)
        search(k, TD_STR("轴承、齿轮制造（不含阀门）；软件销售"));
    td_keywords_free(k);
    return 0;
}
