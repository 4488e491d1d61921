/* rules doc: the criteria as one page of HTML that prints well; no database, no network. */
#include "rules_command.h"

bool
td_command_rules_doc(struct td_run *run, struct td_error *err)
{
    struct td_buf out = {0};
    bool ok = td_criteria_doc(&out, run->criteria->files, run->criteria->count,
                              run->options->as_of, rules_region(run), err) &&
              rules_print(run, &out, err);

    td_buf_free(&out);
    return ok;
}
