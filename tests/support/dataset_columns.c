/*
 * dataset_columns: the columns that the tables of td_datasets must have, one a line,
 * "schema.table.column type needed", in the form of tests/db/datasets.sh.
 */
#include "tidu/dataset.h"

#include <stdio.h>

static const char *
sql_type(enum td_type type)
{
    switch (type) {
    case TD_MONEY:
        return "bigint";
    case TD_COUNT:
    case TD_NUMBER:
    case TD_SHARE:
    case TD_SCORE:
    case TD_YEAR:
        return "integer";
    case TD_DATE:
        return "date";
    case TD_BOOL:
        return "boolean";
    case TD_USCC:
    case TD_HOLDER:
    case TD_NAME:
    case TD_TEXT:
    case TD_CODE:
    case TD_WORD:
    case TD_COUNTY:
    case TD_INDUSTRY:
        break;
    }
    return "text";
}

int
main(void)
{
    for (size_t d = 0; d < td_dataset_count; d++) {
        const struct td_dataset *dataset = &td_datasets[d];
        for (size_t f = 0; f < dataset->field_count; f++) {
            const struct td_field *field = &dataset->fields[f];
            bool personal = field->flags & TD_PERSONAL;
            printf("%s.%s.%s %s %s\n", personal ? "personal" : "source", dataset->name,
                   field->name, sql_type(field->type),
                   !personal && field->flags & TD_NEEDED ? "needed" : "-");
        }
    }
    return 0;
}
