/* Near misses: one top-level condition is unmet, and which of its parts. */
#include "tidu/near.h"

bool
td_near_find(const struct td_program *program, uint8_t verdict, const uint8_t *states, struct td_near *near)
{
    int unmet = 0;

    *near = (struct td_near){0};
    if (verdict != TD_NEAR && verdict != TD_NO)
        return false;
    for (size_t k = 0; k < program->condition_count; k++) {
        if (program->conditions[k].parent >= 0)
            continue;
        near->unknown += states[k] == TD_UNKNOWN;
        if (states[k] == TD_UNMET) {
            near->condition = k;
            unmet++;
        }
    }
    return unmet == 1;
}

/* Parts stand behind what they are part of. */
static void
count_parts(const struct td_program *program, const uint8_t *states, size_t condition, int *unmet, int *other)
{
    *unmet = *other = 0;
    for (size_t k = condition + 1; k < program->condition_count; k++)
        if (program->conditions[k].parent == (int)condition)
            ++*(states[k] == TD_UNMET ? unmet : other);
}

/* A part may have no text of its own: then that of the nearest composite around it. */
static struct td_str
text_of(const struct td_program *program, size_t condition)
{
    const struct td_condition *c = &program->conditions[condition];

    while (c->text.len == 0 && c->parent >= 0)
        c = &program->conditions[c->parent];
    return c->text;
}

struct words { /* joined so far, and the last of them: two parts may share one text */
    struct td_buf *out;
    const char *last;
};

static void
add_word(struct words *w, struct td_str word)
{
    if (w->last == word.at)
        return;
    if (w->last)
        td_buf_text(w->out, "；");
    td_buf_str(w->out, word);
    w->last = word.at;
}

static void
add_lacking(const struct td_program *program, const uint8_t *states, size_t condition, struct words *w)
{
    int unmet, other;

    count_parts(program, states, condition, &unmet, &other);
    if (unmet == 0 || other == 0) {
        add_word(w, text_of(program, condition));
        return;
    }
    for (size_t k = condition + 1; k < program->condition_count; k++)
        if (program->conditions[k].parent == (int)condition && states[k] == TD_UNMET)
            add_lacking(program, states, k, w);
}

void
td_near_lacking(const struct td_program *program, const uint8_t *states, size_t condition, struct td_buf *out)
{
    struct words w = {.out = out};

    add_lacking(program, states, condition, &w);
}

static void
add_leaves(const struct td_program *program, const uint8_t *states, size_t condition, size_t start, struct td_buf *out)
{
    int unmet, other;

    count_parts(program, states, condition, &unmet, &other);
    if (unmet == 0) {
        if (out->len > start)
            td_buf_text(out, " ");
        td_buf_str(out, program->conditions[condition].id);
        return;
    }
    for (size_t k = condition + 1; k < program->condition_count; k++)
        if (program->conditions[k].parent == (int)condition && states[k] == TD_UNMET)
            add_leaves(program, states, k, start, out);
}

void
td_near_leaves(const struct td_program *program, const uint8_t *states, size_t condition, struct td_buf *out)
{
    add_leaves(program, states, condition, out->len, out);
}
