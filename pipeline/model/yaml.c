#include "yaml.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

enum {
    BYTES_MAX = 4 << 20,
    NODES_MAX = 300000, /* the largest real file (the vocabulary) has about 2,000 */
    DEPTH_MAX = 64,
    ANCHORS_MAX = 1000
};

struct frame { /* an open list or map */
    struct td_yaml *node;
    size_t first; /* its entries' place on the value stack */
};

struct anchor {
    struct td_str name;
    const struct td_yaml *node;
};

struct builder {
    struct td_yaml_doc *doc;
    const struct td_yaml_file *file;
    struct frame frames[DEPTH_MAX];
    size_t depth;
    const struct td_yaml **stack; /* finished nodes whose parent is open */
    size_t stack_count, stack_cap;
    struct anchor *anchors;
    size_t anchor_count;
    size_t nodes, documents;
};

/* ---- syntax errors ----------------------------------------------------------------------- */
static void
drop_output(struct fy_diag *diag, void *user, const char *text, size_t len)
{
    (void)diag, (void)user, (void)text, (void)len; /* errors are collected, not printed */
}

/* `reached`: the line up to which all was well, for what the library refuses without a word. */
static bool
fail_syntax(struct fy_diag *diag, const struct td_yaml_file *file, size_t reached,
            struct td_error *err)
{
    void *previous = NULL;
    const struct fy_diag_error *e = fy_diag_errors_iterate(diag, &previous);

    if (!e) {
        td_fail(err, file->code, "%s", TD_T("YAML 语法错误", "a YAML syntax error"));
        return td_at(err, file->name, reached, 1);
    }
    td_fail(err, file->code, TD_T("YAML 语法错误：%.200s", "a YAML syntax error: %.200s"),
            e->msg ? e->msg : "");
    return td_at(err, file->name, e->line > 0 ? (size_t)e->line : 1,
                 e->column > 0 ? (size_t)e->column : 1);
}

static bool
fail_place(const struct builder *b, const struct fy_mark *mark, struct td_error *err,
           const char *text)
{
    td_fail(err, b->file->code, "%s", text);
    return td_at(err, b->file->name, mark ? (size_t)mark->line + 1 : 1,
                 mark ? (size_t)mark->column + 1 : 1);
}

/* Offset of the first byte that is not UTF-8 (or is NUL), or len. */
static size_t
utf8_valid(struct td_str s)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t i = 0;

    while (i < s.len) {
        unsigned char c = (unsigned char)s.at[i];
        size_t n = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : 4;
        uint32_t point = c < 0x80 ? c : c & (0xFFu >> (n + 1));

        if (c == 0 || (c >= 0x80 && c < 0xC2) || c > 0xF4 || s.len - i < n)
            return i;
        for (size_t k = 1; k < n; k++) {
            if (((unsigned char)s.at[i + k] & 0xC0) != 0x80)
                return i;
            point = point << 6 | ((unsigned char)s.at[i + k] & 0x3Fu);
        }
        if (point < least[n] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
            return i;
        i += n;
    }
    return i;
}

static bool
check_bytes(struct td_str text, const struct td_yaml_file *file, struct td_error *err)
{
    size_t good, line = 1, start = 0;

    if (text.len > BYTES_MAX) {
        td_fail(err, file->code, TD_T("文件超过 %d 字节", "the file is larger than %d bytes"),
                BYTES_MAX);
        return td_at(err, file->name, 0, 0);
    }
    good = utf8_valid(text);
    if (good == text.len)
        return true;
    for (size_t i = 0; i < good; i++)
        if (text.at[i] == '\n')
            line++, start = i + 1;
    td_fail(err, file->code, TD_T("字节 0x%02X 不是 UTF-8", "byte 0x%02X is not UTF-8"),
            (unsigned char)text.at[good]);
    td_hint(err, "%s", TD_T("把文件存为 UTF-8", "save the file as UTF-8"));
    return td_at(err, file->name, line, good - start + 1);
}

/* ---- building ---------------------------------------------------------------------------- */
static struct td_str
token_text(struct fy_token *token)
{
    size_t len = 0;
    const char *text = token ? fy_token_get_text(token, &len) : NULL;

    return (struct td_str){text, text ? len : 0};
}

static void
push(struct builder *b, const struct td_yaml *node)
{
    if (b->stack_count == b->stack_cap) {
        b->stack_cap = b->stack_cap ? 2 * b->stack_cap : 256;
        b->stack = td_realloc(b->stack, b->stack_cap, sizeof *b->stack);
    }
    b->stack[b->stack_count++] = node;
}

static void
remember_anchor(struct builder *b, struct fy_token *token, const struct td_yaml *node)
{
    struct td_str name = token_text(token);

    if (!token || b->anchor_count == ANCHORS_MAX)
        return; /* an alias to an anchor beyond the limit is "unknown" */
    if (!b->anchors)
        b->anchors = td_alloc(ANCHORS_MAX, sizeof *b->anchors);
    b->anchors[b->anchor_count].name = td_arena_str(&b->doc->arena, name);
    b->anchors[b->anchor_count++].node = node;
}

static struct td_yaml *
new_node(struct builder *b, enum td_yaml_kind kind, const struct fy_mark *mark,
         struct td_error *err)
{
    struct td_yaml *node;

    if (++b->nodes > NODES_MAX) {
        fail_place(b, mark, err,
                   TD_T("内容太多（节点数超限）", "too much content (too many nodes)"));
        return NULL;
    }
    node = td_arena_alloc(&b->doc->arena, 1, sizeof *node);
    node->kind = kind;
    node->file = b->file;
    node->line = mark ? (size_t)mark->line + 1 : 1;
    node->column = mark ? (size_t)mark->column + 1 : 1;
    node->weight = 1;
    return node;
}

static bool
add_scalar(struct builder *b, struct fy_event *event, struct td_error *err)
{
    struct td_yaml *node = new_node(b, TD_YAML_SCALAR, fy_event_start_mark(event), err);
    enum fy_scalar_style style;

    if (!node)
        return false;
    node->text = td_arena_str(&b->doc->arena, token_text(event->scalar.value));
    style = event->scalar.value ? fy_token_scalar_style(event->scalar.value) : FYSS_PLAIN;
    node->quoted = style != FYSS_PLAIN;
    if ((style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) && node->column > 1)
        node->column--; /* libfyaml's mark is behind the quote */
    if (!node->quoted && node->text.len == 0 && b->stack_count > 0) {
        /* nothing was written, and the mark says 1:1: the place is the key before it */
        node->line = b->stack[b->stack_count - 1]->line;
        node->column = b->stack[b->stack_count - 1]->column;
    }
    remember_anchor(b, event->scalar.anchor, node);
    push(b, node);
    return true;
}

static bool
add_alias(struct builder *b, struct fy_event *event, struct td_error *err)
{
    struct td_str name = token_text(event->alias.anchor);

    for (size_t i = b->anchor_count; i-- > 0;) {
        const struct td_yaml *node = b->anchors[i].node;
        bool open = false;

        if (!td_str_equal(b->anchors[i].name, name))
            continue;
        for (size_t d = 0; d < b->depth; d++)
            open = open || b->frames[d].node == node;
        if (open)
            break;
        push(b, node);
        return true;
    }
    return fail_place(
        b, fy_event_start_mark(event), err,
        TD_T("别名 (*) 没有对应的锚点 (&)", "an alias (*) without its anchor (&)"));
}

static bool
open_node(struct builder *b, struct fy_event *event, struct td_error *err)
{
    bool map = event->type == FYET_MAPPING_START;
    const struct fy_mark *mark = fy_event_start_mark(event);
    struct td_yaml *node = new_node(b, map ? TD_YAML_MAP : TD_YAML_LIST, mark, err);

    if (!node)
        return false;
    if (b->depth == DEPTH_MAX)
        return fail_place(b, mark, err, TD_T("嵌套层数太多", "nested too deeply"));
    b->frames[b->depth++] = (struct frame){node, b->stack_count};
    remember_anchor(b, map ? event->mapping_start.anchor : event->sequence_start.anchor, node);
    return true;
}

static int
order_keys(const void *a, const void *b)
{
    const struct td_yaml *x = *(const struct td_yaml *const *)a;
    const struct td_yaml *y = *(const struct td_yaml *const *)b;
    int order = td_str_order(x->text, y->text);

    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static bool
check_keys(const struct td_yaml *map, struct td_error *err)
{
    const struct td_yaml **sorted;
    bool ok = true;

    for (size_t i = 0; i < map->count; i++)
        if (map->keys[i]->kind != TD_YAML_SCALAR)
            return td_yaml_fail(map->keys[i], err, "%s",
                                TD_T("键必须是一个词", "a key must be a plain word"));
    if (map->count < 2)
        return true;
    sorted = td_alloc(map->count, sizeof *sorted);
    memcpy(sorted, map->keys, map->count * sizeof *sorted);
    qsort(sorted, map->count, sizeof *sorted, order_keys);
    for (size_t i = 1; ok && i < map->count; i++)
        if (td_str_equal(sorted[i - 1]->text, sorted[i]->text))
            ok = td_yaml_fail(sorted[i], err,
                              TD_T("键“%.80s”重复，前一个在第 %zu 行",
                                   "key \"%.80s\" is given twice, first in line %zu"),
                              sorted[i]->text.at, sorted[i - 1]->line);
    free(sorted);
    return ok;
}

static bool
close_node(struct builder *b, struct td_error *err)
{
    struct frame frame = b->frames[--b->depth];
    struct td_yaml *node = frame.node;
    const struct td_yaml **entries = b->stack ? b->stack + frame.first : NULL;
    size_t count = b->stack_count - frame.first;
    size_t step = node->kind == TD_YAML_MAP ? 2 : 1;

    node->count = count / step;
    node->items = td_arena_alloc(&b->doc->arena, node->count, sizeof *node->items);
    node->keys =
        step == 2 ? td_arena_alloc(&b->doc->arena, node->count, sizeof *node->keys) : NULL;
    for (size_t i = 0; i < count; i++) {
        if (step == 2 && i % 2 == 0)
            node->keys[i / 2] = entries[i];
        else
            node->items[i / step] = entries[i];
        node->weight += entries[i]->weight;
    }
    if (node->weight > NODES_MAX)
        return td_yaml_fail(
            node, err, "%s",
            TD_T("别名展开后内容太多", "too much content once aliases are followed"));
    b->stack_count = frame.first;
    push(b, node);
    return node->kind != TD_YAML_MAP || check_keys(node, err);
}

static struct fy_token *
event_tag(const struct fy_event *event)
{
    switch (event->type) {
    case FYET_SCALAR:
        return event->scalar.tag;
    case FYET_MAPPING_START:
        return event->mapping_start.tag;
    case FYET_SEQUENCE_START:
        return event->sequence_start.tag;
    default:
        return NULL;
    }
}

static bool
take_event(struct builder *b, struct fy_event *event, struct td_error *err)
{
    if (event_tag(event))
        return fail_place(b, fy_event_start_mark(event), err,
                          TD_T("不支持标签 (!)", "tags (!) are not supported"));
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (b->documents++)
            return fail_place(
                b, fy_event_start_mark(event), err,
                TD_T("一个文件只能有一个文档 (---)", "one document (---) a file"));
        return true;
    case FYET_SCALAR:
        return add_scalar(b, event, err);
    case FYET_ALIAS:
        return add_alias(b, event, err);
    case FYET_MAPPING_START:
    case FYET_SEQUENCE_START:
        return open_node(b, event, err);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        return close_node(b, err);
    default:
        return true;
    }
}

static bool
read_events(struct builder *b, struct fy_parser *parser, struct fy_diag *diag,
            struct td_error *err)
{
    bool ok = true, end = false;
    size_t line = 1;

    while (ok && !end) {
        struct fy_event *event = fy_parser_parse(parser);
        const struct fy_mark *mark = event ? fy_event_end_mark(event) : NULL;

        end = !event || event->type == FYET_STREAM_END;
        if (!event)
            ok = fail_syntax(diag, b->file, line, err);
        else
            ok = take_event(b, event, err);
        line = mark ? (size_t)mark->line + 1 : line;
        fy_parser_event_free(parser, event);
    }
    return ok;
}

static bool
build(struct builder *b, struct td_str text, struct td_error *err)
{
    struct fy_diag_cfg diag_cfg = {.output_fn = drop_output, .level = FYET_ERROR};
    struct fy_diag *diag = fy_diag_create(&diag_cfg);
    struct fy_parse_cfg cfg = {
        .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DISABLE_MMAP_OPT, .diag = diag};
    struct fy_parser *parser;
    bool ok = true;

    if (!diag)
        td_out_of_memory(sizeof *b);
    fy_diag_set_collect_errors(diag, true);
    parser = fy_parser_create(&cfg);
    if (!parser)
        td_out_of_memory(sizeof *b);
    if (fy_parser_set_string(parser, text.at, text.len) != 0)
        ok = fail_syntax(diag, b->file, 1, err);
    ok = ok && read_events(b, parser, diag, err);
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return ok;
}

bool
td_yaml_parse(struct td_yaml_doc *doc, struct td_str text, const char *file, enum td_code code,
              struct td_error *err)
{
    struct td_yaml_file *shared;
    struct builder *b = td_alloc(1, sizeof *b);
    bool ok;

    *doc = (struct td_yaml_doc){0};
    shared = td_arena_alloc(&doc->arena, 1, sizeof *shared);
    shared->name = td_arena_str(&doc->arena, td_str(file)).at;
    shared->code = code;
    b->doc = doc;
    b->file = shared;
    ok = check_bytes(text, shared, err);
    ok = ok && (text.len == 0 || build(b, text, err));
    if (ok && b->stack_count == 0) {
        td_fail(err, code, "%s", TD_T("文件是空的", "the file is empty"));
        ok = td_at(err, file, 1, 1);
    }
    if (ok)
        doc->root = b->stack[0];
    free(b->stack);
    free(b->anchors);
    free(b);
    if (!ok)
        td_yaml_free(doc);
    return ok;
}

void
td_yaml_free(struct td_yaml_doc *doc)
{
    td_arena_free(&doc->arena);
    *doc = (struct td_yaml_doc){0};
}
