/* What the chapters rest on: metrics, facts, figures of the definitions, size classes, tags. */
#include "doc.h"

#include <stdio.h>
#include <string.h>

static void
open_chapter(struct page *p, const char *id, const char *title, const char *columns)
{
    td_buf_printf(&p->toc, "<li><a href=\"#%s\">%s</a>\n", id, title);
    td_buf_printf(&p->body, "<h2 id=\"%s\">%s</h2>\n<table><thead><tr>%s</thead>\n", id, title,
                  columns);
}

static void
close_chapter(struct page *p)
{
    td_buf_text(&p->body, "</table>\n");
}

static void
cell(struct page *p, struct td_str text)
{
    td_buf_text(&p->body, "<td>");
    doc_escape(&p->body, text);
}

static void
expression_cell(struct page *p, struct td_str expression)
{
    struct td_buf words = {0};

    readable_expr(&p->names, expression, &words);
    td_buf_text(&p->body, "<td>");
    doc_escape(&p->body, td_buf_view(&words));
    td_buf_text(&p->body, "<br>");
    doc_code(p, &p->body, expression);
    td_buf_free(&words);
}

static void
grade_cell(struct page *p, const char *anchor, const struct td_yaml *entry,
           struct td_str clause, struct td_str text)
{
    td_buf_text(&p->body, "<td>");
    doc_grade(&p->body, doc_word(entry, "confirmed"));
    td_buf_text(&p->body, "\n");
    if (td_yaml_is(td_yaml_get(entry, "confirmed"), "M"))
        doc_open(p, anchor, td_str(entry->file->name), clause, text);
}

void
doc_metrics(struct page *p)
{
    open_chapter(p, "metrics", "指标定义", "<th>名称<th>定义<th>依据<th>证实");
    for (size_t i = 0; i < p->names.metrics->count; i++) {
        const struct td_yaml *entry = p->names.metrics->items[i];
        struct td_str name = p->names.metrics->keys[i]->text, value = doc_word(entry, "value");
        char anchor[200];

        snprintf(anchor, sizeof(anchor), "m-%.150s", name.at);
        td_buf_printf(&p->body, "<tr id=\"%s\">", anchor);
        cell(p, doc_word(entry, "title"));
        td_buf_printf(&p->body, "<br><code>%s</code>", name.at);
        expression_cell(p, value.len ? value : doc_word(entry, "when"));
        cell(p, doc_word(entry, "source"));
        grade_cell(p, anchor, entry, doc_word(entry, "source"), doc_word(entry, "title"));
    }
    close_chapter(p);
}

/* ---- facts
 * -------------------------------------------------------------------------------------- */
static const char *
unit_of(const struct td_yaml *fact)
{
    static const char *const units[][2] = {
        {"money", "金额"}, {"count", "数量"}, {"number", "数"}, {"share", "比例"},
        {"score", "分数"}, {"date", "日期"},  {"years", "年"},  {"days", "天"},
        {"bool", "是否"},  {"code", "代码"}};

    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
        if (td_yaml_is(td_yaml_get(fact, "unit"), units[i][0]))
            return units[i][1];
    return "";
}

static void
put_period(struct page *p, const struct td_yaml *fact)
{
    struct td_str years = doc_word(fact, "years"), ages = doc_word(fact, "ages");

    td_buf_text(&p->body, "<td>");
    if (years.len > 0)
        td_buf_printf(&p->body, "上年度起 %s 年", years.at);
    else if (ages.len > 0)
        td_buf_printf(&p->body, "截止日前 %s 年，按距今年数", ages.at);
    else if (td_yaml_get(fact, "range"))
        td_buf_text(&p->body, "确定与可能两个数");
    else
        td_buf_text(&p->body, "截止日");
}

static void
put_origin(struct page *p, const struct td_yaml *fact)
{
    struct td_str list = doc_word(fact, "list");

    cell(p, list.len ? list : doc_word(fact, "from"));
    td_buf_text(&p->body, "<td>");
    if (td_yaml_is(td_yaml_get(fact, "more"), "raises"))
        td_buf_text(&p->body, "名单不完整时只是下限");
    else if (td_yaml_is(td_yaml_get(fact, "more"), "lowers"))
        td_buf_text(&p->body, "名单不完整时只是上限");
    td_buf_text(&p->body, "\n");
}

void
doc_facts(struct page *p)
{
    open_chapter(p, "facts", "事实", "<th>名称<th>单位<th>时间<th>来自<th>说明");
    for (size_t i = 0; i < p->names.facts->count; i++) {
        const struct td_yaml *fact = p->names.facts->items[i];
        struct td_str name = p->names.facts->keys[i]->text;

        td_buf_printf(&p->body, "<tr id=\"f-%s\">", name.at);
        cell(p, doc_word(fact, "title"));
        td_buf_printf(&p->body, "<br><code>%s</code><td>%s", name.at, unit_of(fact));
        put_period(p, fact);
        put_origin(p, fact);
    }
    close_chapter(p);
}

void
doc_parameters(struct page *p, const struct td_yaml *map)
{
    static const char *const units[][2] = {
        {"years", " 年"}, {"rank", "（名次）"}, {"grade", "（等级）"}};

    open_chapter(p, "parameters", "定义中的数值", "<th>条文<th>数值<th>依据<th>证实");
    for (size_t i = 0; map && i < map->count; i++) {
        const struct td_yaml *entry = map->items[i];
        const char *unit = "";
        char anchor[200];

        snprintf(anchor, sizeof(anchor), "p-%.150s", map->keys[i]->text.at);
        td_buf_printf(&p->body, "<tr id=\"%s\">", anchor);
        cell(p, doc_word(entry, "text"));
        td_buf_printf(&p->body, "<br><code>%s</code>", map->keys[i]->text.at);
        for (size_t u = 0; u < sizeof(units) / sizeof(*units); u++)
            if (td_yaml_is(td_yaml_get(entry, "unit"), units[u][0]))
                unit = units[u][1];
        cell(p, doc_word(entry, "value"));
        if (td_yaml_is(td_yaml_get(entry, "unit"), "millionths"))
            unit = "（百万分之一）";
        td_buf_text(&p->body, unit);
        cell(p, doc_word(entry, "source"));
        grade_cell(p, anchor, entry, doc_word(entry, "source"), doc_word(entry, "text"));
    }
    close_chapter(p);
}

/* ---- size classes
 * ------------------------------------------------------------------------------- */
static void
put_limits(struct page *p, const struct td_yaml *row, const struct td_yaml *indicators,
           const char *class)
{
    const struct td_yaml *limits = td_yaml_get(row, class);
    struct td_buf words = {0};

    td_buf_text(&p->body, "<td>");
    for (size_t i = 0; limits && i < limits->count; i++) {
        td_buf_reset(&words);
        readable_expr(&p->names, doc_word(indicators, limits->keys[i]->text.at), &words);
        td_buf_text(&p->body, i ? "<br>且 " : "");
        doc_escape(&p->body, td_buf_view(&words));
        td_buf_printf(&p->body, " ≥ %s",
                      limits->items[i]->kind == TD_YAML_SCALAR ? limits->items[i]->text.at
                                                               : "?");
    }
    td_buf_free(&words);
}

void
doc_sizes(struct page *p, const struct td_yaml *root)
{
    const struct td_yaml *rows = td_yaml_get(root, "rows"),
                         *source = td_yaml_get(root, "source");

    open_chapter(p, "size", "企业划型", "<th>行业<th>大型<th>中型<th>小型<th>证实");
    for (size_t i = 0; rows && i < rows->count; i++) {
        const struct td_yaml *row = rows->items[i], *list = td_yaml_get(row, "industry");
        char anchor[40];

        snprintf(anchor, sizeof(anchor), "size-%zu", i + 1);
        td_buf_printf(&p->body, "<tr id=\"%s\">", anchor);
        cell(p, doc_word(row, "title"));
        td_buf_text(&p->body, "<br><code>");
        for (size_t k = 0; list && k < list->count; k++) {
            td_buf_text(&p->body, k ? ", " : "");
            doc_escape(&p->body, list->items[k]->text);
        }
        td_buf_text(&p->body, list ? "</code>" : "其余</code>");
        put_limits(p, row, td_yaml_get(root, "indicators"), "large");
        put_limits(p, row, td_yaml_get(root, "indicators"), "medium");
        put_limits(p, row, td_yaml_get(root, "indicators"), "small");
        if (doc_word(row, "confirmed").len > 0)
            grade_cell(p, anchor, row, doc_word(source, "number"), doc_word(row, "title"));
        else
            cell(p, doc_word(source, "confirmed"));
    }
    close_chapter(p);
    td_buf_text(
        &p->body,
        "<p>大、中、小型须同时满足所列下限，否则下划一档；低于小型下限的为微型。依据：");
    doc_escape(&p->body, doc_word(source, "name"));
    td_buf_text(&p->body, " ");
    doc_escape(&p->body, doc_word(source, "number"));
    td_buf_text(&p->body, "</p>\n");
}

void
doc_tags(struct page *p, const struct td_yaml *root)
{
    struct outline o = {0};

    outline_read(&o, root);
    open_chapter(p, "tags", "标签", "<th>标签<th>判定<th>依据<th>证实");
    for (size_t i = 0; i < o.count; i++) {
        const struct outline_item *item = &o.at[i];
        char anchor[200];

        snprintf(anchor, sizeof(anchor), "t-%.150s", item->id.len ? item->id.at : "");
        td_buf_printf(&p->body, "<tr id=\"%s\">", anchor);
        cell(p, item->text);
        td_buf_text(&p->body, "<td>");
        doc_tree(p, item->node);
        cell(p, item->clause);
        grade_cell(p, anchor, item->node, item->clause, item->text);
    }
    close_chapter(p);
    outline_free(&o);
}
