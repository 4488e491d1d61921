/* Asking a tree: values, demands with their errors, suggestions. */
#include "yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static size_t
find_key(const struct td_yaml *node, const char *key)
{
    size_t len = strlen(key);

    if (!node || node->kind != TD_YAML_MAP)
        return SIZE_MAX;
    for (size_t i = 0; i < node->count; i++)
        if (node->keys[i]->text.len == len && memcmp(node->keys[i]->text.at, key, len) == 0)
            return i;
    return SIZE_MAX;
}

const struct td_yaml *
td_yaml_get(const struct td_yaml *node, const char *key)
{
    size_t i = find_key(node, key);

    return i == SIZE_MAX ? NULL : node->items[i];
}

const struct td_yaml *
td_yaml_key(const struct td_yaml *node, const char *key)
{
    size_t i = find_key(node, key);

    return i == SIZE_MAX ? NULL : node->keys[i];
}

bool
td_yaml_need(const struct td_yaml *map, const char *key, const struct td_yaml **value,
             struct td_error *err)
{
    *value = td_yaml_get(map, key);
    return *value || td_yaml_fail(map, err, TD_T("缺少“%s”", "\"%s\" is missing"), key);
}

bool
td_yaml_is(const struct td_yaml *node, const char *text)
{
    return node && node->kind == TD_YAML_SCALAR && td_str_equal(node->text, td_str(text));
}

bool
td_yaml_null(const struct td_yaml *node)
{
    return !node || (node->kind == TD_YAML_SCALAR && !node->quoted &&
                     (node->text.len == 0 || td_str_equal(node->text, TD_STR("~")) ||
                      td_str_equal(node->text, TD_STR("null"))));
}

/* ---- demands ----------------------------------------------------------------------------- */
bool
td_yaml_fail(const struct td_yaml *node, struct td_error *err, const char *format, ...)
{
    char text[sizeof err->text];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    td_fail(err, node ? node->file->code : TD_E_INTERNAL, "%s", text);
    return node ? td_at(err, node->file->name, node->line, node->column) : false;
}

bool
td_yaml_expect(const struct td_yaml *node, enum td_yaml_kind kind, const char *what,
               struct td_error *err)
{
    const char *wanted;

    if (node->kind == kind)
        return true;
    wanted = kind == TD_YAML_SCALAR ? TD_T("一个值", "a single value")
             : kind == TD_YAML_LIST ? TD_T("列表 [a, b]", "a list [a, b]")
                                    : TD_T("键值对 {a: b}", "keys with values {a: b}");
    return td_yaml_fail(node, err, TD_T("“%s”应为%s", "\"%s\" should be %s"), what, wanted);
}

bool
td_yaml_text(const struct td_yaml *node, const char *what, struct td_str *out,
             struct td_error *err)
{
    if (!td_yaml_expect(node, TD_YAML_SCALAR, what, err))
        return false;
    if (node->text.len == 0)
        return td_yaml_fail(node, err, TD_T("“%s”为空", "\"%s\" is empty"), what);
    *out = node->text;
    return true;
}

bool
td_yaml_bool(const struct td_yaml *node, const char *what, bool *out, struct td_error *err)
{
    *out = td_yaml_is(node, "true");
    return *out || td_yaml_is(node, "false") ||
           td_yaml_fail(node, err,
                        TD_T("“%s”应为 true 或 false", "\"%s\" should be true or false"), what);
}

/* Strict: an optional '-', then 1 to 18 digits. */
static bool
read_int(struct td_str s, int64_t *out)
{
    bool negative = s.len > 0 && s.at[0] == '-';
    size_t i = negative ? 1 : 0;
    int64_t value = 0;

    if (s.len <= i || s.len - i > 18)
        return false;
    for (; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        value = value * 10 + (s.at[i] - '0');
    }
    *out = negative ? -value : value;
    return true;
}

bool
td_yaml_int(const struct td_yaml *node, const char *what, int64_t least, int64_t most,
            int64_t *out, struct td_error *err)
{
    if (node->kind == TD_YAML_SCALAR && read_int(node->text, out) && *out >= least &&
        *out <= most)
        return true;
    return td_yaml_fail(node, err,
                        TD_T("“%s”应为 %lld 到 %lld 的整数",
                             "\"%s\" should be a whole number from %lld to %lld"),
                        what, (long long)least, (long long)most);
}

bool
td_yaml_choice(const struct td_yaml *node, const char *what, const char *const *words,
               size_t count, size_t *out, struct td_error *err)
{
    if (!td_yaml_expect(node, TD_YAML_SCALAR, what, err))
        return false;
    for (*out = 0; *out < count; ++*out)
        if (td_yaml_is(node, words[*out]))
            return true;
    td_yaml_fail(node, err, TD_T("“%s”不能是“%.80s”", "\"%s\" cannot be \"%.80s\""), what,
                 node->text.at);
    return td_yaml_suggest(node->text, words, count, err);
}

bool
td_yaml_known(const struct td_yaml *map, const char *const *keys, size_t count,
              struct td_error *err)
{
    for (size_t i = 0; i < map->count; i++) {
        bool known = false;

        for (size_t k = 0; !known && k < count; k++)
            known = td_yaml_is(map->keys[i], keys[k]);
        if (!known) {
            td_yaml_fail(map->keys[i], err, TD_T("不认识的键“%.80s”", "unknown key \"%.80s\""),
                         map->keys[i]->text.at);
            return td_yaml_suggest(map->keys[i]->text, keys, count, err);
        }
    }
    return true;
}

/* ---- suggestions ------------------------------------------------------------------------- */
bool
td_yaml_suggest(struct td_str text, const char *const *words, size_t count,
                struct td_error *err)
{
    const char *nearest = td_nearest(text, words, count);
    char list[400];
    size_t len = 0;

    if (nearest)
        return td_hint(err, TD_T("是不是“%s”？", "did you mean \"%s\"?"), nearest);
    list[0] = 0;
    for (size_t i = 0; i < count; i++) {
        size_t need = strlen(words[i]) + 2;

        if (len + need + 4 > sizeof list) {
            snprintf(list + len, sizeof list - len, " …");
            break;
        }
        len +=
            (size_t)snprintf(list + len, sizeof list - len, "%s%s", len ? ", " : "", words[i]);
    }
    return td_hint(err, TD_T("可以用：%s", "possible: %s"), list);
}
