#include "tidu/pool_policy.h"

#include "yaml.h"

#include <inttypes.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
enum { YEARS_MAX = 99 };

static const char *const verdict_words[] = {"confirmed", "ready", "possible", "near", "no", "holds", "excluded", "insufficient"};
static const char *const grade_words[] = {"general", "larger", "major", "extreme"};
static const char *const stage_words[] = {"reserve", "cultivate", "promote", "applied", "recognised"};

struct reader {
    struct td_pool_policy *policy;
    struct td_error *err;
};

/* A word that goes into an array as it is: letters, digits and '_'. */
static bool
plain_word(struct reader *r, const struct td_yaml *node, const char *what)
{
    bool ok = node->kind == TD_YAML_SCALAR && node->text.len > 0;

    for (size_t i = 0; ok && i < node->text.len; i++) {
        char c = node->text.at[i];
        ok = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    return ok || td_yaml_fail(node, r->err, TD_T("%s 是小写字母、数字和 _ 组成的词", "%s is a word of small letters, digits and _"), what);
}

static bool
read_words(struct reader *r, const struct td_yaml *list, const char *what, struct td_str *out)
{
    struct td_buf b = {0};
    bool ok = true;

    td_buf_text(&b, "{");
    if (list && (!td_yaml_expect(list, TD_YAML_LIST, what, r->err) ||
                 (list->count == 0 && !td_yaml_fail(list, r->err, TD_T("“%s”为空", "\"%s\" is empty"), what))))
        ok = false;
    for (size_t i = 0; ok && list && i < list->count; i++) {
        ok = plain_word(r, list->items[i], what);
        td_buf_printf(&b, "%s%s", i ? "," : "", ok ? list->items[i]->text.at : "");
    }
    td_buf_text(&b, "}");
    *out = td_arena_str(&r->policy->arena, td_buf_view(&b));
    td_buf_free(&b);
    return ok;
}

static bool
need_text(struct reader *r, const struct td_yaml *map, const char *key, struct td_str *out)
{
    const struct td_yaml *node;

    if (!td_yaml_need(map, key, &node, r->err) || !td_yaml_text(node, key, out, r->err))
        return false;
    *out = td_arena_str(&r->policy->arena, *out);
    return true;
}

static struct td_str
number_text(struct reader *r, int64_t value)
{
    struct td_buf b = {0};

    td_buf_printf(&b, "%" PRId64, value);
    struct td_str text = td_arena_str(&r->policy->arena, td_buf_view(&b));
    td_buf_free(&b);
    return text;
}

static bool
read_limits(struct reader *r, const struct td_yaml *map, struct td_pool_exclusion *x)
{
    const struct td_yaml *years = td_yaml_get(map, "years"), *grade = td_yaml_get(map, "grade");
    int64_t n = 0;
    size_t at = 0;

    if ((years || grade) && !td_str_equal(x->kind, TD_STR("conduct")))
        return td_yaml_fail(years ? years : grade, r->err, TD_T("years 和 grade 只用于 conduct", "years and grade belong to conduct"));
    if (years && !td_yaml_int(years, "years", 1, YEARS_MAX, &n, r->err))
        return false;
    if (years)
        x->years = number_text(r, n);
    if (grade && !td_yaml_choice(grade, "grade", grade_words, COUNT(grade_words), &at, r->err))
        return false;
    if (grade)
        x->grade = number_text(r, (int64_t)at + 1);
    return true;
}

static bool
read_exclusion(struct reader *r, const struct td_yaml *map, struct td_pool_exclusion *x)
{
    static const char *const keys[] = {"id",    "title", "tiers",  "holds",  "group_with", "conduct",
                                       "years", "grade", "clause", "source", "confirmed"};
    static const char *const kinds[][2] = {{"holds", "title"}, {"group_with", "group"}, {"conduct", "conduct"}};
    const struct td_yaml *id;
    int given = 0;

    if (!td_yaml_expect(map, TD_YAML_MAP, "exclusions", r->err) || !td_yaml_known(map, keys, COUNT(keys), r->err) ||
        !td_yaml_need(map, "id", &id, r->err) || !plain_word(r, id, "id") || !need_text(r, map, "id", &x->id))
        return false;
    for (size_t i = 0; i < r->policy->exclusion_count; i++)
        if (td_str_equal(r->policy->exclusions[i].id, x->id) || td_str_equal(x->id, TD_STR("removed")))
            return td_yaml_fail(id, r->err, TD_T("“%s”重复", "\"%s\" is given twice"), x->id.at);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const struct td_yaml *words = td_yaml_get(map, kinds[i][0]);
        if (!words)
            continue;
        given++;
        x->kind = td_str(kinds[i][1]);
        if (!read_words(r, words, kinds[i][0], &x->words))
            return false;
    }
    if (given != 1)
        return td_yaml_fail(map, r->err, TD_T("holds、group_with、conduct 给出一种", "give one of holds, group_with and conduct"));
    return read_words(r, td_yaml_get(map, "tiers"), "tiers", &x->tiers) && need_text(r, map, "title", &x->title) &&
           need_text(r, map, "clause", &x->clause) && need_text(r, map, "source", &x->source) &&
           need_text(r, map, "confirmed", &x->confirmed) && read_limits(r, map, x);
}

static bool
read_flag(struct reader *r, const struct td_yaml *map, const char *key, struct td_str *out)
{
    const struct td_yaml *node = td_yaml_get(map, key);
    bool flag = false;

    if (!node)
        return true;
    if (!td_yaml_bool(node, key, &flag, r->err))
        return false;
    *out = td_str(flag ? "true" : "false");
    return true;
}

static bool
read_verdicts(struct reader *r, const struct td_yaml *list, struct td_str *out)
{
    struct td_buf b = {0};
    bool ok = td_yaml_expect(list, TD_YAML_LIST, "verdict", r->err);

    td_buf_text(&b, "{");
    for (size_t i = 0; ok && i < list->count; i++) {
        size_t at = 0;
        ok = td_yaml_choice(list->items[i], "verdict", verdict_words, COUNT(verdict_words), &at, r->err);
        td_buf_printf(&b, "%s%zu", i ? "," : "", at);
    }
    td_buf_text(&b, "}");
    *out = td_arena_str(&r->policy->arena, td_buf_view(&b));
    td_buf_free(&b);
    return ok;
}

static bool
read_stage(struct reader *r, const struct td_yaml *map, struct td_pool_stage *s)
{
    static const char *const keys[] = {"stage", "title", "verdict", "seated", "override", "application", "member"};
    const struct td_yaml *stage, *verdict = td_yaml_get(map, "verdict");
    size_t at = 0;

    if (!td_yaml_expect(map, TD_YAML_MAP, "stages", r->err) || !td_yaml_known(map, keys, COUNT(keys), r->err) ||
        !td_yaml_need(map, "stage", &stage, r->err) ||
        !td_yaml_choice(stage, "stage", stage_words, COUNT(stage_words), &at, r->err))
        return false;
    s->stage = td_str(stage_words[at]);
    return need_text(r, map, "title", &s->title) && (!verdict || read_verdicts(r, verdict, &s->verdicts)) &&
           read_flag(r, map, "seated", &s->seated) && read_flag(r, map, "override", &s->override) &&
           read_flag(r, map, "application", &s->application) && read_flag(r, map, "member", &s->member);
}

static bool
read_root(struct reader *r, const struct td_yaml *root)
{
    static const char *const keys[] = {"exclusions", "stages"};
    struct td_pool_policy *p = r->policy;
    const struct td_yaml *exclusions, *stages;

    if (!td_yaml_expect(root, TD_YAML_MAP, "pool.yaml", r->err) || !td_yaml_known(root, keys, COUNT(keys), r->err) ||
        !td_yaml_need(root, "exclusions", &exclusions, r->err) || !td_yaml_need(root, "stages", &stages, r->err) ||
        !td_yaml_expect(exclusions, TD_YAML_LIST, "exclusions", r->err) ||
        !td_yaml_expect(stages, TD_YAML_LIST, "stages", r->err))
        return false;
    p->exclusions = td_arena_alloc(&p->arena, exclusions->count, sizeof *p->exclusions);
    p->stages = td_arena_alloc(&p->arena, stages->count, sizeof *p->stages);
    for (size_t i = 0; i < exclusions->count; i++, p->exclusion_count++)
        if (!read_exclusion(r, exclusions->items[i], &p->exclusions[i]))
            return false;
    for (size_t i = 0; i < stages->count; i++, p->stage_count++)
        if (!read_stage(r, stages->items[i], &p->stages[i]))
            return false;
    return true;
}

bool
td_pool_policy_read(struct td_pool_policy *policy, struct td_str text, const char *file, struct td_error *err)
{
    struct td_yaml_doc doc = {0};
    struct reader r = {policy, err};

    *policy = (struct td_pool_policy){0};
    bool ok = td_yaml_parse(&doc, text, file, TD_E_CRITERIA, err) && read_root(&r, doc.root);
    td_yaml_free(&doc);
    if (!ok)
        td_pool_policy_free(policy);
    return ok;
}

void
td_pool_policy_free(struct td_pool_policy *policy)
{
    td_arena_free(&policy->arena);
    *policy = (struct td_pool_policy){0};
}
