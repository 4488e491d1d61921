#include "rank.h"

#include "tidu/pool_policy.h"

#include <stdio.h>

static bool
put_exclusion(struct td_run *run, const struct td_pool_exclusion *x, size_t at, struct td_error *err)
{
    char position[24];
    const char *params[] = {x->id.at,    position,    x->title.at,  x->kind.at,   x->tiers.at,    x->words.at,
                            x->years.at, x->grade.at, x->clause.at, x->source.at, x->confirmed.at};

    snprintf(position, sizeof position, "%zu", at);
    return td_db_run(run->db, "rank/exclusion_rule_put", NULL, params, 11, NULL, err);
}

static bool
put_stage(struct td_run *run, const struct td_pool_stage *s, size_t at, struct td_error *err)
{
    char position[24];
    const char *params[] = {position,     s->stage.at,    s->title.at,       s->verdicts.at,
                            s->seated.at, s->override.at, s->application.at, s->member.at};

    snprintf(position, sizeof position, "%zu", at);
    return td_db_run(run->db, "rank/stage_rule_put", NULL, params, 8, NULL, err);
}

bool
rank_rules(struct td_run *run, struct td_error *err)
{
    /* what people removed is listed beside what rules exclude */
    const struct td_pool_exclusion removed = {.id = TD_STR("removed"), .title = TD_STR("人工移出"), .kind = TD_STR("removed"),
                                              .tiers = TD_STR("{}"), .words = TD_STR("{}"), .clause = TD_STR(""),
                                              .source = TD_STR("人工决定"), .confirmed = TD_STR("")};
    struct td_pool_policy policy = {0};
    bool ok = td_pool_policy_read(&policy, td_criteria_text(run->criteria, "pool.yaml"), "pool.yaml", err) &&
              td_db_script(run->db, "rank/rules_begin", NULL, err);

    for (size_t i = 0; ok && i < policy.exclusion_count; i++)
        ok = put_exclusion(run, &policy.exclusions[i], i, err);
    ok = ok && put_exclusion(run, &removed, policy.exclusion_count, err);
    for (size_t i = 0; ok && i < policy.stage_count; i++)
        ok = put_stage(run, &policy.stages[i], i, err);
    td_pool_policy_free(&policy);
    return ok;
}
