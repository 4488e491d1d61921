/* What the two tellings of an effect share: words, counts, who is listed. */
#ifndef TIDU_STAGES_EFFECT_WORDS_H
#define TIDU_STAGES_EFFECT_WORDS_H

#include "effect.h"

enum { COUNTIES_MAX = 64 };

extern const char *const effect_verdict_ids[EFFECT_VERDICTS];
const char *effect_verdict_word(int verdict);
const char *effect_kind_word(const struct effect_pair *pair);
/* The new one, unless the tier is judged before only. */
const struct td_program *effect_program(const struct effect_pair *pair);
/* One of the two versions leans on a figure that is not confirmed. */
bool effect_unconfirmed(const struct effect_pair *pair);
struct td_str effect_county_name(const struct effect *e, struct td_str county);
struct td_str effect_condition_text(const struct td_program *t, const struct td_condition *c);
const struct td_condition *effect_decider(const struct effect *e, const struct effect_firm *f, int i);
/* Texts of what decided, or (ids) their ids. */
void effect_why(const struct effect *e, const struct effect_firm *f, bool ids, struct td_buf *out);
/* Is the firm among those that are told? */
bool effect_is_shown(const struct effect *e, size_t firm);

int64_t effect_total(const struct effect_pair *pair, int side, int verdict);

struct county_count {
    struct td_str name;
    int64_t gains, losses;
};
/* In the order of the profile; some may have nothing. COUNTIES_MAX places. */
size_t effect_counties(const struct effect *e, size_t pair, struct county_count *counts);

struct decided_row {
    const struct td_program *program;
    const struct td_condition *condition;
    struct effect_decided n;
};
/* The conditions that decided anything, most first; the caller frees them. */
struct decided_row *effect_decided(const struct effect_pair *pair, size_t *count);

/* ---- the tellings ---- */
void effect_text(const struct effect *e, struct td_buf *out);
void effect_csv(struct effect *e, struct td_buf *out);
void effect_json(const struct effect *e, struct td_buf *out);

#endif
