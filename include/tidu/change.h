/*
 * What if: figures of the criteria changed and conditions dropped, made as changes of the files'
 * texts, so that what judges afterwards is what an edited folder would judge. Pure.
 *
 * A figure is named <tier>[@<version>][:new|:review].<name>: the id of a condition or indicator of
 * the file in force; where it has several figures, the id of the part that has one ("srdi.rd_share",
 * also "srdi.rd.rd_share"), the number of the band or choice, best first ("srdi.rd_money.2"), its
 * points ("srdi.rd_money.2.points"), "per", "points" and "cap"; or the metric or fact that only one
 * figure of the tier is about ("srdi.rd_ratio"). "score.<id>" is the indicator where a condition has
 * the same id.
 */
#ifndef TIDU_CHANGE_H
#define TIDU_CHANGE_H

#include "tidu/judge.h"

struct td_change { /* one that is asked for, for people; texts live as long as the td_changes */
    struct td_str tier, version, id, clause, text;
    bool kinds[2];               /* of applications that it touches: TD_NEW, TD_REVIEW */
    struct td_str before, after; /* the figure; both empty: the condition is dropped */
    struct td_str file;
    size_t line, column;
};

struct td_changes { /* all-zero is none */
    struct td_arena arena;
    struct td_change *list;
    struct td_change_edit *edits; /* places in the texts */
    size_t count, cap;
};

/*
 * Add what --set "srdi.rd_share=2.5%" or (drop) --drop "little_giant.growth" says. `rules` were
 * compiled of these files. Fails TD_E_USAGE: no such tier, condition or figure (the nearest is named),
 * several figures (they are listed), a figure of another unit, the same twice.
 */
bool td_changes_add(struct td_changes *changes, const struct td_rules *rules,
                    const struct td_file_text *files, size_t count, const char *said, bool drop,
                    struct td_error *err) TD_MUST_USE;
/* The texts with all changes in them: `count` entries of `out`, which live in the changes' arena. */
void td_changes_apply(struct td_changes *changes, const struct td_file_text *files, size_t count,
                      struct td_file_text *out);
void td_changes_free(struct td_changes *changes);

#endif
