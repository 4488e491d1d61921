/* Stages whose file is not there yet: the build names them, so that the others can be run. */
#include "tidu/stage.h"

#define PENDING(name)                                                                          \
    bool td_stage_##name(struct td_run *run, struct td_stage_counts *counts, struct td_error *err) \
    {                                                                                          \
        (void)run, (void)counts;                                                               \
        return td_fail(err, TD_E_INTERNAL, "stage " #name " is not built");                    \
    }
#define PENDING_COMMAND(name)                                                                  \
    bool td_command_##name(struct td_run *run, struct td_error *err)                           \
    {                                                                                          \
        (void)run;                                                                             \
        return td_fail(err, TD_E_INTERNAL, "command " #name " is not built");                  \
    }
#ifdef TIDU_PENDING_load
PENDING(load)
#endif
#ifdef TIDU_PENDING_link
PENDING(link)
#endif
#ifdef TIDU_PENDING_features
PENDING(features)
#endif
#ifdef TIDU_PENDING_score
PENDING(score)
#endif
#ifdef TIDU_PENDING_rank
PENDING(rank)
#endif
#ifdef TIDU_PENDING_publish
PENDING(publish)
#endif
#ifdef TIDU_PENDING_status
PENDING_COMMAND(status)
#endif
#ifdef TIDU_PENDING_explain
PENDING_COMMAND(explain)
#endif
