/* Deliveries: which files are which dataset, and the manner of the whole file. */
#include "profile_read.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool
is_id(struct td_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!(s.at[i] >= 'a' && s.at[i] <= 'z') && !(s.at[i] >= '0' && s.at[i] <= '9') &&
            s.at[i] != '_' && s.at[i] != '-')
            return false;
    return s.len > 0 && s.len <= 60;
}

static bool
read_id(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d,
        struct td_error *err)
{
    const struct td_yaml *node;

    if (!td_yaml_need(map, "id", &node, err) || !td_yaml_text(node, "id", &d->id, err))
        return false;
    if (!is_id(d->id)) {
        td_yaml_fail(node, err, TD_T("“%.80s”不能作 id", "\"%.80s\" cannot be an id"),
                     d->id.at);
        return td_hint(err, "%s",
                       TD_T("小写字母、数字、_ 和 -", "lower-case letters, digits, _ and -"));
    }
    for (size_t i = 0; i < r->profile->delivery_count; i++)
        if (td_str_equal(r->profile->deliveries[i].id, d->id))
            return td_yaml_fail(
                node, err,
                TD_T("id“%s”已在第 %zu 行用过", "the id \"%s\" was used in line %zu"), d->id.at,
                r->profile->deliveries[i].line);
    d->id = td_arena_str(r->arena, d->id);
    return true;
}

static bool
read_dataset(const struct td_yaml *map, struct td_delivery *d, struct td_error *err)
{
    const char *names[32];
    const struct td_yaml *node;
    size_t count = 0, at;

    for (size_t i = 0; i < td_dataset_count && count < COUNT(names); i++)
        names[count++] = td_datasets[i].name;
    if (!td_yaml_need(map, "dataset", &node, err) ||
        !td_yaml_choice(node, "dataset", names, count, &at, err))
        return false;
    d->dataset = &td_datasets[at];
    return true;
}

static bool
read_source(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d,
            struct td_error *err)
{
    const char **names = td_arena_alloc(r->arena, r->profile->source_count, sizeof *names);
    const struct td_yaml *node;
    size_t at;

    for (size_t i = 0; i < r->profile->source_count; i++)
        names[i] = r->profile->sources[i].id.at;
    if (!td_yaml_need(map, "source", &node, err) ||
        !td_yaml_choice(node, "source", names, r->profile->source_count, &at, err))
        return false;
    d->source_index = (int)at;
    d->source = r->profile->sources[at].id;
    d->on_failure = r->profile->sources[at].on_failure;
    return true;
}

/* "archive.zip:member.csv" */
static void
split_files(struct profile_reader *r, struct td_delivery *d)
{
    struct td_str all = d->files;
    const char *colon = memchr(all.at, ':', all.len);
    size_t n = colon == NULL ? all.len : (size_t)(colon - all.at);

    d->files = td_arena_str(r->arena, (struct td_str){all.at, n});
    if (colon != NULL)
        d->members = td_arena_str(r->arena, (struct td_str){colon + 1, all.len - n - 1});
}

static bool
read_files(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d,
           struct td_error *err)
{
    const struct td_yaml *node;

    if (!td_yaml_need(map, "files", &node, err) || !td_yaml_text(node, "files", &d->files, err))
        return false;
    if (d->files.len > 200 || memchr(d->files.at, '/', d->files.len) ||
        memchr(d->files.at, '\\', d->files.len) || d->files.at[0] == '.')
        return td_yaml_fail(node, err, "%s",
                            TD_T("files 是文件名的样式，不含文件夹",
                                 "files is a pattern of file names, without folders"));
    for (size_t i = 0; i < d->files.len; i++) {
        struct td_str rest = {d->files.at + i, d->files.len - i};

        if (rest.at[0] == '{' && !td_str_starts(rest, TD_STR("{date}")) &&
            !td_str_starts(rest, TD_STR("{year}"))) {
            td_yaml_fail(
                node, err, "%s",
                TD_T("花括号内只能是 date 或 year", "only {date} and {year} are known"));
            return td_hint(err, "registry_{date}.csv.gz");
        }
    }
    split_files(r, d);
    return (d->files.len > 0 && (d->members.at == NULL || d->members.len > 0)) ||
           td_yaml_fail(node, err, "%s",
                        TD_T("“:”前是压缩包的样式，后是成员的样式",
                             "the archive's pattern stands before ':', the members' behind it"));
}

/* The word field that `complete: [words]` speaks of: title.title, conduct.kind, ip.kind,
 * need.kind. */
static const struct vocabulary_field *
kind_field(const struct profile_reader *r, const struct td_dataset *dataset)
{
    for (size_t i = 0; i < dataset->field_count; i++)
        if (dataset->fields[i].type == TD_WORD && (dataset->fields[i].flags & TD_NEEDED))
            return vocabulary_find(&r->vocabulary, dataset, (int)i);
    return NULL;
}

static bool
read_complete(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d,
              struct td_error *err)
{
    const struct td_yaml *node = td_yaml_get(map, "complete");
    const struct vocabulary_field *kinds = kind_field(r, d->dataset);
    struct td_buf fold = {0};
    bool ok;

    if (!node)
        return true;
    if (node->kind != TD_YAML_LIST)
        return td_yaml_bool(node, "complete", &d->complete, err);
    if (!kinds)
        return td_yaml_fail(node, err,
                            TD_T("数据集 %s 没有种类，complete 只能是 true 或 false",
                                 "the dataset %s has no kinds: complete is true or false"),
                            d->dataset->name);
    ok = profile_read_texts(r, node, "complete", &d->complete_kinds, &d->complete_kind_count,
                            err);
    for (size_t i = 0; ok && i < d->complete_kind_count; i++) {
        struct td_str to;

        if (td_words_exact(kinds->words, d->complete_kinds[i], &fold, &to) == TD_MATCH_WORD) {
            d->complete_kinds[i] = to;
            continue;
        }
        td_yaml_fail(node->items[i], err, TD_T("不认识的种类“%.80s”", "unknown kind \"%.80s\""),
                     d->complete_kinds[i].at);
        ok = td_yaml_suggest(d->complete_kinds[i], kinds->canonical, kinds->canonical_count,
                             err);
    }
    td_buf_free(&fold);
    return ok;
}

static bool
read_optional_choice(const struct td_yaml *map, const char *key, const char *const *words,
                     size_t count, size_t *out, struct td_error *err)
{
    const struct td_yaml *node = td_yaml_get(map, key);

    return !node || td_yaml_choice(node, key, words, count, out, err);
}

/* One ASCII character that is no letter, digit, quote or line end; a tab by its name. */
static bool
read_separator(const struct td_yaml *delimiter, struct td_delivery *d, struct td_error *err)
{
    char c = delimiter->kind == TD_YAML_SCALAR && delimiter->text.len == 1 ? delimiter->text.at[0] : 0;
    bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

    if (td_yaml_is(delimiter, "tab") || td_yaml_is(delimiter, "\\t"))
        c = '\t';
    if (td_yaml_is(delimiter, "space"))
        c = ' ';
    if (c <= 0 || letter || c == d->quote || c == '"' || c == '\n' || c == '\r' ||
        (c == '\\' && d->backslash))
        return td_yaml_fail(
            delimiter, err, "%s",
            TD_T("delimiter 是 \",\"、\";\"、\"|\"、tab 等一个 ASCII 字符",
                 "delimiter is one ASCII character: \",\", \";\", \"|\", tab …"));
    d->delimiter = c;
    return true;
}

/* How a quote within quotes is written. */
static bool
read_escape(const struct td_yaml *map, struct td_delivery *d, struct td_error *err)
{
    static const char *const escapes[] = {"double", "backslash"};
    size_t escape = 0;

    if (!read_optional_choice(map, "escape", escapes, COUNT(escapes), &escape, err))
        return false;
    d->backslash = escape == 1;
    return true;
}

static bool
read_delimiter(const struct td_yaml *map, struct td_delivery *d, struct td_error *err)
{
    const struct td_yaml *delimiter = td_yaml_get(map, "delimiter");
    const struct td_yaml *quote = td_yaml_get(map, "quote");

    d->delimiter = ',';
    d->quote = '"';
    if (quote && td_yaml_is(quote, "none"))
        d->quote = 0;
    else if (quote && !td_yaml_is(quote, "\"") && !td_yaml_is(quote, "'"))
        return td_yaml_fail(
            quote, err, "%s",
            TD_T("quote 是 '\"'、\"'\" 或 none", "quote is '\"', \"'\" or none"));
    else if (quote)
        d->quote = quote->text.at[0];
    return read_escape(map, d, err) && (!delimiter || read_separator(delimiter, d, err));
}

static bool
read_format(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d, struct td_error *err)
{
    static const char *const modes[] = {"snapshot", "increment", "year"};
    static const char *const encodings[] = {"utf-8",   "gb18030", "gbk",    "gb2312", "utf8",
                                            "UTF-8",   "GB18030", "GBK",    "GB2312", "utf-16",
                                            "utf16",   "UTF-16"};
    const struct td_yaml *node, *header = td_yaml_get(map, "header_row");
    const struct td_yaml *width = td_yaml_get(map, "width"),
                         *empty = td_yaml_get(map, "allow_empty"), *tail = td_yaml_get(map, "allow_tail"),
                         *sheet = td_yaml_get(map, "sheet");
    size_t mode, encoding = 0;
    int64_t row = 1, columns = 0;
    bool ok = td_yaml_need(map, "mode", &node, err) &&
              td_yaml_choice(node, "mode", modes, COUNT(modes), &mode, err);

    ok = ok && profile_read_failure(map, &d->on_failure, err);
    ok = ok &&
         read_optional_choice(map, "encoding", encodings, COUNT(encodings), &encoding, err);
    ok = ok && read_delimiter(map, d, err);
    d->header_auto = !header || td_yaml_is(header, "auto");
    ok = ok && (d->header_auto ||
                td_yaml_int(header, "header_row", 0, TD_HEADER_ROWS, &row, err));
    ok = ok && (!width || td_yaml_int(width, "width", 1, 1024, &columns, err));
    ok = ok && (!empty || td_yaml_bool(empty, "allow_empty", &d->allow_empty, err));
    ok = ok && (!tail || td_yaml_bool(tail, "allow_tail", &d->allow_tail, err));
    ok = ok && (!sheet || td_yaml_text(sheet, "sheet", &d->sheet, err));
    if (!ok)
        return false;
    if (width && row != 0)
        return td_yaml_fail(
            width, err, "%s",
            TD_T("width 只用于 header_row: 0", "width goes with header_row: 0 only"));
    d->sheet = td_arena_str(r->arena, d->sheet);
    d->mode = (enum td_mode)mode;
    d->encoding = encoding >= 9                                      ? TD_UTF16
                  : encoding == 0 || encoding == 4 || encoding == 5 ? TD_UTF8
                                                                    : TD_GB18030;
    d->header_row = (unsigned)row;
    d->width = (size_t)columns;
    return true;
}

static bool
read_limit(const struct td_yaml *map, struct td_delivery *d, struct td_error *err)
{
    static const char *const keys[] = {"percent", "rows"};
    const struct td_yaml *node = td_yaml_get(map, "reject_limit");
    const struct td_yaml *percent = td_yaml_get(node, "percent"),
                         *rows = td_yaml_get(node, "rows");
    int64_t count = 0;

    d->max_rejects = UINT64_MAX;
    d->max_reject_ppm = 100000;
    if (!node)
        return true;
    if (!td_yaml_expect(node, TD_YAML_MAP, "reject_limit", err) ||
        !td_yaml_known(node, keys, 2, err))
        return false;
    if (percent && !profile_read_percent(percent, "percent", 100, &d->max_reject_ppm, err))
        return false;
    if (rows && !td_yaml_int(rows, "rows", 0, INT64_MAX / 1000, &count, err))
        return false;
    if (rows)
        d->max_rejects = (uint64_t)count;
    return true;
}

/* where, unless and must: header -> pattern or patterns. */
static bool
read_filters(struct profile_reader *r, const struct td_yaml *map, const char *key,
             struct td_delivery *d, struct td_error *err)
{
    const struct td_yaml *node = td_yaml_get(map, key);

    if (!node)
        return true;
    if (!td_yaml_expect(node, TD_YAML_MAP, key, err))
        return false;
    for (size_t i = 0; i < node->count; i++) {
        struct td_filter *filter = &d->filters[d->filter_count++];

        filter->header = td_arena_str(r->arena, node->keys[i]->text);
        filter->must = strcmp(key, "must") == 0;
        filter->wanted = filter->must || strcmp(key, "where") == 0;
        if (d->header_row == 0 && !profile_is_position(filter->header))
            return td_yaml_fail(node->keys[i], err, "%s",
                                TD_T("header_row 为 0 时列名是列的序号",
                                     "with header_row 0 a header is a column's number"));
        if (!profile_read_texts(r, node->items[i], key, &filter->patterns,
                                &filter->pattern_count, err))
            return false;
    }
    return true;
}

static bool
read_all_filters(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d,
                 struct td_error *err)
{
    static const char *const keys[] = {"where", "unless", "must"};
    size_t count = 0;
    bool ok = true;

    for (size_t i = 0; i < COUNT(keys); i++)
        count += td_yaml_get(map, keys[i]) ? td_yaml_get(map, keys[i])->count : 0;
    d->filters = td_arena_alloc(r->arena, count, sizeof *d->filters);
    for (size_t i = 0; i < COUNT(keys); i++)
        ok = ok && read_filters(r, map, keys[i], d, err);
    return ok;
}

static bool
read_lists(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d,
           struct td_error *err)
{
    return profile_read_texts(r, td_yaml_get(map, "skip"), "skip", &d->skip, &d->skip_count,
                              err) &&
           profile_read_texts(r, td_yaml_get(map, "ignore"), "ignore", &d->ignore,
                              &d->ignore_count, err);
}

static const struct td_input_column *
find_column(const struct td_delivery *d, int field)
{
    for (size_t i = 0; i < d->column_count; i++)
        if (d->columns[i].field == field)
            return &d->columns[i];
    return NULL;
}

static bool
check_needed(struct td_delivery *d, const struct td_yaml *columns, struct td_error *err)
{
    bool holder = d->dataset->fields[0].type == TD_HOLDER;

    for (size_t i = 0; i < d->dataset->field_count; i++) {
        const struct td_field *field = &d->dataset->fields[i];

        if (!(field->flags & TD_NEEDED) || find_column(d, (int)i))
            continue;
        if (i == 0 && holder && find_column(d, 1)) {
            ((struct td_input_column *)find_column(d, 1))->required = true;
            continue;
        }
        td_yaml_fail(columns, err,
                     TD_T("缺少必需的列 %s（%s）", "the needed column %s (%s) is missing"),
                     field->name, field->title);
        if (i == 0 && holder)
            td_hint(err, "%s",
                    TD_T("给出 uscc 或 holder_name 的列名",
                         "give the header of uscc or holder_name"));
        else if (field->type == TD_YEAR)
            td_hint(err, "year: {header: 年度} | {file: year} | {value: 2025}");
        return false;
    }
    return true;
}

static bool
read_columns(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d,
             struct td_error *err)
{
    const struct td_yaml *columns;
    struct column_nulls nulls = {0};
    struct td_str *cells;

    if (!vocabulary_nulls(td_yaml_get(map, "nulls"), r->arena, &cells, &nulls.count, err) ||
        !td_yaml_need(map, "columns", &columns, err) ||
        !td_yaml_expect(columns, TD_YAML_MAP, "columns", err))
        return false;
    nulls.cells = cells;
    d->columns = td_arena_alloc(r->arena, columns->count, sizeof *d->columns);
    for (size_t i = 0; i < columns->count; i++) {
        struct td_input_column *column = &d->columns[d->column_count];

        if (!profile_read_column(r, d, &nulls, columns->keys[i], columns->items[i], column,
                                 err))
            return false;
        if (find_column(d, column->field))
            return td_yaml_fail(columns->keys[i], err,
                                TD_T("“%s”已在第 %zu 行给出", "\"%s\" was given in line %zu"),
                                columns->keys[i]->text.at, find_column(d, column->field)->line);
        d->column_count++;
    }
    return check_needed(d, columns, err);
}

/* Like profile_hash_tree, without what rows do not depend on: a night on which only that was changed reads
 * nothing again for it. */
static uint64_t
hash_rows(const struct td_yaml *map, uint64_t seed)
{
    struct td_yaml rest = *map;

    if (!map->keys)
        return seed;
    rest.keys = td_alloc(map->count, sizeof *rest.keys);
    rest.items = td_alloc(map->count, sizeof *rest.items);
    rest.count = 0;
    for (size_t i = 0; i < map->count; i++) {
        if (td_yaml_is(map->keys[i], "expects") || td_yaml_is(map->keys[i], "on_failure"))
            continue;
        rest.keys[rest.count] = map->keys[i];
        rest.items[rest.count++] = map->items[i];
    }
    seed = profile_hash_tree(&rest, seed);
    free(rest.keys);
    free(rest.items);
    return seed;
}

static bool
read_delivery(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d,
              struct td_error *err)
{
    static const char *const keys[] = {"id",           "dataset",    "source",      "files",
                                       "mode",         "complete",   "encoding",    "quote",
                                       "delimiter",    "header_row", "width",       "nulls",
                                       "skip",         "where",      "unless",      "ignore",
                                       "reject_limit", "on_failure", "allow_empty", "sheet",
                                       "must",         "escape",     "columns",     "expects",
                                       "allow_tail"};
    bool ok = td_yaml_expect(map, TD_YAML_MAP, "deliveries", err);

    d->line = map->line;
    ok = ok && td_yaml_known(map, keys, COUNT(keys), err);
    ok = ok && read_id(r, map, d, err);
    ok = ok && read_dataset(map, d, err);
    ok = ok && read_source(r, map, d, err);
    ok = ok && read_files(r, map, d, err);
    ok = ok && read_format(r, map, d, err);
    ok = ok && read_complete(r, map, d, err);
    ok = ok && read_limit(map, d, err);
    ok = ok && read_lists(r, map, d, err);
    ok = ok && read_all_filters(r, map, d, err);
    ok = ok && read_columns(r, map, d, err);
    ok = ok && profile_read_expects(r, map, d, err);
    if (ok && d->mode == TD_BY_YEAR && td_field_find(d->dataset, TD_STR("year")) < 0)
        ok = td_yaml_fail(td_yaml_get(map, "mode"), err,
                          TD_T("数据集 %s 没有年度，不能按年度替换",
                               "the dataset %s has no year: it cannot be replaced by year"),
                          d->dataset->name);
    d->hash = hash_rows(map, r->hash);
    return ok || td_in(err, TD_T("交付 %s", "delivery %s"), d->id.at ? d->id.at : "?");
}

bool
profile_read_deliveries(struct profile_reader *r, const struct td_yaml *list,
                        struct td_error *err)
{
    struct td_profile *p = r->profile;

    if (!td_yaml_expect(list, TD_YAML_LIST, "deliveries", err))
        return false;
    p->deliveries = td_arena_alloc(r->arena, list->count, sizeof *p->deliveries);
    for (size_t i = 0; i < list->count; i++) {
        if (!read_delivery(r, list->items[i], &p->deliveries[i], err))
            return false;
        p->delivery_count++;
    }
    return true;
}
