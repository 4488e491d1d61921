/*
 * Reading a profile: what its files share. profile.c reads the top, profile_delivery.c a
 * delivery, profile_column.c one column of it.
 */
#ifndef TIDU_MODEL_PROFILE_READ_H
#define TIDU_MODEL_PROFILE_READ_H

#include "vocabulary.h"

#include "tidu/profile.h"

struct profile_reader {
    struct td_profile *profile;
    struct td_arena *arena; /* the profile's */
    struct vocabulary vocabulary;
    uint64_t hash; /* of what all deliveries share: vocabulary, city, counties */
};

bool
profile_read_deliveries(struct profile_reader *r, const struct td_yaml *list,
                        struct td_error *err) TD_MUST_USE;
/* One entry of `columns` into *column. `nulls`: the delivery's own, `null_count` of them. */
struct column_nulls {
    const struct td_str *cells;
    size_t count;
};
bool
profile_read_column(struct profile_reader *r, const struct td_delivery *delivery,
                    const struct column_nulls *nulls, const struct td_yaml *key,
                    const struct td_yaml *value, struct td_input_column *column,
                    struct td_error *err) TD_MUST_USE;
/* A scalar or a list of scalars as texts in the arena; at least one. node NULL: none. */
bool
profile_read_texts(struct profile_reader *r, const struct td_yaml *node, const char *what,
                   struct td_str **texts, size_t *count, struct td_error *err) TD_MUST_USE;
/* A share: "50%" or 50, in millionths; at most `most` percent. */
bool
profile_read_percent(const struct td_yaml *node, const char *what, int most, int *ppm,
                     struct td_error *err) TD_MUST_USE;
/* last_good (also continue), hold, fail (also stop). */
bool
profile_read_failure(const struct td_yaml *map, enum td_on_failure *out, struct td_error *err) TD_MUST_USE;
/* profile_targets.c: `targets`, once the counties are read. list NULL: none. */
bool
profile_read_targets(struct profile_reader *r, const struct td_yaml *list, struct td_error *err) TD_MUST_USE;
/* profile_expects.c: `expects` of a delivery whose columns have been read. */
bool
profile_read_expects(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d,
                     struct td_error *err) TD_MUST_USE;
/* profile_seats.c: `seats`, which may be missing. */
bool
profile_read_seats(struct profile_reader *r, const struct td_yaml *map, struct td_error *err) TD_MUST_USE;
bool profile_is_position(struct td_str header); /* "1" to "9999": a column by its number */
/* A hash over kinds and texts of a tree, not over places and comments. */
uint64_t
profile_hash_tree(const struct td_yaml *node, uint64_t seed);
/* profile_unit.c: decimal places of the column's unit. `unit` may be NULL: taken from the
 * headers. */
bool
profile_read_unit(struct td_input_column *column, enum td_type type, const struct td_yaml *unit,
                  const struct td_yaml *place, struct td_error *err) TD_MUST_USE;

#endif
