/*
 * td_criteria_doc: the criteria as one page for officers, in Chinese: clause, official text and
 * what the machine makes of it side by side. The same files, day and region give the same
 * bytes.
 */
#include "doc.h"
#include "tidu/criteria.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- text
 * --------------------------------------------------------------------------------------- */
void
doc_escape(struct td_buf *out, struct td_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c == '&')
            td_buf_text(out, "&amp;");
        else if (c == '<')
            td_buf_text(out, "&lt;");
        else if (c == '>')
            td_buf_text(out, "&gt;");
        else if (c == '"')
            td_buf_text(out, "&quot;");
        else
            td_buf_add(out, &c, 1);
    }
}

struct td_str
doc_word(const struct td_yaml *map, const char *key)
{
    const struct td_yaml *node = td_yaml_get(map, key);

    return node && node->kind == TD_YAML_SCALAR ? node->text : (struct td_str){0};
}

static bool
in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* The next word of an expression that may be a name; false at the end. */
static bool
next_name(struct td_str text, size_t *at, size_t *start, char name[100])
{
    while (*at < text.len) {
        size_t end = *at;

        while (end < text.len && in_name(text.at[end]))
            end++;
        *start = *at;
        if (end == *at) {
            ++*at;
            continue;
        }
        *at = end;
        if (end - *start >= 100 || (text.at[*start] >= '0' && text.at[*start] <= '9'))
            continue;
        memcpy(name, text.at + *start, end - *start);
        name[end - *start] = '\0';
        return true;
    }
    return false;
}

bool
doc_leans(const struct page *p, struct td_str expression)
{
    size_t at = 0, start;
    char name[100];

    while (next_name(expression, &at, &start, name))
        if (td_yaml_is(td_yaml_get(td_yaml_get(p->names.metrics, name), "confirmed"), "M"))
            return true;
    return false;
}

void
doc_code(struct page *p, struct td_buf *out, struct td_str expression)
{
    size_t at = 0, start, done = 0;
    char name[100];

    td_buf_text(out, "<code>");
    while (next_name(expression, &at, &start, name)) {
        bool metric = td_yaml_get(p->names.metrics, name),
             fact = td_yaml_get(p->names.facts, name);

        if (!metric && !fact)
            continue;
        doc_escape(out, (struct td_str){expression.at + done, start - done});
        td_buf_printf(out, "<a href=\"#%c-%s\">%s</a>", metric ? 'm' : 'f', name, name);
        done = at;
    }
    doc_escape(out, (struct td_str){expression.at + done, expression.len - done});
    td_buf_text(out, "</code>");
}

void
doc_tree(struct page *p, const struct td_yaml *map)
{
    const struct td_yaml *all = td_yaml_get(map, "all"), *any = td_yaml_get(map, "any"),
                         *list = all ? all : any;
    struct td_buf *out = &p->body, words = {0};

    if (td_yaml_get(map, "not")) {
        td_buf_text(out, "并非：");
        doc_tree(p, td_yaml_get(map, "not"));
        return;
    }
    for (size_t i = 0; list && i < list->count; i++) {
        const struct td_yaml *part = list->items[i];
        bool nested = td_yaml_get(part, "all") || td_yaml_get(part, "any");

        td_buf_text(out, i == 0 ? "" : all ? "，且 " : "，或 ");
        td_buf_text(out, nested ? "（" : "");
        doc_tree(p, part);
        td_buf_text(out, nested ? "）" : "");
    }
    if (doc_word(map, "manual").len > 0) {
        td_buf_text(out, "<b class=kind>人工</b> ");
        doc_escape(out, doc_word(map, "manual"));
    }
    if (doc_word(map, "when").len > 0) {
        readable_expr(&p->names, doc_word(map, "when"), &words);
        doc_escape(out, td_buf_view(&words));
        td_buf_text(out, " ");
        doc_code(p, out, doc_word(map, "when"));
        td_buf_free(&words);
    }
}

void
doc_grade(struct td_buf *out, struct td_str grade)
{
    if (td_str_equal(grade, TD_STR("M")))
        td_buf_text(out, "<b class=open>未证实</b>");
    else
        doc_escape(out, grade);
}

void
doc_open(struct page *p, const char *anchor, struct td_str where, struct td_str clause,
         struct td_str text)
{
    p->open_count++;
    td_buf_printf(&p->open, "<tr><td>");
    doc_escape(&p->open, where);
    td_buf_text(&p->open, "<td>");
    doc_escape(&p->open, clause);
    td_buf_printf(&p->open, "<td><a href=\"#%s\">", anchor);
    doc_escape(&p->open, text);
    td_buf_text(&p->open, "</a>\n");
}

/* ---- which tiers
 * -------------------------------------------------------------------------------- */
struct seen { /* a program that was compiled while we looked on */
    const struct td_condition *conditions;
    const struct td_yaml *map;
};

struct doc {
    struct page page;
    const struct td_file_text *files;
    size_t file_count;
    struct td_buf *out;
    struct seen *seen;
    size_t count, cap;
};

static bool
on_program(void *user, struct compiler *c, const struct td_yaml *map, const struct program *p)
{
    struct doc *d = user;

    (void)c;
    GROW(d->seen, d->count, d->cap)[d->count] = (struct seen){p->conditions, map};
    d->count++;
    return true;
}

static const struct td_yaml *
map_of(const struct doc *d, const struct program *p)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->seen[i].conditions == p->conditions)
            return d->seen[i].map;
    return NULL;
}

/* What is in force that day, as the judge has it; both kinds in one chapter where the text is
 * the same. */
static void
put_in_force(struct doc *d)
{
    const struct td_rules *r = d->page.rules;

    for (int i = 0; i < r->program_count; i++) {
        const struct td_yaml *map = map_of(d, &r->programs[i]);
        unsigned kinds = 1u << r->programs[i].public.kind;

        while (i + 1 < r->program_count && map_of(d, &r->programs[i + 1]) == map)
            kinds |= 1u << r->programs[++i].public.kind;
        if (map)
            doc_tier(&d->page, map, kinds, r->programs[i].public.source);
    }
}

static const struct td_yaml *
root_named(const struct compiler *c, const char *name)
{
    for (size_t i = 0; i < c->doc_count; i++)
        if (strcmp(c->docs[i].root->file->name, name) == 0)
            return c->docs[i].root;
    return NULL;
}

static void
put_tier_files(struct doc *d, const struct compiler *c, struct td_str tier)
{
    for (size_t i = 0; i < c->doc_count; i++) {
        const struct td_yaml *root = c->docs[i].root;

        if (td_str_starts(td_str(root->file->name), TD_STR("tiers/")) &&
            td_str_equal(doc_word(root, "tier"), tier))
            doc_tier(&d->page, root, 0, (struct td_str){0});
        else if (td_str_starts(td_str(root->file->name), TD_STR("overlays/")) &&
                 td_str_equal(doc_word(root, "overlay"), tier))
            doc_overlay(&d->page, root);
    }
}

static void
put_everything(struct doc *d, const struct compiler *c)
{
    static const char *const keys[] = {"ladder", "second_track"};

    for (size_t k = 0; k < 2; k++) {
        const struct td_yaml *list = td_yaml_get(d->page.ranking, keys[k]);

        for (size_t i = 0; list && i < list->count; i++)
            put_tier_files(d, c, list->items[i]->text);
    }
}

/* ---- the page
 * ----------------------------------------------------------------------------------- */
static const char style[] =
    "@page{size:A4;margin:16mm 14mm}\n"
    "body{font:15px/1.6 'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft "
    "YaHei',sans-serif;"
    "max-width:1100px;margin:0 auto;padding:1em;color:#111}\n"
    "h1{font-size:1.6em}h2{font-size:1.25em;margin-top:2em;border-bottom:2px solid "
    "#333;break-after:avoid}"
    "h3{font-size:1.05em;break-after:avoid}\n"
    "table{border-collapse:collapse;width:100%;margin:.5em "
    "0}thead{display:table-header-group}tr{break-inside:avoid}\n"
    "th,td{border:1px solid #999;padding:.25em "
    ".5em;text-align:left;vertical-align:top}th{background:#eee;font-weight:600}\n"
    "td.n{white-space:nowrap}tr.part "
    "th{background:#dde6ee}.d1{padding-left:1.6em}.d2{padding-left:3.2em}"
    ".d3{padding-left:4.8em}.d4{padding-left:6.4em}\n"
    "code{font:12px/1.4 'DejaVu Sans "
    "Mono',Consolas,monospace;color:#555;overflow-wrap:anywhere}code a{color:inherit}"
    "small{color:#555}\n"
    "b.open{color:#fff;background:#b00020;padding:0 "
    ".35em;border-radius:3px;white-space:nowrap;print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}b.kind{border:1px solid #555;padding:0 "
    ".3em;font-weight:normal;white-space:nowrap}\n"
    "nav ol{columns:2}@media "
    "print{a{color:inherit;text-decoration:none}body{font-size:10.5pt;max-width:none;padding:0}"
    "h2{break-before:auto}}\n";

static void
put_head(const struct doc *d)
{
    const struct page *p = &d->page;
    struct td_buf *out = d->out;

    td_buf_printf(out,
                  "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" "
                  "content=\"width=device-width\">\n<title>梯度培育评价标准</title>\n"
                  "<style>\n%s</style>\n</head>\n<body>\n<h1>梯度培育评价标准</h1>\n",
                  style);
    if (p->all)
        td_buf_text(out, "<p>全部版本，含已失效的。上年度指截止日所在年的前一年。</p>\n");
    else
        td_buf_printf(out, "<p>%s 有效的规则；上年度即 %d 年%s%.*s。</p>\n", p->day,
                      p->rules->year, p->region.len ? "；地区代码 " : "", (int)p->region.len,
                      p->region.at ? p->region.at : "");
    td_buf_text(out, "<p>"
                     "左边是条款和原文，右边是程序据以判定的口径；等于门槛时按“不低于、不高于”"
                     "含、“高于、低于”不含。"
                     "证实程度：A 政府网页，B2 两处网页一致，B 一处网页，<b "
                     "class=open>未证实</b> 凭记忆写下、尚未对照原文。"
                     "资料缺失时判定为“未知”，不当作零。</p>\n<nav>\n<h2>目录</h2>\n<ol>\n");
    td_buf_str(out, td_buf_view(&p->toc));
    td_buf_text(out, "</ol>\n</nav>\n");
    if (p->open_count > 0) {
        td_buf_printf(out,
                      "<h2 id=\"open\">尚未证实的数值（%zu "
                      "处）</h2>\n<table><thead><tr><th>文件<th>条款<th>内容</thead>\n",
                      p->open_count);
        td_buf_str(out, td_buf_view(&p->open));
        td_buf_text(out, "</table>\n");
    }
    td_buf_str(out, td_buf_view(&p->body));
    td_buf_text(out, "</body>\n</html>\n");
}

static bool
put_parameters(struct doc *d, struct td_error *err)
{
    struct td_yaml_doc doc = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < d->file_count; i++) {
        if (!td_str_equal(d->files[i].name, TD_STR("parameters.yaml")))
            continue;
        ok = td_yaml_parse(&doc, d->files[i].text, "parameters.yaml", TD_E_CRITERIA, err);
        if (ok)
            doc_parameters(&d->page, td_yaml_get(doc.root, "parameters"));
        td_yaml_free(&doc);
    }
    return ok;
}

static bool
on_files(void *user, struct compiler *c)
{
    struct doc *d = user;
    struct page *p = &d->page;
    const struct td_yaml *tags = root_named(c, "tags.yaml");

    p->rules = c->rules;
    p->ranking = root_named(c, "ranking.yaml");
    p->names.facts = td_yaml_get(root_named(c, "facts.yaml"), "facts");
    p->names.metrics = td_yaml_get(root_named(c, "metrics.yaml"), "metrics");
    if (p->all)
        put_everything(d, c);
    else
        put_in_force(d);
    doc_metrics(p);
    doc_sizes(p, root_named(c, "size.yaml"));
    if (!put_parameters(d, c->err))
        return false;
    if (tags)
        doc_tags(p, tags);
    doc_facts(p);
    put_head(d);
    return true;
}

bool
td_criteria_doc(struct td_buf *out, const struct td_file_text *files, size_t count,
                td_date as_of, struct td_str region, struct td_error *err)
{
    struct doc d = {.files = files,
                    .file_count = count,
                    .out = out,
                    .page = {.all = as_of == TD_DATE_NONE, .region = region}};
    struct rules_watch watch = {&d, on_program, on_files};
    struct td_rules_options options = {.as_of = as_of, .region = region};
    struct td_rules *rules;
    bool ok;

    if (d.page.all)
        options.as_of = td_date_from((struct td_civil){1990, 1, 1});
    td_date_text(options.as_of, d.page.day);
    ok = rules_compile_watched(&rules, files, count, &options, &watch, err);
    td_rules_free(rules);
    free(d.seen);
    td_buf_free(&d.page.toc);
    td_buf_free(&d.page.open);
    td_buf_free(&d.page.body);
    return ok;
}
