#include "runner.h"

#include "tidu/sheet.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How long a killed run's server process may take to go (it looks for its client every second). */
enum { LOCK_WAIT_MS = 15000 };

static volatile sig_atomic_t stop_signal;

static void
on_signal(int number)
{
    stop_signal = number;
}

/* The first signal asks for a tidy stop; a second one has its usual effect. */
static void
watch_signals(void)
{
    static const int watched[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction a = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&a.sa_mask);
    for (size_t i = 0; i < sizeof watched / sizeof watched[0]; i++)
        sigaction(watched[i], &a, NULL);
}

bool
td_stop_asked(void)
{
    return stop_signal != 0;
}

bool
td_stopping(struct td_error *err)
{
    if (!stop_signal)
        return false;
    td_fail(err, TD_E_STOPPED, TD_T("收到信号 %d，已停止", "stopped by signal %d"), (int)stop_signal);
    td_hint(err, TD_T("再次运行同一命令即可继续", "run the same command again to go on"));
    return true;
}

bool
td_stage_migrate(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct td_migrated done = {0};

    if (!td_migrate(run->db, &done, err))
        return false;
    counts->rows_out = (uint64_t)(done.after - done.before);
    counts->same = done.after == done.before;
    td_log_note(run->log, TD_T("数据库结构 %d → %d", "schema %d -> %d"), done.before, done.after);
    return true;
}

static bool
read_profile(struct td_run *run, struct td_error *err)
{
    struct td_buf text = {0};
    struct td_str vocabulary = td_criteria_text(run->criteria, "vocabulary.yaml");
    const char *path = run->options->profile_path;
    bool ok = td_file_read(path, &text, err);

    ok = ok && td_profile_parse(&run->profile, td_buf_view(&text), path, vocabulary, "vocabulary.yaml", err);
    if (ok)
        snprintf(run->profile_hash, sizeof run->profile_hash, "%016llx",
                 (unsigned long long)run->profile.hash);
    td_buf_free(&text);
    return ok;
}

static bool
read_files(struct td_run *run, const struct command *command, struct td_error *err)
{
    struct td_buf dir = {0};
    bool ok = true;

    if (command->needs & NEEDS_CRITERIA) {
        if (run->options->criteria_dir)
            td_buf_text(&dir, run->options->criteria_dir);
        else
            ok = td_data_dir("criteria", &dir, err);
        ok = ok && td_criteria_read(dir.at, run->criteria, run->criteria_hash, err);
    }
    if (ok && (command->needs & NEEDS_PROFILE))
        ok = read_profile(run, err);
    td_buf_free(&dir);
    return ok;
}

static bool
work(struct td_run *run, const struct command *command, bool *incomplete, struct td_error *err)
{
    struct td_db_options o = {run->options->conninfo, command->name, run->options->sql_dir, td_stop_asked};
    struct td_stage_counts counts = {0};

    if (!read_files(run, command, err))
        return false;
    if ((command->needs & NEEDS_LEDGER) && !command->stage && !td_criteria_ready(run, err))
        return false;
    if (command->needs & (WITHOUT_DATABASE | CONNECTS_ITSELF))
        return command->command(run, err);
    if (run->options->dry_run && run->options->no_database)
        return load_dry_run(run, err);
    if (!td_db_open(&run->db, &o, err))
        return false;
    if (run->options->dry_run) /* no lock, no ledger: it may run beside a night */
        return td_schema_check(run->db, err) && load_dry_run(run, err);
    if (!(command->needs & NEEDS_LEDGER))
        return td_schema_check(run->db, err) && command->command(run, err);
    if (!td_lock(run->db, LOCK_WAIT_MS, err))
        return false;
    if ((command->needs & IS_MIGRATE) && !td_stage_run(run, td_command_find("migrate"), &counts, err))
        return false;
    if (command->stage == td_stage_migrate)
        return true;
    if (!td_schema_check(run->db, err))
        return false;
    bool ok = td_ledger_run_open(run, err) && (command->stage ? td_stage_run(run, command, &counts, err)
                                                              : td_night_run(run, incomplete, err));
    *incomplete = *incomplete || counts.incomplete;
    td_ledger_run_close(run, ok ? NULL : err);
    return ok;
}

static int
execute(struct request *request)
{
    struct td_log log = {.json = request->options.json_log,
                         .quiet = request->options.quiet,
                         .verbose = request->options.verbose,
                         .terminal = isatty(STDERR_FILENO) != 0};
    struct td_file_text_list criteria = {0};
    struct td_spares spares = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct td_run run = {.options = &request->options, .log = &log, .criteria = &criteria, .spares = &spares};
    struct td_error err = {0};
    bool incomplete = false;

    if (request->command->needs & NEEDS_LEDGER)
        watch_signals();
    bool ok = work(&run, request->command, &incomplete, &err);
    if (!ok)
        td_log_error(&log, "error", &err);
    td_spares_close(&spares);
    td_db_close(run.db);
    td_profile_free(&run.profile);
    td_criteria_free(&criteria);
    if (!ok)
        return td_code_exit((enum td_code)err.code);
    return incomplete ? td_code_exit(TD_E_REJECTS) : run.exit;
}

static int
print(struct td_buf *text)
{
    bool ok = fwrite(text->at, 1, text->len, stdout) == text->len && fflush(stdout) == 0;

    td_buf_free(text);
    return ok ? 0 : td_code_exit(TD_E_WRITE);
}

static int
usage_error(const struct td_error *err)
{
    struct td_log log = {0};

    td_log_error(&log, "error", err);
    return td_code_exit(TD_E_USAGE);
}

/* A command of one word, or of two ("rules check"); returns how many words it took. */
static int
find_words(int argc, char **argv, struct request *request, struct td_error *err)
{
    struct td_buf name = {0}, group = {0};
    int words = td_command_group(argv[0]) ? 2 : 1;

    td_buf_text(&name, argv[0]);
    td_buf_printf(&group, "%s ", argv[0]);
    if (words == 2 && (argc < 2 || argv[1][0] == '-')) {
        request->group = argv[0];
        request->help = true;
        td_buf_free(&name);
        td_buf_free(&group);
        return 1;
    }
    if (words == 2)
        td_buf_printf(&name, " %s", argv[1]);
    request->command = td_command_find(name.at);
    if (!request->command) {
        td_fail(err, TD_E_USAGE, TD_T("没有 \"%s\" 这个命令", "no command \"%s\""), name.at);
        td_hint(err, TD_T("tidu %s--help 列出全部命令", "tidu %s--help lists the commands"),
                words == 2 ? group.at : "");
    }
    td_buf_free(&name);
    td_buf_free(&group);
    return words;
}

/* "tidu load …" and "tidu-load …" are the same. */
static int
find_command(const char *executable, int argc, char **argv, struct request *request, struct td_error *err)
{
    const char *dash = strchr(executable, '-');
    int skip = 1;

    if (dash) {
        request->command = td_command_find(dash + 1);
        return skip;
    }
    if (argc < 2 || argv[1][0] == '-')
        return skip;
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "man") == 0) {
        request->help = true;
        if (argc > 2)
            find_words(argc - 2, argv + 2, request, &(struct td_error){0});
        return argc;
    }
    return skip + find_words(argc - 1, argv + 1, request, err);
}

static bool
early_language(int argc, char **argv)
{
    const char *lang = NULL;

    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0)
            lang = argv[i] + 7;
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            lang = argv[i + 1];
    }
    /* a wrong --lang is reported by the options; until then the environment's language serves */
    return td_lang_choose(lang) || td_lang_choose(NULL);
}

/* Help, version or man page on stdout, else the command's own work. */
static int
answer(struct request *request, bool man)
{
    struct td_buf out = {0};

    if (request->version)
        td_buf_text(&out, "tidu " TIDU_VERSION "\n");
    else if (request->group)
        td_help_group(request->group, &out);
    else if (man)
        td_man(request->command, &out);
    else if (request->help || !request->command)
        td_help(request->command, &out);
    else
        return execute(request);
    return print(&out);
}

int
td_main(const char *executable, int argc, char **argv)
{
    struct request request = {0};
    struct td_error err = {0};

    early_language(argc, argv);
    int skip = find_command(executable, argc, argv, &request, &err);
    bool man = argc > 1 && strcmp(argv[1], "man") == 0 && request.help;
    int rest = skip < argc ? argc - skip : 0;
    bool read = err.code == 0;

    if (read && (rest > 0 || (request.command && !request.help)))
        read = td_options_read(executable, rest, argv + argc - rest, &request, &err);
    int status = read ? answer(&request, man) : usage_error(&err);
    td_buf_free(&request.conninfo);
    free((void *)request.options.operands);
    free(request.changes);
    return status;
}
