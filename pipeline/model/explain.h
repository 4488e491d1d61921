/* What explain.c (text) and explain_json.c share: values and words for people. */
#ifndef TIDU_MODEL_EXPLAIN_H
#define TIDU_MODEL_EXPLAIN_H

#include "scratch.h"

struct explained { /* one firm, judged */
    const struct td_rules *rules;
    const struct td_columns *columns;
    size_t row;
    struct td_scratch *scratch;
    size_t at; /* the firm's place in the block */
    const struct td_hint *hints;
    size_t hint_count;
};

const char *
state_word(enum td_state state);
const char *
state_id(enum td_state state);
const char *
verdict_word(enum td_verdict verdict);
const char *
verdict_id(enum td_verdict verdict);
enum td_state
explained_state(const struct explained *e, const struct program *p, size_t condition);
/* "2025年", "距今1至2年", "确定", "至多" or nothing. */
void
put_period(const struct td_rules *rules, const struct shown *shown, struct td_buf *out);
/* The value in its unit, or 缺失. False if it is not known. */
bool
put_value(const struct explained *e, const struct shown *shown, struct td_buf *out);
struct td_str
shown_title(const struct td_rules *rules, const struct shown *shown);
/* Does rules->shown[first..at) have the column of shown[at] already? */
bool
shown_before(const struct td_rules *rules, int first, int at);
/* explain_hint.c: a line under a condition (nothing if there are none), all at the top, as JSON. */
void
text_hints(const struct explained *e, struct td_str catalogue, int indent, struct td_buf *out);
void
text_all_hints(const struct explained *e, struct td_buf *out);
void
json_hints(const struct explained *e, struct td_str catalogue, struct td_buf *out);
void
explain_json(const struct explained *e, struct td_buf *out);

#endif
