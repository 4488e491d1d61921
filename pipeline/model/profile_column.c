/* One column of a delivery: where its cells come from and how they are read. */
#include "profile_read.h"
#include "typing.h"

#include <string.h>

static const struct {
    const char *name;
    unsigned form;
} date_forms[] = {
    {"iso", TD_DATE_ISO},     {"compact", TD_DATE_COMPACT},   {"chinese", TD_DATE_CHINESE},
    {"excel", TD_DATE_EXCEL}, {"epoch-ms", TD_DATE_EPOCH_MS}, {"dmy", TD_DATE_DMY},
    {"mdy", TD_DATE_MDY},     {"month", TD_DATE_MONTH},
};

struct context { /* what the helpers below share */
    struct profile_reader *r;
    const struct td_delivery *delivery;
    const struct td_field *field;
    const struct td_yaml *key, *value;
    struct td_input_column *column;
};

/* ---- which input ------------------------------------------------------------------------- */
static bool
holder_first(const struct td_dataset *dataset)
{
    return dataset->fields[0].type == TD_HOLDER;
}

static bool
fail_input(const struct td_dataset *dataset, const struct td_yaml *key, struct td_error *err)
{
    const char *names[TD_FIELDS_MAX + 1];
    size_t count = 0;

    for (size_t i = 0; i < dataset->field_count; i++)
        names[count++] = dataset->fields[i].name;
    if (holder_first(dataset) && td_field_find(dataset, TD_STR("name")) < 0)
        names[count++] = "name";
    td_yaml_fail(key, err, TD_T("数据集 %s 没有“%.80s”", "the dataset %s has no \"%.80s\""),
                 dataset->name, key->text.at);
    return td_yaml_suggest(key->text, names, count, err);
}

/* "name" is the holder's name, unless the dataset has a field of that name (product). */
static bool
find_input(struct context *c, struct td_error *err)
{
    const struct td_dataset *dataset = c->delivery->dataset;
    int field = td_field_find(dataset, c->key->text);

    c->column->is_name =
        holder_first(dataset) && (field == 1 || (field < 0 && td_yaml_is(c->key, "name")));
    if (c->column->is_name)
        field = 1; /* holder_name: the cell as delivered; the holder's id is made from it too */
    if (field < 0)
        return fail_input(dataset, c->key, err);
    c->column->field = field;
    c->field = &dataset->fields[field];
    c->column->line = c->key->line;
    c->column->column = c->key->column;
    return true;
}

/* ---- where from -------------------------------------------------------------------------- */
static bool
is_number(enum td_type type)
{
    return type == TD_MONEY || type == TD_COUNT || type == TD_NUMBER || type == TD_SHARE ||
           type == TD_SCORE;
}

static bool
read_file_part(struct context *c, const struct td_yaml *node, struct td_error *err)
{
    bool year = td_yaml_is(node, "year"), date = td_yaml_is(node, "date");

    if (!(year && c->field->type == TD_YEAR) && !(date && c->field->type == TD_DATE))
        return td_yaml_fail(node, err, "%s",
                            TD_T("file 只能是 year（年度列）或 date（日期列）",
                                 "file is year (for a year) or date (for a date)"));
    if (!td_str_has(c->delivery->files, year ? TD_STR("{year}") : TD_STR("{date}")) &&
        !td_str_has(c->delivery->members, year ? TD_STR("{year}") : TD_STR("{date}")))
        return td_yaml_fail(node, err, TD_T("files 中没有 {%s}", "files has no {%s}"),
                            node->text.at);
    c->column->from_file_name = true;
    return true;
}

static bool
read_origin(struct context *c, struct td_error *err)
{
    const struct td_yaml *header = td_yaml_get(c->value, "header");
    const struct td_yaml *sum = td_yaml_get(c->value, "sum");
    const struct td_yaml *constant = td_yaml_get(c->value, "value");
    const struct td_yaml *file = td_yaml_get(c->value, "file");
    struct td_input_column *column = c->column;

    if (!!header + !!sum + !!constant + !!file != 1) {
        td_yaml_fail(c->value, err, "%s",
                     TD_T("须有且只有一个来源", "one origin is needed, and only one"));
        return td_hint(err, "header: … | sum: […] | value: … | file: year");
    }
    if (sum && (sum->kind != TD_YAML_LIST || !is_number(c->field->type)))
        return td_yaml_fail(
            sum, err, "%s",
            TD_T("sum 是数值列的列名列表", "sum is a list of headers, for a figure"));
    if (!header && (column->is_name || c->field->type == TD_HOLDER))
        return td_yaml_fail(
            c->value, err, "%s",
            TD_T("企业代码和名称只能来自一列", "a firm's code and name come from a column"));
    column->sum = sum != NULL;
    if (constant) {
        if (!td_yaml_text(constant, "value", &column->constant, err))
            return false;
        column->constant = td_arena_str(c->r->arena, column->constant);
        return true;
    }
    if (file)
        return read_file_part(c, file, err);
    return profile_read_texts(c->r, sum ? sum : header, sum ? "sum" : "header",
                              &column->headers, &column->header_count, err);
}

bool
profile_is_position(struct td_str header)
{
    bool digits = header.len > 0 && header.len <= 4 && header.at[0] != '0';

    for (size_t k = 0; digits && k < header.len; k++)
        digits = header.at[k] >= '0' && header.at[k] <= '9';
    return digits;
}

static bool
check_positions(const struct context *c, struct td_error *err)
{
    if (c->delivery->header_row != 0)
        return true;
    if (c->column->header_count > 1 && !c->column->sum)
        return td_yaml_fail(c->value, err, "%s",
                            TD_T("header_row 为 0 时一列只有一个序号",
                                 "with header_row 0 a column has one number"));
    for (size_t i = 0; i < c->column->header_count; i++)
        if (!profile_is_position(c->column->headers[i]))
            return td_yaml_fail(
                c->value, err,
                TD_T("header_row 为 0 时列名是列的序号，不是“%.80s”",
                     "with header_row 0 a header is a column's number, not \"%.80s\""),
                c->column->headers[i].at);
    return true;
}

/* ---- how it is read ---------------------------------------------------------------------- */
static bool
read_dates(struct context *c, const struct td_yaml *node, struct td_error *err)
{
    const char *names[sizeof date_forms / sizeof date_forms[0]];
    size_t count = sizeof names / sizeof names[0], form;
    const struct td_yaml *one[1] = {node};
    bool list = node && node->kind == TD_YAML_LIST;

    for (size_t i = 0; i < count; i++)
        names[i] = date_forms[i].name;
    c->column->date_forms = c->field->type == TD_DATE ? TD_DATE_ANY : 0;
    if (!node)
        return true;
    if (c->field->type != TD_DATE && c->field->type != TD_YEAR)
        return td_yaml_fail(node, err, "%s", TD_T("这一列不是日期", "this column is no date"));
    c->column->date_forms = 0;
    for (size_t i = 0; i < (list ? node->count : 1); i++) {
        if (!td_yaml_choice(list ? node->items[i] : one[0], "dates", names, count, &form, err))
            return false;
        c->column->date_forms |= date_forms[form].form;
    }
    if ((c->column->date_forms & TD_DATE_DMY) && (c->column->date_forms & TD_DATE_MDY))
        return td_yaml_fail(node, err, "%s",
                            TD_T("dmy 与 mdy 不能同时用", "dmy and mdy cannot be told apart"));
    return c->column->date_forms != 0 ||
           td_yaml_fail(node, err, TD_T("“%s”为空", "\"%s\" is empty"), "dates");
}

/* What a word of the profile stands for, in the canonical form of the field. */
static bool
word_target(struct context *c, const struct td_yaml *node, struct td_str *to,
            struct td_error *err)
{
    const struct vocabulary_field *words =
        vocabulary_find(&c->r->vocabulary, c->delivery->dataset, c->column->field);
    struct td_buf fold = {0};
    enum td_match match = TD_MATCH_WORD;

    *to = (struct td_str){0};
    if (td_yaml_null(node))
        return true;
    if (!td_yaml_expect(node, TD_YAML_SCALAR, "words", err))
        return false;
    *to = td_arena_str(c->r->arena, node->text);
    if (c->column->words)
        match = td_words_exact(c->column->words, node->text, &fold, to);
    td_buf_free(&fold);
    if (match == TD_MATCH_WORD)
        return true;
    td_yaml_fail(node, err, TD_T("“%.80s”不是 %s.%s 的词", "\"%.80s\" is no word of %s.%s"),
                 node->text.at, c->delivery->dataset->name, c->field->name);
    return words ? td_yaml_suggest(node->text, words->canonical, words->canonical_count, err)
                 : td_hint(err, "%s", TD_T("用 counties 中的代码", "use a code of counties"));
}

static bool
read_words(struct context *c, const struct td_yaml *node, struct td_error *err)
{
    struct td_word_list list = {0};
    bool ok = !node || td_yaml_expect(node, TD_YAML_MAP, "words", err);
    size_t clash;

    for (size_t i = 0; node && ok && i < node->count; i++) {
        struct td_str to;

        ok = word_target(c, node->items[i], &to, err);
        if (ok)
            td_word_list_add(&list, td_arena_str(c->r->arena, node->keys[i]->text), to);
    }
    clash = ok ? td_word_list_clash(&list) : SIZE_MAX;
    if (clash != SIZE_MAX)
        ok = td_yaml_fail(node->keys[clash], err,
                          TD_T("“%.80s”已属于另一个词", "\"%.80s\" already means another word"),
                          node->keys[clash]->text.at);
    if (ok && list.count)
        c->column->own_words = td_words_build(c->r->arena, &list);
    td_word_list_free(&list);
    return ok;
}

static bool
read_nulls(struct context *c, const struct column_nulls *shared, const struct td_yaml *node,
           struct td_error *err)
{
    struct td_str *own, *all;
    size_t count;

    if (!vocabulary_nulls(node, c->r->arena, &own, &count, err))
        return false;
    if (count + shared->count == 0)
        return true;
    all = td_arena_alloc(c->r->arena, count + shared->count, sizeof *all);
    for (size_t i = 0; i < shared->count; i++)
        all[i] = shared->cells[i];
    for (size_t i = 0; i < count; i++)
        all[shared->count + i] = own[i];
    c->column->own_nulls = td_nulls_build(c->r->arena, all, count + shared->count);
    return true;
}

/* Constants and targets of words are typed once, so that a mistake is found before the night.
 */
static bool
check_text(struct context *c, const struct td_yaml *node, struct td_str text,
           struct td_error *err)
{
    struct td_step step;
    struct td_typed row = {0};
    struct td_value value = {0};
    enum td_fault fault;
    bool ok;

    typing_step(&step, c->delivery, c->column);
    fault = typing_cell(&step, text, &row, &value);
    ok = fault == TD_FAULT_NONE && value.known;
    td_typed_free(&row);
    if (ok)
        return true;
    return td_yaml_fail(node, err, TD_T("“%.80s”：%s", "\"%.80s\": %s"), text.at,
                        fault == TD_FAULT_NONE ? TD_T("是空值", "means \"not given\"")
                                               : td_fault_text(fault));
}

static bool
check_values(struct context *c, const struct td_yaml *words, struct td_error *err)
{
    bool ok = true;

    if (c->column->constant.at)
        ok = check_text(c, td_yaml_get(c->value, "value"), c->column->constant, err);
    if (c->column->words)
        return ok; /* targets were checked as words */
    for (size_t i = 0; ok && words && i < words->count; i++)
        if (!td_yaml_null(words->items[i]))
            ok = check_text(c, words->items[i], words->items[i]->text, err);
    return ok;
}

static bool
read_manner(struct context *c, const struct column_nulls *nulls, struct td_error *err)
{
    const struct td_yaml *unit = td_yaml_get(c->value, "unit");
    const struct td_yaml *words = td_yaml_get(c->value, "words");
    const struct td_yaml *required = td_yaml_get(c->value, "required");
    const struct vocabulary_field *field =
        vocabulary_find(&c->r->vocabulary, c->delivery->dataset, c->column->field);
    bool ok;

    c->column->nulls =
        c->field->flags & TD_END ? c->r->vocabulary.end_nulls : c->r->vocabulary.nulls;
    c->column->currencies = c->r->vocabulary.currencies;
    if (field)
        c->column->words = field->words;
    else if (c->field->type == TD_COUNTY)
        c->column->words = c->r->profile->county_words;
    c->column->required = (c->field->flags & TD_NEEDED) != 0;
    ok = !required || td_yaml_bool(required, "required", &c->column->required, err);
    ok = ok && (c->column->from_file_name ||
                profile_read_unit(c->column, c->field->type, unit, unit ? unit : c->value, err));
    ok = ok && read_dates(c, td_yaml_get(c->value, "dates"), err);
    ok = ok && read_words(c, words, err);
    ok = ok && read_nulls(c, nulls, td_yaml_get(c->value, "nulls"), err);
    return ok && check_values(c, words, err);
}

bool
profile_read_column(struct profile_reader *r, const struct td_delivery *delivery,
                    const struct column_nulls *nulls, const struct td_yaml *key,
                    const struct td_yaml *value, struct td_input_column *column,
                    struct td_error *err)
{
    static const char *const keys[] = {"header", "sum",   "value", "file",    "unit",
                                       "words",  "nulls", "dates", "required"};
    struct context c = {
        .r = r, .delivery = delivery, .key = key, .value = value, .column = column};
    bool ok = find_input(&c, err);

    if (value->kind == TD_YAML_MAP) {
        ok = ok && td_yaml_known(value, keys, sizeof keys / sizeof keys[0], err);
        ok = ok && read_origin(&c, err);
    } else {
        ok = ok && profile_read_texts(r, value, "header", &column->headers,
                                      &column->header_count, err);
    }
    ok = ok && check_positions(&c, err);
    return ok && read_manner(&c, nulls, err);
}
