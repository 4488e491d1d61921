/*
 * The log: one line an event on stderr, for people or as JSON; progress on a terminal only, silence
 * under cron but for warnings and errors. Lines are written by one call each, so that worker threads
 * do not mix them.
 */
#ifndef TIDU_STAGES_LOG_H
#define TIDU_STAGES_LOG_H

#include "tidu/stage.h"

struct td_log {
    bool json, quiet, verbose, terminal;
    long long run;
    const char *stage;
};

void td_log_error(struct td_log *log, const char *level, const struct td_error *err);

#endif
