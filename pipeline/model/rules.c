/* The compiled rules as a whole: compilation in its order, and what may be asked of them. */
#include "gap.h"
#include "overlay.h"

#include <stdlib.h>

enum { FACTS, METRICS, SIZE, RANKING, TAGS, EFFORTS, NAMED };
static const char *const named[] = {"facts.yaml", "metrics.yaml", "size.yaml", "ranking.yaml",
                                    "tags.yaml", "efforts.yaml"};

struct mark
mark_now(const struct td_rules *r)
{
    return (struct mark){r->slot_count,   r->column_count,   r->op_count,    r->child_count,
                         r->choice_count, r->part_count,     r->shown_count, r->set_count,
                         r->score_count,  r->point_registers};
}

void
take_back(struct td_rules *r, const struct mark *m)
{
    r->slot_count = m->slots;
    r->column_count = m->columns;
    r->op_count = m->ops;
    r->child_count = m->children;
    r->choice_count = m->choices;
    r->part_count = m->parts;
    r->shown_count = m->shown;
    r->set_count = m->sets;
    r->score_count = m->scores;
    r->point_registers = m->registers;
    for (int f = 0; f < r->fact_count; f++)
        for (int i = 0; i < r->facts[f].slot_count; i++)
            if (r->facts[f].slots[i] >= m->slots)
                r->facts[f].slots[i] = -1;
}

/* The texts by what they are. */
struct roots {
    const struct td_yaml *named[NAMED], **tiers, **overlays;
    size_t tier_count, overlay_count;
};

static bool
in_folder(struct td_str name, struct td_str folder)
{
    return td_str_starts(name, folder) && td_str_ends(name, TD_STR(".yaml"));
}

/* Names that are no criteria (vocabulary, parameters) pass by. */
static bool
parse_files(struct compiler *c, const struct td_file_text *files, size_t count,
            struct roots *roots)
{
    for (size_t i = 0; i < count; i++) {
        struct td_yaml_doc *doc = &c->docs[c->doc_count];
        bool overlay = in_folder(files[i].name, TD_STR("overlays/"));
        char name[256];
        int which = 0;

        while (which < NAMED && !td_str_equal(files[i].name, td_str(named[which])))
            which++;
        if (which == NAMED && !overlay && !in_folder(files[i].name, TD_STR("tiers/")))
            continue;
        if (files[i].name.len >= sizeof(name))
            return td_fail(c->err, TD_E_CRITERIA, "%s",
                           TD_T("文件名过长", "a file name is too long"));
        for (size_t k = 0; k < files[i].name.len; k++)
            name[k] = files[i].name.at[k];
        name[files[i].name.len] = '\0';
        c->doc_count++;
        if (!td_yaml_parse(doc, files[i].text, name, TD_E_CRITERIA, c->err))
            return false;
        if (overlay)
            roots->overlays[roots->overlay_count++] = doc->root;
        else if (which == NAMED)
            roots->tiers[roots->tier_count++] = doc->root;
        else
            roots->named[which] = doc->root;
    }
    for (int i = 0; i < NAMED; i++)
        if (!roots->named[i] && i != TAGS && i != EFFORTS)
            return td_fail(c->err, TD_E_CRITERIA,
                           TD_T("缺少规则文件“%s”", "criteria file \"%s\" is missing"),
                           named[i]);
    return true;
}

static bool
compile(struct compiler *c, const struct td_file_text *files, size_t count)
{
    struct roots roots = {.tiers = td_alloc(count + 1, sizeof(*roots.tiers)),
                          .overlays = td_alloc(count + 1, sizeof(*roots.overlays))};
    struct overlays overlays = {0};
    bool ok;

    c->docs = td_alloc(count + 1, sizeof(*c->docs));
    ok = parse_files(c, files, count, &roots) && local_read(c, files, count) &&
         facts_read(c, roots.named[FACTS]) &&
         metrics_read(c, roots.named[METRICS]) && size_read(c, roots.named[SIZE]) &&
         ranking_read(c, roots.named[RANKING]) &&
         periods_check(c, roots.tiers, roots.tier_count) &&
         overlays_read(c, &overlays, roots.overlays, roots.overlay_count, roots.tiers,
                       roots.tier_count) &&
         tiers_read(c, roots.tiers, roots.tier_count, &overlays) &&
         (c->options->force_count > 0 || periods_expired(c, roots.tiers, roots.tier_count)) &&
         (!roots.named[TAGS] || tags_read(c, roots.named[TAGS])) && local_tags(c) &&
         ranking_keys(c, roots.named[RANKING]) &&
         (!roots.named[EFFORTS] || (efforts_read(c, roots.named[EFFORTS]) && gap_build(c))) && spread_read(c) &&
         (!c->watch || c->watch->files(c->watch->user, c));
    overlays_free(&overlays);
    local_free(c);
    for (size_t i = 0; i < c->doc_count; i++)
        td_yaml_free(&c->docs[i]);
    free(c->docs);
    free(roots.tiers);
    free(roots.overlays);
    return ok;
}

/* For each code the lists that it is in. */
static void
index_lists(struct td_rules *r)
{
    r->set_bits = td_arena_alloc(&r->arena, INDUSTRY_CODES, sizeof(*r->set_bits));
    for (int k = 0; k < r->set_count; k++)
        for (int code = 0; code < INDUSTRY_CODES; code++)
            if (r->sets[k].before[code + 1] > r->sets[k].before[code])
                r->set_bits[code] |= (uint64_t)1 << k;
}

void
rules_settle(struct td_rules *r)
{
    index_lists(r);
    prepare_sizes(r);
    prepare_columns(r);
}

/* No mistake without a word of what to do: where the grammar of that file is described. */
static void
last_hint(struct td_error *err)
{
    struct td_str file = td_str(err->file);
    const char *chapter = td_str_starts(file, TD_STR("tiers/")) ? "A tier file"
                          : file.len > 0                        ? "Metrics, size, tags, ranking"
                                                                : NULL;

    if (chapter)
        td_hint(err, TD_T("写法见 criteria/README.md 的“%s”", "see criteria/README.md, \"%s\""), chapter);
}

bool
rules_compile_watched(struct td_rules **out, const struct td_file_text *files, size_t count,
                      const struct td_rules_options *options, const struct rules_watch *watch,
                      struct td_error *err)
{
    struct td_rules *r = td_alloc(1, sizeof(*r));
    struct compiler c = {.rules = r, .options = options, .err = err, .score = -1, .watch = watch};

    r->as_of = options->as_of;
    r->year = td_date_civil(options->as_of).year - 1;
    r->industry_slot = -1;
    if (!compile(&c, files, count)) {
        last_hint(err);
        td_rules_free(r);
        *out = NULL;
        return false;
    }
    for (int i = 0; i < r->metric_count; i++)
        r->metrics[i].node = NULL; /* the texts are gone */
    rules_settle(r);
    *out = r;
    return true;
}

bool
td_rules_compile(struct td_rules **out, const struct td_file_text *files, size_t count,
                 const struct td_rules_options *options, struct td_error *err)
{
    return rules_compile_watched(out, files, count, options, NULL, err);
}

void
td_rules_free(struct td_rules *r)
{
    if (!r)
        return;
    free(r->slots);
    free(r->columns);
    free(r->ops);
    free(r->children);
    free(r->choices);
    free(r->parts);
    free(r->shown);
    free(r->sets);
    free(r->scores);
    free(r->programs);
    gap_free(r->gap);
    td_arena_free(&r->arena);
    free(r);
}

size_t
td_rules_slot_count(const struct td_rules *r)
{
    return (size_t)r->slot_count;
}

struct td_slot
td_rules_slot(const struct td_rules *r, size_t slot)
{
    return r->slots[slot];
}

size_t
td_rules_program_count(const struct td_rules *r)
{
    return (size_t)r->program_count;
}

const struct td_program *
td_rules_program(const struct td_rules *r, size_t program)
{
    return &r->programs[program].public;
}

struct td_str
td_rules_expression(const struct td_rules *r, size_t program, size_t condition)
{
    return r->programs[program].expressions[condition];
}

size_t
td_rules_state_count(const struct td_rules *r)
{
    return (size_t)r->state_count;
}

size_t
td_rules_tag_count(const struct td_rules *r)
{
    return (size_t)r->tag_count;
}

void
td_rules_tag(const struct td_rules *r, size_t tag, struct td_str *id, struct td_str *title)
{
    *id = r->tags[tag].id;
    *title = r->tags[tag].title;
}
