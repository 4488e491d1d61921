/*
 * The head of a file: names of its columns, and what tells the lines of a report (titles, totals, headers once
 * more) from records. layout.c binds a delivery to it.
 */
#ifndef TIDU_MODEL_LAYOUT_H
#define TIDU_MODEL_LAYOUT_H

#include "tidu/profile.h"

/* A header as headers are compared. */
struct td_str
layout_fold(struct td_arena *arena, struct td_str header);
/*
 * The names of the columns, folded; `joined`, with a group line, the group's name and the column's (a group
 * stands in the first of its columns); `shown` as they stand in the file. Returns how many. names NULL: 0.
 */
size_t
layout_names(struct td_arena *arena, const struct td_record *group, const struct td_record *names,
             struct td_str **folded, struct td_str **joined, const struct td_str **shown);
/* A file whose header is missing has a firm's record in its place, persons' data with it: no name (folded) is the
 * delivery's, and there are figures among them. */
bool
layout_may_be_record(const struct td_delivery *delivery, const struct td_head *head,
                     const struct td_str *names, size_t count);
/* A unit of money that stands above the header (单位：万元); false: none, or no money. */
bool
layout_unit_above(struct td_arena *arena, const struct td_head *head, struct td_str *said,
                  int *scale);
/* What td_type_skipped compares records with, in the arena. */
struct td_heading *
layout_heading(struct td_arena *arena, const struct td_profile *profile, const struct td_head *head);

#endif
