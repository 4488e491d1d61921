/* One overlay over the tree of a tier's text: entries by id removed, replaced, added. */
#include "overlay.h"

enum { IDS_MAX = 200 };

static const char *const replace_keys[] = {"id", "by", "note"};
static const char *const add_keys[] = {"after", "by", "note"};
static const char *const remove_keys[] = {"id", "clause", "text", "note"};
static const char *const edit_names[] = {"remove", "replace", "add"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

static struct td_yaml *
copy_node(struct td_arena *arena, const struct td_yaml *node, size_t room)
{
    struct td_yaml *out = td_arena_alloc(arena, 1, sizeof(*out));

    *out = *node;
    out->items = td_arena_alloc(arena, node->count + room + 1, sizeof(*out->items));
    out->keys = td_arena_alloc(arena, node->count + room + 1, sizeof(*out->keys));
    for (size_t i = 0; i < node->count; i++) {
        out->items[i] = node->items[i];
        if (node->kind == TD_YAML_MAP)
            out->keys[i] = node->keys[i];
    }
    return out;
}

/* An entry of an overlay is as well confirmed as the overlay, unless it says otherwise. */
static const struct td_yaml *
graded(struct td_arena *arena, const struct td_yaml *entry, const struct overlay *o)
{
    const struct td_yaml *source = td_yaml_get(o->root, "source");
    struct td_yaml *out;

    if (entry->kind != TD_YAML_MAP || td_yaml_get(entry, "confirmed") ||
        !td_yaml_get(source, "confirmed"))
        return entry;
    out = copy_node(arena, entry, 1);
    out->keys[out->count] = td_yaml_key(source, "confirmed");
    out->items[out->count++] = td_yaml_get(source, "confirmed");
    return out;
}

static struct edit *
edit_of(struct edit *edits, size_t count, const struct td_yaml *entry)
{
    const struct td_yaml *id = td_yaml_get(entry, "id");

    for (size_t i = 0; id && id->kind == TD_YAML_SCALAR && i < count; i++)
        if (td_str_equal(edits[i].target->text, id->text))
            return &edits[i];
    return NULL;
}

static const struct td_yaml *
edit_entry(struct td_arena *arena, const struct td_yaml *entry, struct edit *edits,
           size_t count);

static void
put_entries(struct td_arena *arena, struct td_yaml *list, const struct edit *edit)
{
    for (size_t i = 0; i < edit->by->count; i++)
        list->items[list->count++] = graded(arena, edit->by->items[i], edit->overlay);
}

static const struct td_yaml *
edit_list(struct td_arena *arena, const struct td_yaml *list, struct edit *edits, size_t count)
{
    struct td_yaml *out;
    size_t more = 0;

    if (!list || list->kind != TD_YAML_LIST)
        return list;
    for (size_t i = 0; i < count; i++)
        more += edits[i].by ? edits[i].by->count : 0;
    out = copy_node(arena, list, more);
    out->count = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct edit *edit = edit_of(edits, count, list->items[i]);

        if (!edit || edit->kind == EDIT_ADD)
            out->items[out->count++] = edit_entry(arena, list->items[i], edits, count);
        if (edit && edit->kind != EDIT_REMOVE && edit->found == 0)
            put_entries(arena, out, edit);
        if (edit)
            edit->found++;
    }
    return out;
}

/* What stands alone below a key: the score, or the condition of `not`, which one other may
 * replace. */
static const struct td_yaml *
edit_single(struct td_arena *arena, const struct td_yaml *node, struct edit *edits,
            size_t count)
{
    struct edit *edit = edit_of(edits, count, node);

    if (edit && edit->kind == EDIT_REPLACE && edit->by->count == 1) {
        edit->found++;
        return graded(arena, edit->by->items[0], edit->overlay);
    }
    return edit_entry(arena, node, edits, count);
}

/* A map with the lists below those of its keys that hold conditions or indicators. */
static const struct td_yaml *
edit_entry(struct td_arena *arena, const struct td_yaml *entry, struct edit *edits,
           size_t count)
{
    static const char *const below[] = {"subject", "require", "score", "indicators",
                                        "all",     "any",     "not"};
    struct td_yaml *out;

    if (entry->kind != TD_YAML_MAP)
        return entry;
    out = copy_node(arena, entry, 0);
    for (size_t i = 0; i < out->count; i++)
        for (size_t k = 0; k < sizeof(below) / sizeof(*below); k++)
            if (td_yaml_is(out->keys[i], below[k]))
                out->items[i] = out->items[i]->kind == TD_YAML_LIST
                                    ? edit_list(arena, out->items[i], edits, count)
                                    : edit_single(arena, out->items[i], edits, count);
    return out;
}

static void
list_ids(const struct td_yaml *node, const char **ids, size_t *count)
{
    const struct td_yaml *id = td_yaml_get(node, "id");

    if (node->kind == TD_YAML_SCALAR)
        return;
    if (id && id->kind == TD_YAML_SCALAR && *count < IDS_MAX)
        ids[(*count)++] = id->text.at;
    for (size_t i = 0; i < node->count; i++)
        if (node->kind == TD_YAML_LIST ||
            !(td_yaml_is(node->keys[i], "groups") || td_yaml_is(node->keys[i], "examples")))
            list_ids(node->items[i], ids, count);
}

static bool
read_edit(struct compiler *c, const struct overlay *o, enum edit_kind kind,
          const struct td_yaml *entry, struct edit *edit)
{
    const struct td_yaml *clause, *text;

    *edit = (struct edit){.kind = kind, .overlay = o};
    if (!td_yaml_expect(entry, TD_YAML_MAP, edit_names[kind], c->err))
        return false;
    if (kind == EDIT_REMOVE) {
        if (!td_yaml_known(entry, KEYS(remove_keys), c->err) ||
            !td_yaml_need(entry, "clause", &clause, c->err) || /* what allows it, and why */
            !td_yaml_need(entry, "text", &text, c->err))
            return false;
    } else if (!(kind == EDIT_ADD ? td_yaml_known(entry, KEYS(add_keys), c->err)
                                  : td_yaml_known(entry, KEYS(replace_keys), c->err)) ||
               !td_yaml_need(entry, "by", &edit->by, c->err) ||
               !td_yaml_expect(edit->by, TD_YAML_LIST, "by", c->err)) {
        return false;
    } else if (kind == EDIT_REPLACE && edit->by->count == 0) { /* would remove without a clause */
        return td_yaml_fail(edit->by, c->err, "%s",
                            TD_T("by 是空的；删去条件用 remove，写明依据", "by is empty; to remove, use remove and say what allows it"));
    }
    return td_yaml_need(entry, kind == EDIT_ADD ? "after" : "id", &edit->target, c->err) &&
           td_yaml_expect(edit->target, TD_YAML_SCALAR, "id", c->err);
}

bool
read_edits(struct compiler *c, const struct overlay *o, struct edit *edits, size_t *count)
{
    for (int kind = EDIT_REMOVE; kind <= EDIT_ADD; kind++) {
        const struct td_yaml *list = td_yaml_get(o->root, edit_names[kind]);

        if (list && !td_yaml_expect(list, TD_YAML_LIST, edit_names[kind], c->err))
            return false;
        for (size_t i = 0; list && i < list->count; i++) {
            struct edit *edit = &edits[*count];

            if (!read_edit(c, o, (enum edit_kind)kind, list->items[i], edit))
                return false;
            for (size_t k = 0; k < *count; k++)
                if (td_str_equal(edits[k].target->text, edit->target->text))
                    return td_yaml_fail(
                        edit->target, c->err,
                        TD_T("“%s”在本文件第 %zu 行已经改过",
                             "\"%s\" is already changed at line %zu of this file"),
                        edit->target->text.at, edits[k].target->line);
            ++*count;
        }
    }
    return *count > 0 || td_yaml_fail(o->root, c->err, "%s",
                                      TD_T("remove、replace、add 一项也没有",
                                           "neither remove, replace nor add"));
}

size_t
edit_room(const struct overlay *o)
{
    size_t room = 1;

    for (int kind = EDIT_REMOVE; kind <= EDIT_ADD; kind++) {
        const struct td_yaml *list = td_yaml_get(o->root, edit_names[kind]);

        room += list ? list->count : 0;
    }
    return room;
}

bool
lay_over(struct compiler *c, struct overlays *all, const struct overlay *o,
         const struct td_yaml **tree)
{
    struct edit *edits = td_arena_alloc(&all->arena, edit_room(o), sizeof(*edits));
    const struct td_yaml *below = *tree;
    size_t count = 0;

    if (!read_edits(c, o, edits, &count))
        return false;
    *tree = edit_entry(&all->arena, below, edits, count);
    for (size_t i = 0; i < count; i++) {
        const char *ids[IDS_MAX];
        size_t id_count = 0;

        if (edits[i].found == 1)
            continue;
        if (edits[i].found > 1)
            return td_yaml_fail(
                edits[i].target, c->err,
                TD_T("“%s”既是条件又是指标", "\"%s\" is both a condition and an indicator"),
                edits[i].target->text.at);
        td_yaml_fail(edits[i].target, c->err,
                     TD_T("“%s”中没有 id 为“%s”的条件或指标",
                          "\"%s\" has no condition or indicator \"%s\""),
                     o->tier->file->name, edits[i].target->text.at);
        list_ids(below, ids, &id_count);
        return td_yaml_suggest(edits[i].target->text, ids, id_count, c->err);
    }
    return true;
}
