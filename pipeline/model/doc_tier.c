/* One tier's file as a chapter: where it comes from, when it is in force, its conditions and
 * points. */
#include "doc.h"

#include <stdio.h>
#include <string.h>

enum { ANCHOR_MAX = 200 };

struct chapter {
    struct page *p;
    const struct td_yaml *root;
    char id[ANCHOR_MAX];      /* srdi-2026 */
    struct td_str grades[32]; /* of each depth: what is not said is as well confirmed as what is
                                 above it */
};

static const char *
kind_word(bool review)
{
    return review ? "复核" : "新申报";
}

/* ---- head
 * --------------------------------------------------------------------------------------- */
static void
put_periods(struct chapter *ch, unsigned kinds)
{
    const struct td_yaml *applies = td_yaml_get(ch->root, "applies");
    struct td_buf *out = &ch->p->body;
    bool first = true;

    td_buf_text(out, "<tr><th>适用<td>");
    for (size_t i = 0; applies && i < applies->count; i++) {
        const struct td_yaml *entry = applies->items[i];
        bool review = td_yaml_is(td_yaml_get(entry, "kind"), "review"),
             both = !td_yaml_get(entry, "kind");
        struct td_str from = doc_word(entry, "from"), to = doc_word(entry, "to"),
                      region = doc_word(entry, "region");

        if (kinds && !(kinds >> (review ? TD_REVIEW : TD_NEW) & 1))
            continue;
        td_buf_printf(out, "%s%s %.*s %s%.*s", first ? "" : "<br>",
                      both ? "新申报、复核" : kind_word(review), (int)from.len, from.at,
                      to.len ? "至 " : "起", (int)to.len, to.at ? to.at : "");
        if (region.len > 0)
            td_buf_printf(out, "（地区代码 %.*s）", (int)region.len, region.at);
        if (td_yaml_is(td_yaml_get(entry, "confirmed"), "M")) {
            td_buf_text(out, " <b class=open>未证实</b>");
            doc_open(ch->p, ch->id, td_str(entry->file->name), TD_STR("适用"), from);
        }
        first = false;
    }
    td_buf_text(out, "\n");
}

static void
put_source(struct chapter *ch, struct td_str laid_over)
{
    static const char *const keys[] = {"name", "number", "annex"};
    const struct td_yaml *source = td_yaml_get(ch->root, "source");
    struct td_buf *out = &ch->p->body;

    td_buf_text(out, "<table>\n<tr><th>依据<td>");
    for (size_t i = 0; i < 3; i++) {
        struct td_str word = doc_word(source, keys[i]);

        td_buf_text(out, i && word.len ? " " : "");
        doc_escape(out, word);
    }
    td_buf_text(out, "（证实程度 ");
    doc_grade(out, doc_word(source, "confirmed").len ? doc_word(source, "confirmed")
                                                     : TD_STR("未注明"));
    td_buf_text(out, "）\n");
    if (td_str_has(laid_over, TD_STR("；"))) {
        const char *at = strstr(laid_over.at, "；");

        td_buf_text(out, "<tr><th>地方规定<td>");
        doc_escape(out, td_str(at + strlen("；")));
        td_buf_text(out, "\n");
    }
    td_buf_text(out, "<tr><th>规则文件<td><code>");
    doc_escape(out, td_str(ch->root->file->name));
    td_buf_text(out, "</code>\n");
    ch->grades[0] = doc_word(source, "confirmed");
}

/* ---- conditions
 * --------------------------------------------------------------------------------- */
/* A pass mark: total and group ids by their titles. */
static void
put_mark(struct chapter *ch, struct td_str expression, struct td_buf *out)
{
    const struct td_yaml *groups = td_yaml_get(td_yaml_get(ch->root, "score"), "groups");
    size_t end = 0;
    struct td_str name, rest, title = TD_STR("总分");

    while (end < expression.len && expression.at[end] != ' ' && expression.at[end] != '>')
        end++;
    name = (struct td_str){expression.at, end};
    rest = (struct td_str){expression.at + end, expression.len - end};
    for (size_t i = 0; groups && i < groups->count; i++)
        if (td_str_equal(doc_word(groups->items[i], "id"), name))
            title = doc_word(groups->items[i], "title");
    td_buf_text(out, "“");
    doc_escape(out, title);
    td_buf_text(out, "”得分");
    rest = td_str_trim(rest);
    td_buf_text(out, td_str_starts(rest, TD_STR(">=")) ? "不低于 " : "高于 ");
    while (rest.len > 0 && (rest.at[0] == '>' || rest.at[0] == '=' || rest.at[0] == ' ')) {
        rest.at++;
        rest.len--;
    }
    doc_escape(out, rest);
}

static void
put_machine(struct chapter *ch, const struct outline_item *i)
{
    struct td_buf *out = &ch->p->body, words = {0};

    if (td_str_equal(i->form, TD_STR("all")))
        td_buf_text(out, "以下各项全部满足");
    else if (td_str_equal(i->form, TD_STR("any")))
        td_buf_text(out, "以下任一项满足");
    else if (td_str_equal(i->form, TD_STR("not")))
        td_buf_text(out, "以下不满足");
    else if (td_str_equal(i->form, TD_STR("manual"))) {
        td_buf_text(out, "<b class=kind>人工</b> ");
        doc_escape(out, i->expression);
    } else if (td_str_equal(i->form, TD_STR("score")))
        put_mark(ch, i->expression, out);
    else if (i->expression.len > 0) {
        readable_expr(&ch->p->names, i->expression, &words);
        doc_escape(out, td_buf_view(&words));
        td_buf_free(&words);
    }
    if (td_yaml_is(td_yaml_get(i->node, "external"), "true"))
        td_buf_text(out, " <b class=kind>取不到时待平台评价</b>");
    if (td_str_equal(i->unless, TD_STR("always")))
        td_buf_text(out, " <b class=kind>不再适用</b>");
    else if (i->unless.len > 0)
        td_buf_printf(out, " <b class=kind>%s不适用</b>",
                      kind_word(td_str_equal(i->unless, TD_STR("review"))));
    if (td_str_equal(i->form, TD_STR("when")) || td_str_equal(i->form, TD_STR("score"))) {
        td_buf_text(out, "<br>");
        doc_code(ch->p, out, i->expression);
    }
}

static void
put_grade(struct chapter *ch, const char *anchor, const struct outline_item *i,
          struct td_str grade)
{
    struct td_buf *out = &ch->p->body, words = {0};
    bool leans = doc_leans(ch->p, i->expression);

    doc_grade(out, grade);
    if (leans)
        td_buf_text(out, " <b class=open>指标定义未证实</b>");
    if (!leans && !td_str_equal(i->confirmed, TD_STR("M")))
        return;
    td_buf_str(&words, i->text);
    if (i->text.len == 0)
        readable_expr(&ch->p->names, i->expression, &words);
    doc_open(ch->p, anchor, td_str(i->node->file->name), i->clause, td_buf_view(&words));
    td_buf_free(&words);
}

/* What is not said is as well confirmed as what stands above it. */
static struct td_str
grade_of(struct chapter *ch, const struct outline_item *i)
{
    int depth = i->depth < 30 ? i->depth + 1 : 31;

    ch->grades[depth] = i->confirmed.len ? i->confirmed : ch->grades[depth - 1];
    return ch->grades[depth];
}

static void
put_condition(struct chapter *ch, const struct outline_item *i)
{
    struct td_buf *out = &ch->p->body;
    char anchor[2 * ANCHOR_MAX];

    snprintf(anchor, sizeof(anchor), "%s-%.150s", ch->id, i->id.len ? i->id.at : "");
    td_buf_printf(out, "<tr id=\"%s\"><td class=n>", anchor);
    doc_escape(out, i->depth == 0 || doc_word(i->node, "clause").len ? i->clause
                                                                     : (struct td_str){0});
    td_buf_printf(out, "<td class=d%d>", i->depth > 4 ? 4 : i->depth);
    doc_escape(out, i->text);
    td_buf_printf(out, "<td class=d%d>", i->depth > 4 ? 4 : i->depth);
    put_machine(ch, i);
    td_buf_text(out, "<td>");
    put_grade(ch, anchor, i, grade_of(ch, i));
    td_buf_text(out, "\n");
}

static void
put_part(struct chapter *ch, const struct outline *o, enum outline_part part, const char *title)
{
    bool open = false;

    for (size_t i = 0; i < o->count; i++) {
        if (o->at[i].part != part)
            continue;
        if (!open)
            td_buf_printf(&ch->p->body, "<tr class=part><th colspan=4>%s\n", title);
        open = true;
        put_condition(ch, &o->at[i]);
    }
}

/* ---- points
 * ------------------------------------------------------------------------------------- */
static void
put_bands(struct chapter *ch, const struct td_yaml *list)
{
    struct td_buf *out = &ch->p->body;

    td_buf_text(out, "<table>\n");
    for (size_t i = 0; i < list->count; i++) {
        const struct td_yaml *band = list->items[i];

        td_buf_text(out, "<tr><td>");
        if (doc_word(band, "from").len > 0)
            td_buf_printf(out, "%s 及以上", doc_word(band, "from").at);
        else if (doc_word(band, "above").len > 0)
            td_buf_printf(out, "高于 %s", doc_word(band, "above").at);
        else if (band->count > 1)
            doc_tree(ch->p, band);
        else
            td_buf_text(out, "其余");
        td_buf_text(out, "<td class=n>");
        doc_escape(out, doc_word(band, "points"));
        td_buf_text(out, " 分\n");
    }
    td_buf_text(out, "</table>");
}

static void
put_points(struct chapter *ch, const struct td_yaml *map)
{
    const struct td_yaml *best = td_yaml_get(map, "best_of"),
                         *bands = td_yaml_get(map, "bands");
    const struct td_yaml *choices = td_yaml_get(map, "choices"),
                         *sum = td_yaml_get(map, "sum_of");
    struct td_buf *out = &ch->p->body, words = {0};

    if (doc_word(map, "value").len > 0) {
        readable_expr(&ch->p->names, doc_word(map, "value"), &words);
        doc_escape(out, td_buf_view(&words));
        td_buf_text(out, " ");
        doc_code(ch->p, out, doc_word(map, "value"));
        td_buf_free(&words);
    }
    for (size_t i = 0; best && i < best->count; i++) {
        td_buf_text(out, i ? "<br>或（取高的）：" : "");
        put_points(ch, best->items[i]);
    }
    if (sum)
        td_buf_printf(out, "每满足一项累加，最高 %s 分",
                      doc_word(map, "cap").len ? doc_word(map, "cap").at : "?");
    if (bands || choices || sum)
        put_bands(ch, bands ? bands : choices ? choices : sum);
    if (doc_word(map, "per").len > 0)
        td_buf_printf(out, "<br>每满 %s 得 %s 分，最高 %s 分", doc_word(map, "per").at,
                      doc_word(map, "points").at, doc_word(map, "cap").at);
    if (doc_word(map, "manual").len > 0) {
        td_buf_text(out, "<b class=kind>人工</b> ");
        doc_escape(out, doc_word(map, "manual"));
    }
    if (doc_word(map, "unknown").len > 0)
        td_buf_text(out, "未定：按 0 分至满分的区间计");
}

static void
put_indicator(struct chapter *ch, const struct outline_item *i)
{
    struct td_buf *out = &ch->p->body;
    const struct td_yaml *map = i->node;
    char anchor[2 * ANCHOR_MAX];

    snprintf(anchor, sizeof(anchor), "%s-score-%.150s", ch->id, i->id.len ? i->id.at : "");
    td_buf_printf(out, "<tr id=\"%s\"><td class=n>", anchor);
    doc_escape(out, i->clause);
    td_buf_text(out, "<td>");
    doc_escape(out, i->text);
    td_buf_text(out, "<td class=n>");
    doc_escape(out, doc_word(map, "max"));
    td_buf_text(out, " 分<td>");
    put_points(ch, map);
    td_buf_text(out, "<td>");
    ch->grades[1] = i->confirmed.len ? i->confirmed : ch->grades[0];
    put_grade(ch, anchor, i, ch->grades[1]);
    td_buf_text(out, "\n");
}

static void
put_indicators(struct chapter *ch, const struct outline *o, struct td_str group)
{
    for (size_t i = 0; i < o->count; i++)
        if (o->at[i].part == OUTLINE_INDICATOR &&
            td_str_equal(doc_word(o->at[i].node, "group"), group))
            put_indicator(ch, &o->at[i]);
}

static void
put_score(struct chapter *ch, const struct outline *o)
{
    const struct td_yaml *score = td_yaml_get(ch->root, "score"),
                         *groups = td_yaml_get(score, "groups");
    struct td_buf *out = &ch->p->body;

    if (!score)
        return;
    td_buf_printf(
        out,
        "<h3>评分（满分 %s "
        "分）</h3>\n<table><thead><tr><th>条款<th>指标<th>满分<th>得分<th>证实</thead>\n",
        doc_word(score, "max").at);
    put_indicators(ch, o, (struct td_str){0});
    for (size_t i = 0; groups && i < groups->count; i++) {
        td_buf_text(out, "<tr class=part><th colspan=5>");
        doc_escape(out, doc_word(groups->items[i], "title"));
        td_buf_printf(out, "（%s 分）\n", doc_word(groups->items[i], "max").at);
        put_indicators(ch, o, doc_word(groups->items[i], "id"));
    }
    td_buf_text(out, "</table>\n");
}

/* ---- chapters
 * ----------------------------------------------------------------------------------- */
static void
put_title(struct chapter *ch, struct td_str title, struct td_str version, const char *what)
{
    struct td_buf *bufs[] = {&ch->p->body, &ch->p->toc};

    td_buf_printf(&ch->p->body, "<h2 id=\"%s\">", ch->id);
    td_buf_printf(&ch->p->toc, "<li><a href=\"#%s\">", ch->id);
    for (size_t i = 0; i < 2; i++) {
        doc_escape(bufs[i], title);
        td_buf_printf(bufs[i], " <small>%.*s 版%s</small>", (int)version.len, version.at, what);
    }
    td_buf_text(&ch->p->body, "</h2>\n");
    td_buf_text(&ch->p->toc, "</a>\n");
}

void
doc_tier(struct page *p, const struct td_yaml *root, unsigned kinds, struct td_str source)
{
    struct chapter ch = {.p = p, .root = root};
    struct td_str tier = doc_word(root, "tier"), version = doc_word(root, "version");
    struct outline o = {0};
    bool review = kinds == 1u << TD_REVIEW;

    snprintf(ch.id, sizeof(ch.id), "%.80s-%.80s%s", tier.at, version.at,
             review ? "-review" : "");
    put_title(&ch, doc_word(root, "title"), version, review ? "，复核" : "");
    put_source(&ch, source);
    put_periods(&ch, kinds);
    td_buf_text(&p->body, "</table>\n");
    outline_read(&o, root);
    td_buf_text(
        &p->body,
        "<h3>条件</h3>\n<table><thead><tr><th>条款<th>条文<th>机器判定<th>证实</thead>\n");
    put_part(&ch, &o, OUTLINE_SUBJECT, "申报主体（不满足即排除）");
    put_part(&ch, &o, OUTLINE_REQUIRE, "条件（须全部满足）");
    td_buf_text(&p->body, "</table>\n");
    put_score(&ch, &o);
    outline_free(&o);
}

/* What an overlay puts in place of an entry or behind it, in the form of a tier's chapter. */
static void
put_laid(struct chapter *ch, const struct td_yaml *entry, const char *what, struct td_str id)
{
    const struct td_yaml *by = td_yaml_get(entry, "by");
    struct td_buf *out = &ch->p->body;

    td_buf_printf(out, "<tr class=part><th colspan=5>%s <code>", what);
    doc_escape(out, id);
    td_buf_text(out, "</code>\n");
    for (size_t i = 0; by && i < by->count; i++) {
        struct outline_item item = {.clause = doc_word(by->items[i], "clause"),
                                    .text = doc_word(by->items[i], "text"),
                                    .id = doc_word(by->items[i], "id"),
                                    .confirmed = doc_word(by->items[i], "confirmed"),
                                    .expression = doc_word(by->items[i], "when"),
                                    .node = by->items[i]};

        put_indicator(ch, &item);
    }
    if (!by) {
        td_buf_text(out, "<tr><td class=n>");
        doc_escape(out, doc_word(entry, "clause"));
        td_buf_text(out, "<td colspan=4>");
        doc_escape(out, doc_word(entry, "text"));
        td_buf_text(out, "\n");
    }
}

void
doc_overlay(struct page *p, const struct td_yaml *root)
{
    static const struct {
        const char *key, *id, *what;
    } ways[] = {
        {"replace", "id", "替换"}, {"add", "after", "增加，在其后"}, {"remove", "id", "去掉"}};
    struct chapter ch = {.p = p, .root = root};
    struct td_str version = doc_word(root, "version");

    snprintf(ch.id, sizeof(ch.id), "%.80s-%.80s-%.20s", doc_word(root, "overlay").at,
             version.at, doc_word(root, "region").len ? doc_word(root, "region").at : "");
    put_title(&ch, doc_word(root, "title"), version, "，地方规定");
    put_source(&ch, (struct td_str){0});
    put_periods(&ch, 0);
    td_buf_text(
        &p->body,
        "</table>\n<table><thead><tr><th>条款<th>条文<th>满分<th>得分或判定<th>证实</thead>\n");
    for (size_t w = 0; w < 3; w++) {
        const struct td_yaml *list = td_yaml_get(root, ways[w].key);

        for (size_t i = 0; list && i < list->count; i++)
            put_laid(&ch, list->items[i], ways[w].what, doc_word(list->items[i], ways[w].id));
    }
    td_buf_text(&p->body, "</table>\n");
}
