/* The effect half of `tidu rules diff A B --effect`. */
#ifndef TIDU_STAGES_RULES_EFFECT_H
#define TIDU_STAGES_RULES_EFFECT_H

#include "runner.h"

/*
 * The present city judged by A and by B: who gains and loses, by county, and the conditions that made the
 * difference. Each is a criteria folder, or a version of a tier in --criteria ("srdi@2022"), which judges
 * on the as-of date whether it is in force then or not. Opens a connection of its own; the form is that of
 * --format or --json.
 */
bool rules_effect(const struct td_run *run, const char *a, const char *b, struct td_buf *out, struct td_error *err)
    TD_MUST_USE;

#endif
