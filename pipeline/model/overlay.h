/*
 * Overlays: what a province or city changes in a tier's file, in a file of its own. An overlay
 * is laid over the tree of the tier's text before that is compiled, so an entry may be all that
 * it may be in the tier's file, and a mistake in it is named by the overlay's own file, line
 * and column.
 *
 * Which ones count: those of the tier and version whose region begins the city's code and whose
 * period holds the as-of date; the shortest region first, so that the longest has the last
 * word.
 */
#ifndef TIDU_MODEL_OVERLAY_H
#define TIDU_MODEL_OVERLAY_H

#include "rules.h"

struct overlay_period { /* one entry of `applies` of an overlay */
    bool kinds[2];      /* enum td_kind */
    td_date from, to;
    const struct td_yaml *node;
};

struct overlay {
    const struct td_yaml *root, *tier; /* tier: the root of the file that it lies over */
    struct td_str region, title;
    struct overlay_period *periods;
    size_t period_count;
    bool unconfirmed; /* its source */
};

struct overlays { /* in the order in which they apply */
    struct overlay *at;
    size_t count;
    struct td_arena arena; /* merged trees: while the rules are compiled */
};

/* Read the overlays and find the tiers' files that they lie over. */
bool
overlays_read(struct compiler *c, struct overlays *overlays, const struct td_yaml *const *roots,
              size_t count, const struct td_yaml *const *tiers, size_t tier_count) TD_MUST_USE;
void
overlays_free(struct overlays *overlays);
/*
 * The tier's tree with what counts on that day for that kind in that region. `out` is the
 * tier's own tree if nothing does. `titles` (may be NULL) takes the names of what was laid
 * over, each behind "；".
 */
bool
overlays_apply(struct compiler *c, struct overlays *overlays, const struct td_yaml *tier,
               enum td_kind kind, td_date day, struct td_str region, const struct td_yaml **out,
               struct td_buf *titles, bool *unconfirmed) TD_MUST_USE;

/* ---- overlay_edit.c */
enum edit_kind { EDIT_REMOVE, EDIT_REPLACE, EDIT_ADD };
struct edit { /* one entry of remove, replace or add */
    enum edit_kind kind;
    const struct td_yaml *target, *by;
    const struct overlay *overlay;
    int found;
};
/* The entries of remove, replace and add, in that order; there must be one. `edits` has
 * edit_room(). */
bool
read_edits(struct compiler *c, const struct overlay *o, struct edit *edits,
           size_t *count) TD_MUST_USE;
size_t
edit_room(const struct overlay *o);
/* *tree with the overlay laid over it. */
bool
lay_over(struct compiler *c, struct overlays *all, const struct overlay *o,
         const struct td_yaml **tree) TD_MUST_USE;

#endif
