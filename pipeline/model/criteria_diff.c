/*
 * td_criteria_diff: outlines of two files, matched by ids, told in the order of the new one
 * with what is gone at its old place. A figure is shown as "1000万 -> 1500万" where the rest of
 * the expression is the same.
 */
#include "outline.h"
#include "rules.h"
#include "tidu/criteria.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIGURES_MAX = 40 };

struct figures { /* of an expression */
    struct td_str at[FIGURES_MAX];
    int count;
    struct td_buf rest; /* the expression with # for each */
};

struct side {
    const struct td_criteria_side *asked;
    struct td_yaml_doc *docs;
    size_t count;
};

struct telling { /* one pair of files */
    struct outline outlines[2];
    bool *told; /* of the old one */
    bool json;
    struct td_buf *out;
    size_t changed, added, removed, worded, confirmed, same, items;
};

/* ---- figures
 * ------------------------------------------------------------------------------------ */
static bool
in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_';
}

static void
figures_of(struct td_str text, struct figures *f)
{
    int brackets = 0;

    *f = (struct figures){0};
    td_buf_text(&f->rest, "");
    for (size_t i = 0; i < text.len;) {
        char c = text.at[i];
        bool digit = c >= '0' && c <= '9';
        size_t end = i;

        brackets += (c == '[') - (c == ']');
        if (!digit || brackets > 0 || (i > 0 && in_word(text.at[i - 1])) ||
            f->count == FIGURES_MAX) {
            td_buf_add(&f->rest, &c, 1);
            i++;
            continue;
        }
        while (end < text.len && !strchr(" \t\n)],/*+<>=!;|", text.at[end]))
            end++;
        f->at[f->count++] = (struct td_str){text.at + i, end - i};
        td_buf_text(&f->rest, "#");
        i = end;
    }
}

static void
put_figures(struct td_buf *out, struct td_str before, struct td_str after, bool json)
{
    struct figures a, b;
    bool first = true;

    figures_of(before, &a);
    figures_of(after, &b);
    if (a.count == b.count && td_str_equal(td_buf_view(&a.rest), td_buf_view(&b.rest)))
        for (int i = 0; i < a.count; i++) {
            if (td_str_equal(a.at[i], b.at[i]))
                continue;
            td_buf_text(out, json ? (first ? "[" : ",[") : first ? "  " : "，");
            if (json)
                td_json_str(out, a.at[i]);
            else
                td_buf_str(out, a.at[i]);
            td_buf_text(out, json ? "," : " -> ");
            if (json)
                td_json_str(out, b.at[i]);
            else
                td_buf_str(out, b.at[i]);
            td_buf_text(out, json ? "]" : "");
            first = false;
        }
    td_buf_free(&a.rest);
    td_buf_free(&b.rest);
}

/* ---- telling
 * ------------------------------------------------------------------------------------ */
enum change { SAME, CHANGED, WORDED, CONFIRMED, ADDED, REMOVED };

static enum change
compare(const struct outline_item *a, const struct outline_item *b)
{
    bool unconfirmed[] = {td_str_equal(a->confirmed, TD_STR("M")),
                          td_str_equal(b->confirmed, TD_STR("M"))};

    if (!td_str_equal(a->expression, b->expression) || !td_str_equal(a->form, b->form) ||
        !td_str_equal(a->unless, b->unless))
        return CHANGED;
    if (!td_str_equal(a->text, b->text))
        return WORDED;
    return unconfirmed[0] != unconfirmed[1] ? CONFIRMED : SAME;
}

static void
put_side(struct td_buf *out, const char *head, const struct outline_item *i)
{
    td_buf_printf(out, "      %s%s", head, head[0] != ' ' ? " " : "");
    td_buf_str(out, i->text);
    if (i->expression.len > 0)
        td_buf_printf(out, "%s%.*s", i->text.len ? "\n         " : "", (int)i->expression.len,
                      i->expression.at);
    else if (i->form.len > 0)
        td_buf_printf(out, " (%.*s)", (int)i->form.len, i->form.at);
    if (i->unless.len > 0)
        td_buf_printf(out, " (unless: %.*s)", (int)i->unless.len, i->unless.at);
    if (td_str_equal(i->confirmed, TD_STR("M")))
        td_buf_text(out, TD_T("（未证实）", " (not confirmed)"));
    td_buf_text(out, "\n");
}

static void
text_item(struct td_buf *out, enum change change, const struct outline_item *a,
          const struct outline_item *b)
{
    static const char *const zh[] = {"", "改", "措辞", "证实", "增", "删"};
    static const char *const en[] = {"",      "changed", "wording", "confirmation",
                                     "added", "removed"};
    const struct outline_item *any = b ? b : a;

    td_buf_printf(out, "  %s %.*s", TD_T(zh, en)[change], (int)any->id.len, any->id.at);
    if (a && b && a->clause.len + b->clause.len > 0 && !td_str_equal(a->clause, b->clause))
        td_buf_printf(out, "  %.*s -> %.*s", (int)a->clause.len, a->clause.at,
                      (int)b->clause.len, b->clause.at);
    else if (any->clause.len > 0)
        td_buf_printf(out, "  %.*s", (int)any->clause.len, any->clause.at);
    if (a && b)
        put_figures(out, a->expression, b->expression, false);
    td_buf_text(out, "\n");
    if (a)
        put_side(out, b ? TD_T("旧", "old") : "   ", a);
    if (b)
        put_side(out, a ? TD_T("新", "new") : "   ", b);
}

static void
json_side(struct td_buf *out, const char *name, const struct outline_item *i)
{
    static const char *const members[] = {"clause", "text",      "expression",
                                          "form",   "confirmed", "unless"};

    td_buf_printf(out, ",\"%s\":", name);
    if (!i) {
        td_buf_text(out, "null");
        return;
    }
    const struct td_str values[] = {i->clause, i->text,      i->expression,
                                    i->form,   i->confirmed, i->unless};
    for (size_t m = 0; m < sizeof(members) / sizeof(*members); m++) {
        td_buf_printf(out, "%s\"%s\":", m ? "," : "{", members[m]);
        td_json_str(out, values[m]);
    }
    td_buf_text(out, ",\"file\":");
    td_json_str(out, td_str(i->node->file->name));
    td_buf_printf(out, ",\"line\":%zu}", i->node->line);
}

static void
json_item(struct td_buf *out, enum change change, const struct outline_item *a,
          const struct outline_item *b)
{
    static const char *const words[] = {"",      "changed", "wording", "confirmation",
                                        "added", "removed"};
    static const char *const parts[] = {
        [OUTLINE_FILE] = "file",           [OUTLINE_APPLIES] = "applies",
        [OUTLINE_HOLDS] = "holds",         [OUTLINE_SUBJECT] = "subject",
        [OUTLINE_REQUIRE] = "require",     [OUTLINE_GROUP] = "group",
        [OUTLINE_INDICATOR] = "indicator", [OUTLINE_ENTRY] = "entry"};
    const struct outline_item *any = b ? b : a;

    td_buf_printf(out, "{\"change\":\"%s\",\"part\":\"%s\",\"id\":", words[change],
                  parts[any->part]);
    td_json_str(out, any->id);
    td_buf_text(out, ",\"figures\":[");
    if (a && b)
        put_figures(out, a->expression, b->expression, true);
    td_buf_text(out, "]");
    json_side(out, "before", a);
    json_side(out, "after", b);
    td_buf_text(out, "}");
}

static void
tell(struct telling *t, enum change change, const struct outline_item *a,
     const struct outline_item *b)
{
    size_t *counts[] = {&t->same,      &t->changed, &t->worded,
                        &t->confirmed, &t->added,   &t->removed};

    ++*counts[change];
    if (change == SAME)
        return;
    if (!t->json) {
        text_item(t->out, change, a, b);
        return;
    }
    td_buf_text(t->out, t->items++ ? ",\n" : "\n");
    json_item(t->out, change, a, b);
}

/* An indicator and a condition may share an id; periods of one kind are matched in their order.
 */
static bool
is_kin(const struct outline_item *a, const struct outline_item *b)
{
    bool points = a->part == OUTLINE_INDICATOR || a->part == OUTLINE_GROUP;

    return td_str_equal(a->id, b->id) &&
           (a->part == b->part ||
            (!points && b->part != OUTLINE_INDICATOR && b->part != OUTLINE_GROUP));
}

static size_t
kin_of(const struct telling *t, const struct outline_item *b)
{
    for (size_t i = 0; i < t->outlines[0].count; i++)
        if (!t->told[i] && is_kin(&t->outlines[0].at[i], b))
            return i;
    return SIZE_MAX;
}

static void
tell_gone(struct telling *t, size_t before)
{
    for (size_t i = 0; i < before && i < t->outlines[0].count; i++) {
        bool stays = false;

        for (size_t n = 0; n < t->outlines[1].count && !stays; n++)
            stays = is_kin(&t->outlines[0].at[i], &t->outlines[1].at[n]);
        if (t->told[i] || stays)
            continue;
        t->told[i] = true;
        tell(t, REMOVED, &t->outlines[0].at[i], NULL);
    }
}

static void
tell_rest(struct telling *t)
{
    for (size_t i = 0; i < t->outlines[0].count; i++)
        if (!t->told[i])
            tell(t, REMOVED, &t->outlines[0].at[i], NULL);
}

static void
tell_all(struct telling *t)
{
    t->told = td_alloc(t->outlines[0].count + 1, sizeof(*t->told));
    for (size_t n = 0; n < t->outlines[1].count; n++) {
        const struct outline_item *b = &t->outlines[1].at[n];
        size_t at = kin_of(t, b);

        if (at == SIZE_MAX) {
            tell(t, ADDED, NULL, b);
            continue;
        }
        tell_gone(t, at);
        t->told[at] = true;
        tell(t, compare(&t->outlines[0].at[at], b), &t->outlines[0].at[at], b);
    }
    tell_rest(t);
    free(t->told);
}

/* ---- pairs of files
 * ----------------------------------------------------------------------------- */
static void
tell_pair(const char *a, const char *b, const struct td_yaml *before,
          const struct td_yaml *after, bool always, bool json, struct td_buf *out, bool *first)
{
    struct td_buf body = {0};
    struct telling t = {.json = json, .out = &body};

    if (before)
        outline_read(&t.outlines[0], before);
    if (after)
        outline_read(&t.outlines[1], after);
    td_buf_text(&body, "");
    tell_all(&t);
    if (t.changed + t.added + t.removed + t.worded + t.confirmed > 0 || always) {
        if (json) {
            td_buf_text(out, *first ? "{\"before\":" : ",\n{\"before\":");
            td_json_str(out, td_str(a));
            td_buf_text(out, ",\"after\":");
            td_json_str(out, td_str(b));
            td_buf_printf(out,
                          ",\"changed\":%zu,\"wording\":%zu,\"confirmation\":%zu,\"added\":%zu,"
                          "\"removed\":%zu,"
                          "\"same\":%zu,\"items\":[",
                          t.changed, t.worded, t.confirmed, t.added, t.removed, t.same);
            td_buf_str(out, td_buf_view(&body));
            td_buf_text(out, "]}");
        } else {
            td_buf_printf(out, "%s%s -> %s\n", *first ? "" : "\n", a, b);
            td_buf_str(out, td_buf_view(&body));
            td_buf_printf(
                out,
                TD_T("  共改 %zu，仅措辞 %zu，仅证实情况 %zu，增 %zu，删 %zu，相同 %zu\n",
                     "  %zu changed, %zu in wording only, %zu in confirmation only, %zu added, "
                     "%zu removed, "
                     "%zu the same\n"),
                t.changed, t.worded, t.confirmed, t.added, t.removed, t.same);
        }
        *first = false;
    }
    td_buf_free(&body);
    outline_free(&t.outlines[0]);
    outline_free(&t.outlines[1]);
}

static bool
is_told(struct td_str name)
{
    static const char *const files[] = {"facts.yaml",  "metrics.yaml", "parameters.yaml",
                                        "size.yaml",   "ranking.yaml", "tags.yaml",
                                        "efforts.yaml"};

    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
        if (td_str_equal(name, td_str(files[i])))
            return true;
    return (td_str_starts(name, TD_STR("tiers/")) ||
            td_str_starts(name, TD_STR("overlays/"))) &&
           td_str_ends(name, TD_STR(".yaml"));
}

static const struct td_yaml *
root_named(const struct side *s, struct td_str name)
{
    for (size_t i = 0; i < s->count; i++)
        if (td_str_equal(name, td_str(s->docs[i].root->file->name)))
            return s->docs[i].root;
    return NULL;
}

static void
tell_folders(struct side sides[2], bool json, struct td_buf *out, bool *first)
{
    for (int which = 0; which < 2; which++)
        for (size_t i = 0; i < sides[which].count; i++) {
            struct td_str name = td_str(sides[which].docs[i].root->file->name);
            const struct td_yaml *other = root_named(&sides[1 - which], name);
            struct td_buf a = {0}, b = {0};

            if (which == 1 && other)
                continue; /* told already */
            td_buf_printf(&a, "%s/%s", sides[0].asked->label, name.at);
            td_buf_printf(&b, "%s/%s", sides[1].asked->label, name.at);
            tell_pair(a.at, b.at, which == 0 ? sides[0].docs[i].root : NULL,
                      which == 0 ? other : sides[1].docs[i].root, false, json, out, first);
            td_buf_free(&a);
            td_buf_free(&b);
        }
}

/* ---- reading
 * ------------------------------------------------------------------------------------ */
static bool
side_open(struct side *s, const struct td_criteria_side *asked, struct td_error *err)
{
    struct td_rules_options options = {.as_of = td_date_from((struct td_civil){1990, 1, 1})};
    struct td_rules *rules;

    *s = (struct side){.asked = asked, .docs = td_alloc(asked->count + 1, sizeof(*s->docs))};
    if (!td_rules_compile(&rules, asked->files, asked->count, &options, err))
        return td_in(err, "%s", asked->label);
    td_rules_free(rules);
    for (size_t i = 0; i < asked->count; i++)
        if (is_told(asked->files[i].name)) {
            if (!td_yaml_parse(&s->docs[s->count], asked->files[i].text,
                               asked->files[i].name.at, TD_E_CRITERIA, err))
                return false;
            s->count++;
        }
    return true;
}

static void
side_close(struct side *s)
{
    for (size_t i = 0; i < s->count; i++)
        td_yaml_free(&s->docs[i]);
    free(s->docs);
}

/* The file of "srdi@2022"; an error that names those that are there. */
static bool
find_version(const struct side *s, struct td_str version, const struct td_yaml **out,
             struct td_error *err)
{
    struct td_buf names = {0};

    *out = NULL;
    for (size_t i = 0; i < s->count; i++) {
        const struct td_yaml *root = s->docs[i].root, *tier = td_yaml_get(root, "tier"),
                             *v = td_yaml_get(root, "version");
        struct td_buf name = {0};

        if (!tier || !v)
            continue;
        td_buf_printf(&name, "%s@%s", tier->text.at, v->text.at);
        td_buf_printf(&names, "%s%s", names.len ? TD_T("、", ", ") : "", name.at);
        if (td_str_equal(td_buf_view(&name), version))
            *out = root;
        td_buf_free(&name);
    }
    if (!*out) {
        td_fail(err, TD_E_USAGE, TD_T("没有“%.*s”这个版本", "there is no version \"%.*s\""),
                (int)version.len, version.at);
        td_hint(err, TD_T("有：%s", "there are: %s"), names.at ? names.at : "");
    }
    td_buf_free(&names);
    return *out != NULL;
}

static bool
tell_versions(struct side sides[2], bool json, struct td_buf *out, bool *first,
              struct td_error *err)
{
    const struct td_yaml *roots[2];
    struct td_str versions[2] = {sides[0].asked->version, sides[1].asked->version};

    for (int i = 0; i < 2; i++)
        if (!find_version(&sides[i], versions[i].len ? versions[i] : versions[1 - i], &roots[i],
                          err))
            return false;
    tell_pair(sides[0].asked->label, sides[1].asked->label, roots[0], roots[1], true, json, out,
              first);
    return true;
}

bool
td_criteria_diff(const struct td_criteria_side asked[2], bool json, struct td_buf *out,
                 struct td_error *err)
{
    struct side sides[2] = {{0}, {0}};
    bool first = true,
         ok = side_open(&sides[0], &asked[0], err) && side_open(&sides[1], &asked[1], err);

    if (json)
        td_buf_text(out, "[");
    if (ok && (asked[0].version.len || asked[1].version.len))
        ok = tell_versions(sides, json, out, &first, err);
    else if (ok)
        tell_folders(sides, json, out, &first);
    if (ok && first && !json)
        td_buf_text(out, TD_T("两边的条文相同\n", "the texts are the same\n"));
    if (json)
        td_buf_text(out, "]");
    side_close(&sides[0]);
    side_close(&sides[1]);
    return ok;
}
