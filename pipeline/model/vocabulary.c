#include "vocabulary.h"

#include "tidu/scalar.h"

#include <string.h>

enum { NULL_BYTES_MAX = 32 };

bool
vocabulary_nulls(const struct td_yaml *node, struct td_arena *arena, struct td_str **cells,
                 size_t *count, struct td_error *err)
{
    *cells = NULL;
    *count = 0;
    if (!node)
        return true;
    if (!td_yaml_expect(node, TD_YAML_LIST, "nulls", err))
        return false;
    *cells = td_arena_alloc(arena, node->count, sizeof **cells);
    for (size_t i = 0; i < node->count; i++) {
        if (!td_yaml_expect(node->items[i], TD_YAML_SCALAR, "nulls", err))
            return false;
        if (node->items[i]->text.len > NULL_BYTES_MAX)
            return td_yaml_fail(node->items[i], err,
                                TD_T("空值记号超过 %d 字节", "longer than %d bytes"),
                                NULL_BYTES_MAX);
        (*cells)[(*count)++] = td_arena_str(arena, node->items[i]->text);
    }
    return true;
}

/* The index of a list entry counts the canonical words too: which node is it? */
static bool
fail_clash(const struct td_yaml *map, size_t clash, struct td_error *err)
{
    for (size_t i = 0; i < map->count; i++) {
        const struct td_yaml *list = map->items[i];

        if (clash == 0)
            return td_yaml_fail(
                map->keys[i], err,
                TD_T("词“%.80s”已属于另一个词", "\"%.80s\" already means another word"),
                map->keys[i]->text.at);
        if (--clash < list->count)
            return td_yaml_fail(
                list->items[clash], err,
                TD_T("“%.80s”已属于另一个词", "\"%.80s\" already means another word"),
                list->items[clash]->text.at);
        clash -= list->count;
    }
    return td_yaml_fail(map, err, "%s", TD_T("词表有重复", "a word is given twice"));
}

static bool
read_words(struct vocabulary_field *field, struct td_arena *arena, const struct td_yaml *map,
           struct td_error *err)
{
    struct td_word_list list = {0};
    bool ok = td_yaml_expect(map, TD_YAML_MAP, "words", err);
    size_t clash;

    field->canonical = td_arena_alloc(arena, ok ? map->count : 0, sizeof *field->canonical);
    for (size_t i = 0; ok && i < map->count; i++) {
        struct td_str to = td_arena_str(arena, map->keys[i]->text);
        const struct td_yaml *froms = map->items[i];

        field->canonical[field->canonical_count++] = to.at;
        td_word_list_add(&list, to, to);
        ok = td_yaml_expect(froms, TD_YAML_LIST, to.at, err);
        for (size_t k = 0; ok && k < froms->count; k++) {
            struct td_str from;

            ok = td_yaml_text(froms->items[k], to.at, &from, err);
            if (ok)
                td_word_list_add(&list, td_arena_str(arena, from), to);
        }
    }
    clash = ok ? td_word_list_clash(&list) : SIZE_MAX;
    if (clash != SIZE_MAX)
        ok = fail_clash(map, clash, err);
    if (ok)
        field->words = td_words_build(arena, &list);
    td_word_list_free(&list);
    return ok;
}

static bool
find_field(struct vocabulary_field *field, const struct td_yaml *key, struct td_error *err)
{
    const char *dot = memchr(key->text.at, '.', key->text.len);
    size_t before = dot ? (size_t)(dot - key->text.at) : key->text.len;

    field->dataset = td_dataset_find((struct td_str){key->text.at, before});
    field->field = -1;
    if (field->dataset && dot)
        field->field =
            td_field_find(field->dataset, (struct td_str){dot + 1, key->text.len - before - 1});
    if (field->field < 0 || field->dataset->fields[field->field].type != TD_WORD)
        return td_yaml_fail(
            key, err,
            TD_T("“%.80s”不是数据集的代码词字段", "\"%.80s\" is no word field of a dataset"),
            key->text.at);
    return true;
}

/* Every TD_WORD field needs its words, or no row of it could be loaded. */
static bool
check_complete(const struct vocabulary *v, const struct td_yaml *words, struct td_error *err)
{
    for (size_t d = 0; d < td_dataset_count; d++)
        for (size_t f = 0; f < td_datasets[d].field_count; f++)
            if (td_datasets[d].fields[f].type == TD_WORD &&
                !vocabulary_find(v, &td_datasets[d], (int)f))
                return td_yaml_fail(words, err,
                                    TD_T("缺少 %s.%s 的词", "the words of %s.%s are missing"),
                                    td_datasets[d].name, td_datasets[d].fields[f].name);
    return true;
}

static bool
read_fields(struct vocabulary *v, struct td_arena *arena, const struct td_yaml *words,
            struct td_error *err)
{
    if (!td_yaml_expect(words, TD_YAML_MAP, "words", err))
        return false;
    v->fields = td_arena_alloc(arena, words->count, sizeof *v->fields);
    for (size_t i = 0; i < words->count; i++) {
        struct vocabulary_field *field = &v->fields[v->field_count];

        if (!find_field(field, words->keys[i], err) ||
            !read_words(field, arena, words->items[i], err))
            return false;
        v->field_count++;
    }
    return check_complete(v, words, err);
}

static bool
read_nulls(struct vocabulary *v, struct td_arena *arena, const struct td_yaml *root,
           struct td_error *err)
{
    struct td_str *cells, *ends, *both;
    size_t count, end_count;

    if (!vocabulary_nulls(td_yaml_get(root, "nulls"), arena, &cells, &count, err) ||
        !vocabulary_nulls(td_yaml_get(root, "no_end"), arena, &ends, &end_count, err))
        return false;
    both = td_arena_alloc(arena, count + end_count, sizeof *both);
    for (size_t i = 0; i < count + end_count; i++)
        both[i] = i < count ? cells[i] : ends[i - count];
    v->nulls = td_nulls_build(arena, cells, count);
    v->end_nulls = td_nulls_build(arena, both, count + end_count);
    return true;
}

/* Patterns as records are compared with them: folded. */
static bool
read_totals(struct vocabulary *v, struct td_arena *arena, const struct td_yaml *list,
            struct td_error *err)
{
    struct td_str *totals;
    struct td_buf fold = {0};
    bool ok = !list || td_yaml_expect(list, TD_YAML_LIST, "totals", err);

    totals = td_arena_alloc(arena, list && ok ? list->count : 0, sizeof *totals);
    for (size_t i = 0; list && ok && i < list->count; i++) {
        struct td_str text;

        ok = td_yaml_text(list->items[i], "totals", &text, err);
        td_buf_reset(&fold);
        if (ok)
            td_name_key(text, &fold);
        totals[v->total_count++] = td_arena_str(arena, td_buf_view(&fold));
    }
    v->totals = totals;
    td_buf_free(&fold);
    return ok;
}

static const struct td_words *
currency_words(const struct vocabulary *v)
{
    const struct td_dataset *registry = td_dataset_find(TD_STR("registry"));

    return vocabulary_find(v, registry, td_field_find(registry, TD_STR("currency")))->words;
}

bool
vocabulary_parse(struct vocabulary *v, struct td_arena *arena, struct td_str text,
                 const char *file, struct td_error *err)
{
    static const char *const keys[] = {"nulls", "no_end", "totals", "bool", "words"};
    static const char *const booleans[] = {"true", "false"};
    struct td_yaml_doc doc;
    const struct td_yaml *nulls, *boolean, *words;
    bool ok;

    *v = (struct vocabulary){.hash = td_hash64(text.at, text.len, 0)};
    if (!td_yaml_parse(&doc, text, file, TD_E_CRITERIA, err))
        return false;
    ok = td_yaml_expect(doc.root, TD_YAML_MAP, "vocabulary", err);
    ok = ok && td_yaml_known(doc.root, keys, sizeof keys / sizeof *keys, err);
    ok = ok && td_yaml_need(doc.root, "nulls", &nulls, err);
    ok = ok && td_yaml_need(doc.root, "bool", &boolean, err);
    ok = ok && td_yaml_need(doc.root, "words", &words, err);
    ok = ok && read_nulls(v, arena, doc.root, err);
    ok = ok && read_totals(v, arena, td_yaml_get(doc.root, "totals"), err);
    ok = ok && td_yaml_expect(boolean, TD_YAML_MAP, "bool", err);
    ok = ok && td_yaml_known(boolean, booleans, 2, err);
    ok = ok && read_words(&v->boolean, arena, boolean, err);
    ok = ok && read_fields(v, arena, words, err);
    if (ok)
        v->currencies = currency_words(v);
    td_yaml_free(&doc);
    return ok;
}

const struct vocabulary_field *
vocabulary_find(const struct vocabulary *v, const struct td_dataset *dataset, int field)
{
    if (dataset->fields[field].type == TD_BOOL)
        return &v->boolean;
    for (size_t i = 0; i < v->field_count; i++)
        if (v->fields[i].dataset == dataset && v->fields[i].field == field)
            return &v->fields[i];
    return NULL;
}
