/* The effect half of `tidu rules diff A B --effect`. */
#ifndef TIDU_STAGES_RULES_EFFECT_H
#define TIDU_STAGES_RULES_EFFECT_H

#include "rules_side.h"

/*
 * The present city judged by A and by B: who gains and loses, by county, and the conditions
 * that made the difference. A version of a tier ("srdi@2022") judges on the as-of date whether
 * it is in force then or not. Opens a connection of its own; the form is that of --format or
 * --json. `texts` stands before it: as it is, or as the member "texts" of the JSON; {0} = none.
 */
bool
rules_effect(const struct td_run *run, const struct rules_side sides[2], struct td_str texts,
             struct td_buf *out, struct td_error *err) TD_MUST_USE;

#endif
