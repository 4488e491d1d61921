/* What if: from what is said ("srdi.rd_share=2.5%") to changes of the criteria's texts. */
#include "tidu/change.h"

#include "figures.h"
#include "said.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 400 };

struct td_change_edit { /* bytes of a file that are replaced; len 0: put in */
    size_t file, at, len;
    struct td_str by;
};

/* ---- which figure ---------------------------------------------------------------------------------- */
static bool
about_name(const struct expr *e, struct td_str name)
{
    bool found = e && e->kind == EX_NAME && td_str_equal(e->name, name);

    for (int i = 0; e && !found && i < e->arg_count; i++)
        found = about_name(e->args[i], name);
    return found;
}

static struct td_str
owner_id(const struct td_rules *r, const struct program *p, const struct figure *f)
{
    return f->condition >= 0 ? p->conditions[f->condition].id : r->scores[p->score].indicators[f->indicator].id;
}

/* Is the condition, or one that it is a part of, called so? */
static bool
below(const struct program *p, int condition, struct td_str id)
{
    for (int at = condition; at >= 0; at = p->conditions[at].parent)
        if (td_str_equal(p->conditions[at].id, id))
            return true;
    return false;
}

enum way { BY_NAME, BY_CONDITION, BY_PATH, BY_INDICATOR, BY_FACT, WAYS };

static bool
fits(const struct td_rules *r, const struct program *p, const struct figure *f, struct td_str name, enum way way)
{
    struct td_str first = {name.at, 0}, rest = {0};

    while (first.len < name.len && name.at[first.len] != '.')
        first.len++;
    if (first.len < name.len)
        rest = (struct td_str){first.at + first.len + 1, name.len - first.len - 1};
    switch (way) {
    case BY_NAME:
        return td_str_equal(f->name, name) && (f->condition >= 0 || !f->whole || rest.len > 0);
    case BY_CONDITION:
        return f->condition >= 0 && below(p, f->condition, name);
    case BY_PATH: /* rd.rd_share, score.rd_money.2 */
        if (rest.len == 0)
            return false;
        if (f->indicator >= 0 && td_str_equal(first, TD_STR("score")))
            return fits(r, p, f, rest, BY_NAME) || fits(r, p, f, rest, BY_INDICATOR);
        return f->condition >= 0 && below(p, f->condition, first) &&
               (fits(r, p, f, rest, BY_NAME) || fits(r, p, f, rest, BY_CONDITION) || fits(r, p, f, rest, BY_PATH));
    case BY_INDICATOR:
        return f->indicator >= 0 && !f->whole && td_str_equal(owner_id(r, p, f), name);
    default:
        return !f->whole && about_name(f->about, name);
    }
}

static bool
no_figure(const struct program *p, const struct figures *figures, const struct said *s, struct td_error *err)
{
    const char *names[NAMES_MAX];
    size_t count = 0;

    for (size_t k = 0; k < p->public.condition_count && count < NAMES_MAX; k++) {
        if (td_str_equal(p->conditions[k].id, s->name)) {
            td_fail(err, TD_E_USAGE, TD_T("%.*s 的条件“%.*s”里没有数值", "condition \"%.*s.%.*s\" has no figure"),
                    (int)s->tier.len, s->tier.at, (int)s->name.len, s->name.at);
            return td_hint(err, TD_T("可以去掉它：--drop %.*s.%.*s", "it can be dropped: --drop %.*s.%.*s"),
                           (int)s->tier.len, s->tier.at, (int)s->name.len, s->name.at);
        }
        names[count++] = p->conditions[k].id.at;
    }
    for (int i = 0; i < figures->count && count < NAMES_MAX; i++)
        if (figures->list[i].indicator >= 0)
            names[count++] = figures->list[i].name.at;
    td_fail(err, TD_E_USAGE, TD_T("%.*s（%.*s 版）没有条件或指标“%.*s”", "%.*s (version %.*s) has no condition or indicator \"%.*s\""),
            (int)s->tier.len, s->tier.at, (int)p->public.version.len, p->public.version.at, (int)s->name.len,
            s->name.at);
    return td_yaml_suggest(s->name, names, count, err);
}

static bool
several(const struct figures *figures, const int *hits, int count, const struct said *s, struct td_error *err)
{
    struct td_buf list = {0};

    for (int i = 0; i < count; i++) {
        const struct figure *f = &figures->list[hits[i]];
        td_buf_printf(&list, "%s%.*s.%.*s = %.*s", i ? "; " : "", (int)s->tier.len, s->tier.at, (int)f->name.len,
                      f->name.at, (int)f->text.len, f->text.at);
    }
    td_fail(err, TD_E_USAGE, TD_T("“%.*s.%.*s”有 %d 个数值，请指明一个", "\"%.*s.%.*s\" has %d figures: say which"),
            (int)s->tier.len, s->tier.at, (int)s->name.len, s->name.at, count);
    td_hint(err, "%s", list.at);
    td_buf_free(&list);
    return false;
}

/* By its own name, else by what it is a part of, else by what it is about. */
static bool
find_figure(const struct td_rules *r, const struct program *p, const struct figures *figures, const struct said *s,
            const struct figure **out, struct td_error *err)
{
    int hits[NAMES_MAX], count = 0;

    for (enum way way = BY_NAME; way < WAYS && count == 0; way++)
        for (int i = 0; i < figures->count && count < NAMES_MAX; i++)
            if (fits(r, p, &figures->list[i], s->name, way))
                hits[count++] = i;
    if (count == 0)
        return no_figure(p, figures, s, err);
    if (count > 1)
        return several(figures, hits, count, s, err);
    *out = &figures->list[hits[0]];
    return true;
}

/* ---- is the new figure of the same kind? ------------------------------------------------------------- */
static bool
check_figure(struct td_arena *arena, const struct figure *f, const struct said *s, struct td_error *err)
{
    struct td_error ignored = {0};
    struct expr *e = NULL;
    bool read = expr_constant(arena, s->figure, (struct place){"", 1, 1}, &e, &ignored);
    bool bare = read && e->measure == MEASURE_NONE;

    if (read && (f->whole ? bare && e->den == 1 && e->num >= 0
                          : e->measure == f->measure || (f->measure == MEASURE_NONE && e->measure != MEASURE_SHARE &&
                                                         e->measure != MEASURE_MONEY)))
        return true;
    if (!read)
        td_fail(err, TD_E_USAGE, TD_T("“%.*s”不是数值", "\"%.*s\" is no figure"), (int)s->figure.len, s->figure.at);
    else
        td_fail(err, TD_E_USAGE, TD_T("%.*s.%.*s 现为 %.*s，不能改成单位不同的 %.*s",
                                      "%.*s.%.*s is %.*s and cannot become %.*s: another unit"),
                (int)s->tier.len, s->tier.at, (int)f->name.len, f->name.at, (int)f->text.len, f->text.at,
                (int)s->figure.len, s->figure.at);
    return td_hint(err, TD_T("像现在这样写，连同单位：%.*s", "write it as it stands, with its unit: %.*s"),
                   (int)f->text.len, f->text.at);
}

/* ---- edits --------------------------------------------------------------------------------------------- */
/* The byte of a place of a text; the column counts characters. */
static size_t
byte_of(struct td_str text, size_t line, size_t column)
{
    size_t at = 0;

    for (; line > 1 && at < text.len; at++)
        line -= text.at[at] == '\n';
    for (column--; column > 0 && at < text.len; column--)
        for (at++; at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80; at++)
            ;
    return at;
}

static bool
add_edit(struct td_changes *c, struct td_change change, struct td_change_edit edit, const char *said,
         struct td_error *err)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->edits[i].file == edit.file && c->edits[i].at == edit.at)
            return td_fail(err, TD_E_USAGE, TD_T("“%s”与“%.*s”改的是同一处", "\"%s\" changes the same as \"%.*s\""), said,
                           (int)c->list[i].id.len, c->list[i].id.at);
    if (c->count == c->cap) {
        c->cap = c->cap ? 2 * c->cap : 8;
        c->list = td_realloc(c->list, c->cap, sizeof(*c->list));
        c->edits = td_realloc(c->edits, c->cap, sizeof(*c->edits));
    }
    c->list[c->count] = change;
    c->edits[c->count++] = edit;
    return true;
}

static size_t
file_index(const struct td_file_text *files, size_t count, struct td_str name)
{
    size_t i = 0;

    while (i < count && !td_str_equal(files[i].name, name))
        i++;
    return i;
}

/* Put a figure in the place of another: the scalar must stand in the text as it was read. */
static bool
edit_scalar(const struct td_file_text *files, size_t count, const struct td_yaml *scalar, size_t byte, size_t bytes,
            struct td_str by, struct td_change_edit *out, struct td_error *err)
{
    struct place place = yaml_place(scalar);
    size_t file = file_index(files, count, td_str(place.file));
    struct td_str text = file < count ? files[file].text : (struct td_str){0};
    size_t at = byte_of(text, place.line, place.column);

    if (text.len - at < scalar->text.len || memcmp(text.at + at, scalar->text.at, scalar->text.len) != 0) {
        td_fail(err, TD_E_USAGE, "%s",
                TD_T("这个数值所在的表达式跨行或带转义，不能直接改", "the expression with this figure is folded or escaped in its file"));
        return td_at(err, place.file, place.line, place.column);
    }
    *out = (struct td_change_edit){file, at + byte, bytes, by};
    return true;
}

/* `unless: always`: first among the condition's keys, or in place of its own `unless`. */
static bool
edit_drop(struct td_changes *c, const struct td_file_text *files, size_t count, const struct td_yaml *map,
          struct td_change_edit *out, struct td_error *err)
{
    const struct td_yaml *unless = td_yaml_get(map, "unless"), *first = map->keys[0];
    size_t file = file_index(files, count, td_str(map->file->name)), at;
    struct td_buf b = {0};

    if (unless)
        return edit_scalar(files, count, unless, 0, unless->text.len, TD_STR("always"), out, err);
    at = byte_of(files[file].text, first->line, first->column);
    td_buf_text(&b, "unless: always");
    /* {a: 1} has its keys behind a brace; else every key has a line of its own, all in one column */
    bool flow = map->line != first->line || map->column != first->column;
    if (flow)
        td_buf_text(&b, ", ");
    else
        td_buf_printf(&b, "\n%*s", (int)first->column - 1, "");
    *out = (struct td_change_edit){file, at, 0, td_arena_str(&c->arena, td_buf_view(&b))};
    td_buf_free(&b);
    return true;
}

/* ---- all together ---------------------------------------------------------------------------------------- */
static struct td_str
keep(struct td_changes *c, struct td_str s)
{
    return td_arena_str(&c->arena, s);
}

static bool
stands(const struct td_change *change, struct td_str file, size_t line, size_t column)
{
    return td_str_equal(change->file, file) && change->line == line && change->column == column;
}

/* Which applications the owner of a change judges: a file may serve both kinds. */
static void
mark_kinds(const struct td_rules *r, struct td_change *change)
{
    for (int i = 0; i < r->program_count; i++) {
        const struct program *p = &r->programs[i];
        const struct score *score = p->score >= 0 ? &r->scores[p->score] : NULL;
        bool found = false;

        for (size_t k = 0; !found && k < p->public.condition_count; k++)
            found = stands(change, p->conditions[k].file, p->conditions[k].line, p->conditions[k].column);
        for (int k = 0; score && !found && k < score->indicator_count; k++)
            found = stands(change, score->indicators[k].file, score->indicators[k].line,
                           score->indicators[k].column);
        change->kinds[p->public.kind] = change->kinds[p->public.kind] || found;
    }
}

static struct td_change
describe(struct td_changes *c, const struct td_rules *r, const struct program *p, int condition, int indicator)
{
    const struct td_condition *at = condition >= 0 ? &p->conditions[condition] : NULL;
    const struct indicator *in = indicator >= 0 ? &r->scores[p->score].indicators[indicator] : NULL;
    struct td_change change = {.tier = keep(c, p->public.tier),
                               .version = keep(c, p->public.version),
                               .id = keep(c, at ? at->id : in->id),
                               .clause = keep(c, at ? at->clause : in->clause),
                               .text = keep(c, at ? at->text : in->text),
                               .file = keep(c, at ? at->file : in->file),
                               .line = at ? at->line : in->line,
                               .column = at ? at->column : in->column};

    mark_kinds(r, &change);
    return change;
}

static bool
add_set(struct td_changes *c, const struct td_rules *r, const struct td_file_text *files, size_t count,
        const struct said *s, struct td_error *err)
{
    struct figures figures = {0};
    const struct figure *f = NULL;
    const struct program *p;
    struct td_change_edit edit = {0};
    bool ok = said_program(r, s, &p, err) && figures_read(&figures, r, p, files, count, err) &&
              find_figure(r, p, &figures, s, &f, err) && check_figure(&figures.arena, f, s, err);

    ok = ok && edit_scalar(files, count, f->scalar, f->byte, f->bytes, keep(c, s->figure), &edit, err);
    if (ok) {
        struct td_change change = describe(c, r, p, f->condition, f->indicator);
        change.id = keep(c, f->name);
        change.line = f->scalar->line;
        change.column = f->scalar->column;
        change.before = keep(c, f->text);
        change.after = edit.by;
        ok = add_edit(c, change, edit, s->argument, err);
    }
    figures_free(&figures);
    return ok;
}

static bool
no_condition(const struct td_rules *r, const struct program *p, const struct said *s, struct td_error *err)
{
    const char *names[NAMES_MAX];
    size_t count = 0;

    for (size_t k = 0; k < p->public.condition_count && count < NAMES_MAX; k++)
        names[count++] = p->conditions[k].id.at;
    for (int i = 0; p->score >= 0 && i < r->scores[p->score].indicator_count; i++)
        if (td_str_equal(r->scores[p->score].indicators[i].id, s->name)) {
            td_fail(err, TD_E_USAGE, TD_T("%.*s.%.*s 是评分指标，不能去掉", "%.*s.%.*s is an indicator of the score and cannot be dropped"),
                    (int)s->tier.len, s->tier.at, (int)s->name.len, s->name.at);
            return td_hint(err, "%s", TD_T("可以改各档的得分（--set …points）", "its bands' points can be changed (--set …points)"));
        }
    td_fail(err, TD_E_USAGE, TD_T("%.*s（%.*s 版）没有条件“%.*s”", "%.*s (version %.*s) has no condition \"%.*s\""),
            (int)s->tier.len, s->tier.at, (int)p->public.version.len, p->public.version.at, (int)s->name.len, s->name.at);
    return td_yaml_suggest(s->name, names, count, err);
}

/* "rd_share", "rd.rd_share": the condition of the longest end of the name that is an id, below what stands
 * before it. */
static size_t
find_condition(const struct program *p, struct td_str name)
{
    struct td_str end = name;

    for (;;) {
        struct td_str before = {name.at, end.at > name.at ? (size_t)(end.at - name.at) - 1 : 0};
        for (size_t k = 0; k < p->public.condition_count; k++)
            if (td_str_equal(p->conditions[k].id, end) && (before.len == 0 || below(p, (int)k, before)))
                return k;
        const char *dot = memchr(end.at, '.', end.len);
        if (!dot)
            return p->public.condition_count;
        end = (struct td_str){dot + 1, end.len - (size_t)(dot + 1 - end.at)};
    }
}

static bool
add_drop(struct td_changes *c, const struct td_rules *r, const struct td_file_text *files, size_t count,
         const struct said *s, struct td_error *err)
{
    struct figures figures = {0}; /* for its trees */
    const struct program *p;
    struct td_change_edit edit = {0};
    size_t k;

    if (!said_program(r, s, &p, err))
        return false;
    k = find_condition(p, s->name);
    if (k == p->public.condition_count)
        return no_condition(r, p, s, err);
    const struct td_condition *at = &p->conditions[k];
    const struct td_yaml *map = figures_map(&figures, at->file, at->line, at->column, files, count, err);
    bool ok = map && edit_drop(c, files, count, map, &edit, err) &&
              add_edit(c, describe(c, r, p, (int)k, -1), edit, s->argument, err);
    figures_free(&figures);
    return ok;
}

bool
td_changes_add(struct td_changes *c, const struct td_rules *r, const struct td_file_text *files, size_t count,
               const char *argument, bool drop, struct td_error *err)
{
    struct said said;

    return said_read(argument, drop, &said, err) &&
           (drop ? add_drop(c, r, files, count, &said, err) : add_set(c, r, files, count, &said, err));
}

/* The first edit of a file from a byte on, NULL if none is left. */
static const struct td_change_edit *
next_edit(const struct td_changes *c, size_t file, size_t from)
{
    const struct td_change_edit *next = NULL;

    for (size_t k = 0; k < c->count; k++)
        if (c->edits[k].file == file && c->edits[k].at >= from && (!next || c->edits[k].at < next->at))
            next = &c->edits[k];
    return next;
}

void
td_changes_apply(struct td_changes *c, const struct td_file_text *files, size_t count, struct td_file_text *out)
{
    for (size_t i = 0; i < count; i++) {
        struct td_str text = files[i].text;
        const struct td_change_edit *edit = next_edit(c, i, 0);
        struct td_buf b = {0};
        size_t done = 0;

        out[i] = files[i];
        if (!edit)
            continue;
        for (; edit; edit = next_edit(c, i, done)) {
            size_t behind = edit->len ? 0 : 1; /* what is put in stands before a byte that stays */

            td_buf_add(&b, text.at + done, edit->at - done);
            td_buf_str(&b, edit->by);
            td_buf_add(&b, text.at + edit->at, behind);
            done = edit->at + edit->len + behind;
        }
        td_buf_add(&b, text.at + done, text.len - done);
        out[i].text = keep(c, td_buf_view(&b));
        td_buf_free(&b);
    }
}

void
td_changes_free(struct td_changes *c)
{
    free(c->list);
    free(c->edits);
    td_arena_free(&c->arena);
    *c = (struct td_changes){0};
}
