/*
 * The catalogues of the region (重点产业链 and the like) as lists of industries: for `industry
 * in catalogue(…)`, as a tag of each entry, and as the key `priority`. Their keywords are
 * keyword.c's.
 */
#include "catalogue.h"
#include "rules.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 64 };

bool
local_read(struct compiler *c, const struct td_file_text *files, size_t count)
{
    c->catalogues = td_alloc(1, sizeof(*c->catalogues));
    c->files = files;
    c->file_count = count;
    return catalogues_read(c->catalogues, &c->rules->arena, files, count, c->options->region,
                           c->err);
}

void
local_free(struct compiler *c)
{
    if (c->catalogues)
        catalogues_free(c->catalogues);
    free(c->catalogues);
    c->catalogues = NULL;
}

/* "C34", "3451" or "63-65" as codes; the catalogue's reader has checked them. */
static void
mark_codes(struct td_str code, uint8_t in[])
{
    uint16_t range[2];
    int64_t value;

    if (!industry_range(code, range)) {
        if (!td_industry_value(code, &value))
            return;
        range[0] = (uint16_t)(value / 10000);
        range[1] = (uint16_t)(value % 10000);
    }
    memset(in + range[0], 1, (size_t)(range[1] - range[0] + 1));
}

/* Is there a file of this catalogue for any region? "catalogues/<id>.yaml",
 * "catalogues/<id>-<region>.yaml" */
bool
local_known(const struct compiler *c, struct td_str id)
{
    for (size_t i = 0; i < c->file_count; i++) {
        struct td_str name = c->files[i].name, folder = TD_STR("catalogues/");
        size_t end = folder.len + id.len;

        if (td_str_starts(name, folder) && name.len > end &&
            memcmp(name.at + folder.len, id.at, id.len) == 0 &&
            (name.at[end] == '.' || name.at[end] == '-'))
            return true;
    }
    return false;
}

static bool
unknown_catalogue(struct compiler *c, const struct expr *e)
{
    const char *names[NAMES_MAX];
    size_t count = 0;

    compile_fail(c, e, TD_T("没有目录或条目“%.*s”", "there is no catalogue or entry \"%.*s\""),
                 (int)e->name.len, e->name.at);
    for (size_t i = 0; i < c->catalogues->catalogue_count && count < NAMES_MAX; i++)
        names[count++] = c->catalogues->catalogues[i].id.at;
    return count > 0 && td_yaml_suggest(e->name, names, count, c->err);
}

bool
local_codes(struct compiler *c, const struct expr *e, uint8_t in[])
{
    struct td_str id = e->name, entry = {0};
    const char *dot = memchr(id.at, '.', id.len);
    bool all = td_str_equal(id, TD_STR("*")), found = all;

    if (dot) {
        entry = (struct td_str){dot + 1, id.len - (size_t)(dot - id.at) - 1};
        id.len = (size_t)(dot - id.at);
    }
    for (size_t i = 0; i < c->catalogues->catalogue_count; i++) {
        const struct td_catalogue *catalogue = &c->catalogues->catalogues[i];

        if (all ? catalogue->region.len == 0 : !td_str_equal(catalogue->id, id))
            continue;
        found = found || entry.len == 0;
        for (size_t k = 0; k < catalogue->entry_count; k++) {
            const struct td_catalogue_entry *one = &catalogue->entries[k];

            if (entry.len > 0 && !td_str_equal(one->id, entry))
                continue;
            found = true;
            for (size_t n = 0; n < one->industry_count; n++)
                mark_codes(one->industries[n], in);
        }
    }
    /* of another region: nothing here is in it */
    return found || (entry.len == 0 && local_known(c, id)) || unknown_catalogue(c, e);
}

/* The op of "industry in catalogue(<name>)"; without industries in the facts nothing is. */
static bool
membership(struct compiler *c, const char *name, int *op)
{
    struct td_buf text = {0};
    struct expr *e;
    bool ok;

    *op = op_state(c->rules, S_UNMET);
    if (!fact_find(c->rules, TD_STR("industry"), &(int){0}))
        return true;
    td_buf_printf(&text, "industry in catalogue(%s)", name);
    ok = expr_parse(&c->rules->arena, td_buf_view(&text), (struct place){"catalogues", 0, 0},
                    &e, c->err) &&
         comparison_op(c, e, 0, op);
    td_buf_free(&text);
    return ok;
}

bool
local_priority(struct compiler *c, int *op)
{
    for (size_t i = 0; i < c->catalogues->catalogue_count; i++)
        if (c->catalogues->catalogues[i].region.len > 0)
            return membership(c, "*", op);
    *op = op_state(c->rules, S_UNMET);
    return true;
}

static bool
add_tag(struct compiler *c, const struct td_catalogue *catalogue,
        const struct td_catalogue_entry *entry)
{
    struct td_rules *r = c->rules;
    struct tag *tag = &r->tags[r->tag_count];
    struct td_buf text = {0};
    bool ok;

    td_buf_printf(&text, "%s_%s", catalogue->id.at, entry->id.at);
    tag->id = td_arena_str(&r->arena, td_buf_view(&text));
    td_buf_reset(&text);
    td_buf_printf(&text, "%s%s", entry->title.at,
                  td_str_equal(catalogue->confirmed, TD_STR("M")) ? "（未证实）" : "");
    tag->title = td_arena_str(&r->arena, td_buf_view(&text));
    td_buf_reset(&text);
    td_buf_printf(&text, "%s.%s", catalogue->id.at, entry->id.at);
    ok = membership(c, text.at, &tag->op);
    td_buf_free(&text);
    r->tag_count++;
    return ok;
}

bool
local_tags(struct compiler *c)
{
    struct td_rules *r = c->rules;
    int count = r->tag_count;
    struct tag *tags;

    for (size_t i = 0; i < c->catalogues->catalogue_count; i++)
        if (c->catalogues->catalogues[i].region.len > 0)
            count += (int)c->catalogues->catalogues[i].entry_count;
    if (count > TAGS_MAX) {
        td_fail(c->err, TD_E_CRITERIA,
                TD_T("tags.yaml 和本地目录共有 %d 个标签，最多 %d 个",
                     "tags.yaml and the local catalogues have %d tags, at most %d"),
                count, TAGS_MAX);
        return td_hint(c->err, "%s",
                       TD_T("合并本地目录的条目", "join entries of the local catalogues"));
    }
    tags = td_arena_alloc(&r->arena, (size_t)count + 1, sizeof(*tags));
    if (r->tag_count > 0)
        memcpy(tags, r->tags, (size_t)r->tag_count * sizeof(*tags));
    r->tags = tags;
    for (size_t i = 0; i < c->catalogues->catalogue_count; i++) {
        const struct td_catalogue *catalogue = &c->catalogues->catalogues[i];

        for (size_t k = 0; catalogue->region.len > 0 && k < catalogue->entry_count; k++)
            if (catalogue->entries[k].industry_count > 0 &&
                !add_tag(c, catalogue, &catalogue->entries[k]))
                return false;
    }
    return true;
}
