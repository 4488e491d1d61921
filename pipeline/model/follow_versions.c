/* Which version of a tier judges on a day (tidu/follow.h), by the `applies` of its files. */
#include "rules.h"

#include "tidu/follow.h"

#include <stdlib.h>

struct td_versions {
    struct td_yaml_doc *docs;
    size_t doc_count;
    struct periods periods;
};

bool
td_versions_read(struct td_versions **out, const struct td_file_text *files, size_t count, struct td_error *err)
{
    struct td_versions *v = td_alloc(1, sizeof *v);
    const struct td_yaml **roots = td_alloc(count + 1, sizeof(const struct td_yaml *));
    bool ok = true;

    v->docs = td_alloc(count + 1, sizeof *v->docs);
    for (size_t i = 0; ok && i < count; i++) {
        if (!td_str_starts(files[i].name, TD_STR("tiers/")) || !td_str_ends(files[i].name, TD_STR(".yaml")))
            continue;
        ok = td_yaml_parse(&v->docs[v->doc_count], files[i].text, files[i].name.at, TD_E_CRITERIA, err);
        roots[v->doc_count] = v->docs[v->doc_count].root;
        v->doc_count++;
    }
    if (ok)
        periods_read(roots, v->doc_count, &v->periods);
    free(roots);
    *out = v;
    if (!ok) {
        td_versions_free(v);
        *out = NULL;
    }
    return ok;
}

void
td_versions_free(struct td_versions *v)
{
    if (!v)
        return;
    periods_free(&v->periods);
    for (size_t i = 0; i < v->doc_count; i++)
        td_yaml_free(&v->docs[i]);
    free(v->docs);
    free(v);
}

struct td_str
td_version_on(const struct td_versions *v, struct td_str tier, struct td_str region, td_date day, enum td_kind *kind)
{
    const struct period *best[2] = {NULL, NULL};
    bool reviews = false;

    for (size_t i = 0; i < v->periods.count; i++) {
        const struct period *p = &v->periods.at[i];
        const struct period **of = &best[p->review ? 1 : 0];

        if (!td_str_equal(p->tier, tier) || !td_str_starts(region, p->region))
            continue;
        reviews = reviews || p->review;
        if (p->from <= day && day <= p->to && (!*of || p->region.len > (*of)->region.len))
            *of = p;
    }
    *kind = reviews ? TD_REVIEW : TD_NEW;
    return best[reviews] ? best[reviews]->version : (struct td_str){0};
}
