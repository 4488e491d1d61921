/*
 * db_probe COMMAND [ARG …]: the database layer, driven by the scripts of tests/db. Connects by
 * libpq's own variables. TIDU_SQL_DIR reads SQL from a folder. Exit status: that of the error's
 * code.
 */
#include "tidu/db.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef bool
command_fn(struct td_db *db, char **args, struct td_error *err);

static bool
migrate(struct td_db *db, char **args, struct td_error *err)
{
    struct td_migrated done;

    (void)args;
    bool ok = td_migrate(db, &done, err);
    if (ok)
        printf("before %d after %d known %d\n", done.before, done.after, done.known);
    return ok;
}

static bool
check(struct td_db *db, char **args, struct td_error *err)
{
    (void)args;
    return td_schema_check(db, err);
}

/* lock WAIT_MS HOLD_SECONDS|sleep: takes the lock, says so, holds it (or runs a statement
 * meanwhile) */
static bool
lock(struct td_db *db, char **args, struct td_error *err)
{
    if (!td_lock(db, atoi(args[0]), err))
        return false;
    puts("locked");
    fflush(stdout);
    if (strcmp(args[1], "sleep") == 0)
        return td_db_script(db, "sleep", NULL, err);
    nanosleep(&(struct timespec){atoi(args[1]), 0}, NULL);
    return true;
}

static void
put_sample(struct td_buf *b, int32_t id)
{
    td_put_row(b, 7);
    td_put_int4(b, id);
    if (id % 3 == 0) {
        for (int i = 0; i < 6; i++)
            td_put_null(b);
        return;
    }
    td_put_bool(b, id % 2);
    td_put_int2(b, (int16_t)-id);
    td_put_int8(b, INT64_MAX - id);
    td_put_int4(b, id - 400); /* date */
    td_put_text(b, id % 5 ? TD_STR("聊城𠮷\t\"，\n") : TD_STR(""));
    td_put_text(b, (struct td_str){"\0\xff\x01", 3}); /* bytea */
}

/* copy-in ROWS: into public.sample; copy-in-half ROWS: says "half" and sleeps before the end */
static bool
copy_in(struct td_db *db, int rows, bool half, struct td_error *err)
{
    static const struct td_ident table[] = {{"table", "public.sample"}, {0}};
    struct td_copy_in copy = {0};

    bool ok = td_copy_in_open(&copy, db, "in", table, err);
    for (int i = 1; ok && i <= rows; i++) {
        put_sample(&copy.buffer, i);
        ok = td_copy_in_flush(&copy, err);
    }
    if (ok && half) {
        puts("half");
        fflush(stdout);
        nanosleep(&(struct timespec){60, 0}, NULL);
    }
    struct td_buf spool = {0};
    put_sample(&spool, rows + 1);
    ok = ok && td_copy_in_send(&copy, td_buf_view(&spool), err);
    ok = ok && td_copy_in_finish(&copy, err);
    if (ok)
        printf("rows %" PRIu64 "\n", copy.rows);
    td_buf_free(&spool);
    td_copy_in_close(&copy);
    return ok;
}

static bool
copy_in_whole(struct td_db *db, char **args, struct td_error *err)
{
    return copy_in(db, atoi(args[0]), false, err);
}

static bool
copy_in_half(struct td_db *db, char **args, struct td_error *err)
{
    return copy_in(db, atoi(args[0]), true, err);
}

/* A stream that the server refuses at its first row, long before we stop sending. */
static bool
copy_in_wrong(struct td_db *db, char **args, struct td_error *err)
{
    static const struct td_ident table[] = {{"table", "public.sample"}, {0}};
    struct td_copy_in copy = {0};

    bool ok = td_copy_in_open(&copy, db, "in", table, err);
    for (int i = 0; ok && i < atoi(args[0]); i++) {
        td_put_row(&copy.buffer, 2);
        td_put_int4(&copy.buffer, i);
        td_put_null(&copy.buffer);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    struct td_error after = {0};
    printf("connection %s\n", td_db_script(db, "one", NULL, &after) ? "usable" : after.text);
    return ok;
}

static void
print_cell(struct td_cell c, int column)
{
    if (c.len < 0)
        fputs(" -", stdout);
    else if (column == 5 || column == 6) {
        fputs(" ", stdout);
        for (int i = 0; i < c.len; i++)
            printf("%02x", (unsigned char)c.at[i]);
    } else
        printf(" %" PRId64, td_cell_int8(c));
}

/* copy-out NAME MOST: prints rows as numbers and hex, stops after MOST of them (0 = never) */
static bool
copy_out(struct td_db *db, char **args, struct td_error *err)
{
    struct td_copy_out copy = {0};
    uint64_t most = strtoull(args[1], NULL, 10);
    bool got = true;

    bool ok = td_copy_out_open(&copy, db, args[0], NULL, err);
    while (ok && (!most || copy.rows < most) && (ok = td_copy_out_next(&copy, &got, err)) &&
           got) {
        for (int i = 0; i < copy.columns; i++)
            print_cell(copy.cells[i], i);
        putchar('\n');
    }
    td_copy_out_close(&copy);
    struct td_error after = {0};
    printf("connection %s\n", td_db_script(db, "one", NULL, &after) ? "usable" : after.text);
    return ok;
}

/* query NAME [PARAM …]: prints rows; "NULL" in place of NULL */
static bool
query(struct td_db *db, char **args, struct td_error *err)
{
    struct td_rows rows;
    size_t count = 0;

    while (args[1 + count])
        count++;
    if (!td_db_query(db, args[0], NULL, (const char *const *)args + 1, count, &rows, err))
        return false;
    for (int r = 0; r < rows.count; r++)
        for (int c = 0; c < rows.columns; c++)
            printf("%s%c", td_rows_null(&rows, r, c) ? "NULL" : td_rows_text(&rows, r, c),
                   c + 1 < rows.columns ? '|' : '\n');
    td_rows_free(&rows);
    return true;
}

/* ident NAME TABLE: runs a statement with :"table" */
static bool
ident(struct td_db *db, char **args, struct td_error *err)
{
    const struct td_ident idents[] = {{"table", args[1]}, {0}};
    uint64_t affected = 0;

    bool ok = td_db_begin(db, err) && td_db_run(db, args[0], idents, NULL, 0, &affected, err) &&
              td_db_commit(db, err);
    td_db_rollback(db);
    if (ok)
        printf("affected %" PRIu64 "\n", affected);
    return ok;
}

static const struct {
    const char *name;
    command_fn *run;
    int args;
} commands[] = {
    {"migrate", migrate, 0},
    {"check", check, 0},
    {"lock", lock, 2},
    {"copy-in", copy_in_whole, 1},
    {"copy-in-half", copy_in_half, 1},
    {"copy-in-wrong", copy_in_wrong, 1},
    {"copy-out", copy_out, 2},
    {"query", query, 1},
    {"ident", ident, 2},
};

static void
complain(const struct td_error *err)
{
    fprintf(stderr, "TD-%d %s\n", err->code, err->text);
    if (err->file[0])
        fprintf(stderr, "at %s:%zu:%zu\n", err->file, err->line, err->column);
    if (err->detail[0])
        fprintf(stderr, "detail %s\n", err->detail);
    if (err->hint[0])
        fprintf(stderr, "hint %s\n", err->hint);
}

int
main(int argc, char **argv)
{
    struct td_db_options options = {getenv("TIDU_CONNINFO"), "probe", getenv("TIDU_SQL_DIR"), NULL};
    struct td_db *db = NULL;
    struct td_error err = {0};
    bool ok = false;

    td_lang_set(TD_EN);
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, argv[1]) == 0 && argc - 2 >= commands[i].args)
            ok = td_db_open(&db, &options, &err) && commands[i].run(db, argv + 2, &err);
    if (!ok && !err.code)
        td_fail(&err, TD_E_USAGE, "db_probe COMMAND [ARG …]");
    if (!ok)
        complain(&err);
    td_db_close(db);
    return ok ? 0 : td_code_exit((enum td_code)err.code);
}
