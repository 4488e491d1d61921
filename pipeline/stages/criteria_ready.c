/*
 * Before a night touches anything: can every stage read its part of the criteria, is a tier in force, do the rules not
 * contradict themselves? Otherwise a mistake in a file that only the last stages read would be told when the night's
 * data has been loaded, and the lists of before would stand beside newer records. 0.05 s.
 */
#include "runner.h"
#include "tidu/criteria.h"
#include "tidu/follow.h"
#include "tidu/keyword.h"
#include "tidu/match.h"
#include "tidu/moves.h"
#include "tidu/parameters.h"
#include "tidu/pool_policy.h"
#include "tidu/quality.h"

#include <string.h>

/* Of what `tidu rules check` finds, that by which a tier is out of everybody's reach. What is only said twice holds no night. */
static bool
check_rules(const struct td_run *run, struct td_error *err)
{
    struct td_findings findings = {0};
    bool ok = td_criteria_check(&findings, run->criteria->files, run->criteria->count, run->options->as_of, err);

    for (size_t i = 0; ok && i < findings.count; i++) {
        const struct td_finding *f = &findings.list[i];
        if (strcmp(f->code, "contradiction") != 0 && strcmp(f->code, "expired") != 0)
            continue;
        td_fail(err, TD_E_CRITERIA, "[%s] %s", f->code, f->text.at);
        td_at(err, f->file.at, f->line, f->column);
        ok = td_hint(err, "%s", TD_T("tidu rules check 列出全部问题", "tidu rules check lists all there is"));
    }
    td_findings_free(&findings);
    return ok;
}

static bool
check_tiers(const struct td_run *run, struct td_error *err)
{
    struct td_rules_options options = {.as_of = run->options->as_of, .region = run->profile.city_code};
    struct td_rules *rules = NULL;
    bool ok = td_rules_compile(&rules, run->criteria->files, run->criteria->count, &options, err);

    if (ok && td_rules_program_count(rules) == 0)
        ok = td_fail(err, TD_E_CRITERIA, "%s", TD_T("截止日没有适用的规则文件", "no criteria file applies on the as-of date"));
    td_rules_free(rules);
    return ok;
}

static bool
check_others(const struct td_run *run, struct td_error *err)
{
    const struct td_file_text_list *c = run->criteria;
    struct td_linkage *linkage = NULL;
    struct td_keywords *keywords = NULL;
    struct td_quality *quality = NULL;
    struct td_parameters parameters = {0};
    struct td_pool_policy pool = {0};
    struct td_follow follow = {0};
    struct td_moves_gate gate;
    bool ok = td_linkage_read(&linkage, td_criteria_text(c, "linkage.yaml"), err);

    ok = ok && td_parameters_parse(&parameters, td_criteria_text(c, "parameters.yaml"), "parameters.yaml", err);
    ok = ok && td_keywords_compile(&keywords, c->files, c->count, run->profile.city_code, err);
    ok = ok && td_quality_compile(&quality, c->files, c->count, err);
    ok = ok && td_pool_policy_read(&pool, td_criteria_text(c, "pool.yaml"), "pool.yaml", err);
    ok = ok && td_follow_parse(&follow, td_criteria_text(c, "follow.yaml"), "follow.yaml", err);
    ok = ok && td_moves_gate_read(&gate, td_criteria_text(c, "moves.yaml"), err);
    td_linkage_free(linkage);
    td_keywords_free(keywords);
    td_quality_free(quality);
    td_parameters_free(&parameters);
    td_pool_policy_free(&pool);
    td_follow_free(&follow);
    return ok;
}

bool
td_criteria_ready(const struct td_run *run, struct td_error *err)
{
    bool ok = check_tiers(run, err) && check_rules(run, err) && check_others(run, err);

    return ok || td_in(err, "%s", TD_T("核对评价标准；还没有载入任何数据", "checking the criteria; no data was touched"));
}
