/* An argument of --set or --drop, taken apart. Internal to model/. */
#ifndef TIDU_MODEL_SAID_H
#define TIDU_MODEL_SAID_H

#include "rules.h"

struct said { /* an argument, taken apart */
    const char *argument;
    struct td_str tier, version, kind, name, figure;
};

bool
said_read(const char *argument, bool drop, struct said *s, struct td_error *err) TD_MUST_USE;
/* The file in force for new applications, or for those that are asked for. */
bool
said_program(const struct td_rules *rules, const struct said *s, const struct program **out,
             struct td_error *err) TD_MUST_USE;

#endif
