/* Every option there is: which commands take it, and its line of help. */
#ifndef TIDU_STAGES_OPTIONS_H
#define TIDU_STAGES_OPTIONS_H

#include "command.h"

struct option {
    const char *name, *letter, *argument;
    uint64_t needs; /* shown and taken where the command needs one of these; 0 = everywhere */
    const char *zh, *en;
};

extern const struct option td_option_list[];
extern const size_t td_option_count;
/* NULL: a command line without a command. */
bool option_applies(const struct option *o, const struct command *c);

#endif
