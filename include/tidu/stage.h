/*
 * The runner that every executable shares: the command table (help, dispatch, man pages), options,
 * log, signals, the run's ledger row and the lock. One process may run several stages (tidu run).
 */
#ifndef TIDU_STAGE_H
#define TIDU_STAGE_H

#include "tidu/db.h"
#include "tidu/profile.h"

struct td_options {
    const char *conninfo, *sql_dir, *criteria_dir, *profile_path, *out_dir, *inputs_dir;
    const char *region, *output; /* NULL = not given */
    td_date as_of;
    int threads;     /* 0 = all */
    bool json_log, json, quiet, verbose;
    bool effect;
    bool dry_run;         /* load: nothing is written */
    bool no_database;     /* … and nothing is read from a database either */
    const char *rejects;  /* load: a file of mended rejects; NULL = none */
    const char *delivery; /* rejects: of which delivery */
    const char *release; /* why a held publication is let go; NULL = it is not */
    const char *form;        /* text, csv or json; NULL = not given */
    bool no_bom;             /* of csv */
    int limit;               /* firms that a text lists; -1 = not given */
    const char *since, *kind; /* of events */
    const char *known_on;     /* reissue: a date or a run; NULL = now */
    const char *prune_before; /* published: a date; NULL = nothing is taken away */
    const char *answers, *dataset; /* of the queue */
    const char *notes;             /* of the ledger */
    td_date given_on; /* of answers and notes; TD_DATE_NONE = not said */
    const char *tier, *why;   /* of an override; tier also of diff */
    td_date from, until;      /* … TD_DATE_NONE = not given */
    bool beside;              /* … add: beside the seats */
    const char *county, *industry, *condition, *by; /* as typed; NULL = not given */
    const char *source, *rule;
    bool trend;
    const char *schema; /* of the dictionary */
    bool seated;       /* sheets of a county: within the seats only */
    const struct td_what_if { /* --set and --drop, in the order given */
        const char *said;
        bool drop;
    } *changes;
    size_t change_count;
    const char *const *operands; /* what is left: explain's code or name */
    size_t operand_count;
};

struct td_log; /* lines to stderr: people's form or JSON; progress on a terminal only */

/* What a stage gets. The connection holds the run lock; a stage opens and ends its own transaction. */
struct td_run {
    const struct td_options *options;
    struct td_db *db;
    struct td_log *log;
    struct td_profile profile;         /* parsed; empty for stages that need none */
    struct td_file_text_list *criteria; /* all texts of the criteria folder, see td_criteria_read */
    char profile_hash[17], criteria_hash[17];
    int64_t run;                       /* meta.run */
    struct td_spares *spares;          /* of td_run_connect */
    void (*at_scope)(void *); /* called by features, from its own thread, once which units the night concerns is committed; or NULL */
    void *at_scope_of;
    struct publish_reading *reading; /* of a night: what publish says, read as soon as it stands (publish_read.h); or NULL */
    int exit; /* of a command that did its work and found something: the status; 0 = done */
};

/* What a stage says of itself, for meta.stage and the table at the end. */
struct td_stage_counts {
    uint64_t rows_in, rows_out;
    bool same;       /* inputs as last time: nothing was done */
    bool incomplete; /* a delivery failed and the policy let the night go on: exit 65 at the end */
    struct td_buf json; /* members of the counts object, e.g. "\"rejected\":12"; may be empty */
    struct td_buf inputs; /* hex digest for meta.stage.inputs_hash */
};

typedef bool td_stage_fn(struct td_run *run, struct td_stage_counts *counts, struct td_error *err);
td_stage_fn td_stage_migrate, td_stage_load, td_stage_identity, td_stage_link, td_stage_features, td_stage_check, td_stage_score,
    td_stage_rank, td_stage_follow, td_stage_publish;

/* Commands that are no stages: print to stdout, return an exit status. */
typedef bool td_command_fn(struct td_run *run, struct td_error *err);
td_command_fn td_command_status, td_command_explain, td_command_whatif, td_command_funnel, td_command_near, td_command_fairness,
    td_command_diff, td_command_events, td_command_rejects, td_command_quality, td_command_queue, td_command_reissue,
    td_command_published, td_command_ledger,
    td_command_override_add, td_command_override_remove, td_command_override_hold, td_command_override_apply,
    td_command_override_withdraw, td_command_override_list;
td_command_fn td_command_sheet, td_command_dictionary;

int td_main(const char *executable, int argc, char **argv);

/* ---- for stages -------------------------------------------------------------------------------- */
/* Has SIGTERM, SIGINT or SIGHUP asked us to stop? Stages ask in their loops and return TD_E_STOPPED. */
bool td_stopping(struct td_error *err);
void td_log_note(struct td_log *log, const char *format, ...) __attribute__((format(printf, 2, 3)));
void td_log_warn(struct td_log *log, const struct td_error *err); /* a failure that the night survives */
void td_log_progress(struct td_log *log, const char *what, uint64_t done, uint64_t total);
/* The inputs hash of the last done (or same) row of a stage, "" if none. */
bool td_stage_last(struct td_run *run, const char *stage, char out[65], struct td_error *err)
    TD_MUST_USE;
/* One more connection with the run's settings (for a worker thread), in the state of a new one. */
bool td_run_connect(struct td_run *run, const char *what, struct td_db **db, struct td_error *err)
    TD_MUST_USE;
/* Give it back, in whatever state it is. Without a connection nothing is done, and run may be NULL. */
void td_run_disconnect(struct td_run *run, struct td_db *db);

#endif
