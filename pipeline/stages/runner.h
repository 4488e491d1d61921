/*
 * What the runner offers inside stages/: the texts of the criteria folder, clocks, the ledger.
 */
#ifndef TIDU_STAGES_RUNNER_H
#define TIDU_STAGES_RUNNER_H

#include "command.h"
#include "log.h"
#include "tidu/judge.h"

#include <pthread.h>

/* Behind every code and every name: the last character there is. The end of the last range of units (score/ranges). */
#define LAST_CODE "\xf4\x8f\xbf\xbf"

/* All .yaml and .tsv files of the criteria folder and its folders, sorted by name. */
struct td_file_text_list {
    struct td_arena arena;
    struct td_file_text *files;
    size_t count;
};
bool td_criteria_read(const char *dir, struct td_file_text_list *list, char hash[17],
                      struct td_error *err) TD_MUST_USE;
void td_criteria_free(struct td_file_text_list *list);
/* A file of the list by its name ("vocabulary.yaml"); {0} if it is not there. */
struct td_str td_criteria_text(const struct td_file_text_list *list, const char *name);

/* May a night of all stages begin with these criteria? TD_E_CRITERIA with file:line:column if not. */
bool td_criteria_ready(const struct td_run *run, struct td_error *err) TD_MUST_USE;

/* The folder of data files (criteria, lists): beside the executable, in the source tree or installed. */
bool td_data_dir(const char *name, struct td_buf *path, struct td_error *err) TD_MUST_USE;

bool td_stop_asked(void); /* has a signal come? for td_db_options */
double td_seconds(void);          /* monotonic */
void td_now_text(char out[40]);   /* UTC, for the ledger only: never part of a list */

void td_who(char out[256]);       /* login@host, for the ledger only */

/* One stage, with its row in the ledger. counts: what it says of itself, without its texts. */
bool td_stage_run(struct td_run *run, const struct command *stage, struct td_stage_counts *counts, struct td_error *err) TD_MUST_USE;
/* All stages of a night. *incomplete is set when a delivery failed and the policy let the night go on. */
bool td_night_run(struct td_run *run, bool *incomplete, struct td_error *err) TD_MUST_USE;

/* The run as a thread beside it has it: log is the thread's, without progress (a terminal has one line of it), and there is no connection yet. */
struct td_run td_run_beside(const struct td_run *run, struct td_log *log);

/* Connections that a stage has done with, for the next. Any thread. */
enum { TD_SPARES = 6 };
struct td_spares {
    pthread_mutex_t lock;
    struct td_db *at[TD_SPARES];
    size_t count;
};
void td_spares_close(struct td_spares *spares);

/* load --dry-run: with run->db, or without any. */
bool load_dry_run(struct td_run *run, struct td_error *err) TD_MUST_USE;

bool td_ledger_run_open(struct td_run *run, struct td_error *err) TD_MUST_USE;
void td_ledger_run_close(struct td_run *run, const struct td_error *failure);
bool td_ledger_stage_open(struct td_run *run, const char *stage, struct td_error *err) TD_MUST_USE;
void td_ledger_stage_close(struct td_run *run, const char *stage, const struct td_stage_counts *counts,
                           double seconds, const struct td_error *failure);

#endif
