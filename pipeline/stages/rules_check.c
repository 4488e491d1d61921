/*
 * rules check: what the criteria say of themselves. One line a finding, file:line:column:
 * [code] text; faults first in nothing but their place. Exit 78, as for criteria that do not
 * compile, if there is a fault; notes alone are no fault.
 */
#include "rules_command.h"

#include "tidu/quality.h"

static const char *
grade_id(const struct td_finding *f)
{
    return f->grade == TD_FINDING_FAULT ? "fault" : "note";
}

static void
put_text(const struct td_findings *findings, struct td_buf *out)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct td_finding *f = &findings->list[i];

        td_buf_printf(out, "%s:%zu:%zu: [%s%s] %s\n", f->file.at, f->line, f->column,
                      f->grade == TD_FINDING_NOTE ? TD_T("提示 ", "note ") : "", f->code,
                      f->text.at);
    }
    td_buf_printf(out, TD_T("%zu 处错误，%zu 条提示\n", "%zu faults, %zu notes\n"),
                  findings->faults, findings->count - findings->faults);
}

static void
put_json(const struct td_findings *findings, struct td_buf *out)
{
    td_buf_printf(out, "{\"faults\":%zu,\"notes\":%zu,\"findings\":[", findings->faults,
                  findings->count - findings->faults);
    for (size_t i = 0; i < findings->count; i++) {
        const struct td_finding *f = &findings->list[i];

        td_buf_text(out, i ? ",\n{\"file\":" : "\n{\"file\":");
        td_json_str(out, f->file);
        td_buf_printf(out,
                      ",\"line\":%zu,\"column\":%zu,\"grade\":\"%s\",\"code\":\"%s\",\"text\":",
                      f->line, f->column, grade_id(f), f->code);
        td_json_str(out, f->text);
        td_buf_text(out, "}");
    }
    td_buf_text(out, "]}\n");
}

bool
td_command_rules_check(struct td_run *run, struct td_error *err)
{
    struct td_findings findings = {0};
    struct td_buf out = {0};
    struct td_quality *quality = NULL;
    bool ok = td_quality_compile(&quality, run->criteria->files, run->criteria->count, err) && td_criteria_check(&findings, run->criteria->files, run->criteria->count,
                                run->options->as_of, err);

    if (ok) {
        if (run->options->json)
            put_json(&findings, &out);
        else
            put_text(&findings, &out);
        ok = rules_print(run, &out, err);
    }
    if (ok && findings.faults)
        run->exit = td_code_exit(TD_E_CRITERIA);
    td_quality_free(quality);
    td_buf_free(&out);
    td_findings_free(&findings);
    return ok;
}
