/* Doubts about a firm's data (quality.finding) in an explanation. */
#ifndef TIDU_STAGES_DOUBTS_H
#define TIDU_STAGES_DOUBTS_H

#include "runner.h"

/* Under an explanation: ", \"doubts\": […]" or lines; nothing in a text of a firm without any. */
bool doubts_explain(struct td_run *run, const char *uscc, struct td_buf *out, struct td_error *err) TD_MUST_USE;

#endif
