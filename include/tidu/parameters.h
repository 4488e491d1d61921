/*
 * criteria/parameters.yaml: the figures of the definitions that sql/features counts by. Pure.
 */
#ifndef TIDU_PARAMETERS_H
#define TIDU_PARAMETERS_H

#include "tidu/error.h"
#include "tidu/text.h"

struct td_parameter {
    struct td_str name;
    int64_t value;
};

struct td_parameters { /* all-zero is empty */
    struct td_arena arena;
    struct td_parameter *list; /* in the order of the file */
    size_t count;
};

/* Each entry is a map with an integer `value` beside `unit`, `source`, `text`, `confirmed`. */
bool td_parameters_parse(struct td_parameters *p, struct td_str text, const char *file,
                         struct td_error *err) TD_MUST_USE;
void td_parameters_free(struct td_parameters *p);

#endif
