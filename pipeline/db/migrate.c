/*
 * Migrations go forward only: sql/migrations/NNNN_name.sql, each in a transaction of its own
 * together with its row in meta.migration. What a database has been given is never edited: a
 * file whose checksum (XXH3 of its bytes) is not the one in the table is refused, and so is a
 * schema that is newer than the program. Two migrators at once: the second waits.
 */
#include "connection.h"
#include "sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WAIT_MS 60000
#define STEP_MS 100

struct migration {
    int number;
    const char *name; /* "0001_meta", of names */
    char checksum[17];
};

struct plan {
    struct sql_names names;
    struct migration *at;
    int count;
};

static void
plan_free(struct plan *plan)
{
    free(plan->at);
    sql_names_free(&plan->names);
    *plan = (struct plan){0};
}

static bool
plan_one(struct td_db *db, const char *name, struct migration *m, struct td_error *err)
{
    struct td_buf path = {0}, text = {0};

    *m = (struct migration){.number = (int)strtol(name, NULL, 10), .name = name};
    td_buf_printf(&path, "migrations/%s", name);
    bool ok = sql_read(db->sql_dir, path.at, &text, err);
    if (ok)
        snprintf(m->checksum, sizeof m->checksum, "%016llx",
                 (unsigned long long)td_hash64(text.at, text.len, 0));
    td_buf_free(&text);
    td_buf_free(&path);
    return ok;
}

static bool
plan_read(struct td_db *db, struct plan *plan, struct td_error *err)
{
    *plan = (struct plan){0};
    if (!sql_names(db->sql_dir, "migrations", &plan->names, err))
        return false;
    plan->at = td_alloc(plan->names.count + 1, sizeof *plan->at);
    for (size_t i = 0; i < plan->names.count; i++) {
        struct migration *m = &plan->at[i];
        if (!plan_one(db, plan->names.at[i], m, err))
            return false;
        if (m->number != (int)i + 1)
            return td_fail(
                err, TD_E_INTERNAL,
                TD_T("迁移 \"%s\" 的编号应为 %04d", "migration \"%s\" should have number %04d"),
                m->name, (int)i + 1);
        plan->count++;
    }
    return true;
}

/* Compare what the database has been given with the files; *have is the number of migrations
 * there. */
static bool
compare(struct td_db *db, const struct plan *plan, int *have, struct td_error *err)
{
    struct td_rows rows;
    bool ok = true;

    if (!td_db_query(db, "db/migration_list", NULL, NULL, 0, &rows, err))
        return false;
    *have = rows.count;
    for (int i = 0; ok && i < rows.count; i++) {
        int number = (int)td_rows_int(&rows, i, 0);
        if (number > plan->count) {
            ok = td_fail(
                err, TD_E_SCHEMA,
                TD_T("数据库结构是第 %d 版，比程序新（程序只到第 %d 版）",
                     "the schema is at version %d, newer than the program, which knows %d"),
                (int)td_rows_int(&rows, rows.count - 1, 0), plan->count);
            td_hint(err, "%s", TD_T("请安装较新的程序", "install the newer program"));
        } else if (number != i + 1 ||
                   strcmp(td_rows_text(&rows, i, 2), plan->at[i].checksum) != 0) {
            ok = td_fail(err, TD_E_SCHEMA,
                         TD_T("迁移 \"%s\" 已在数据库中执行，之后文件又被改动",
                              "migration \"%s\" was edited after it ran in this database"),
                         plan->at[i].name);
            td_hint(err, "%s",
                    TD_T("恢复原文件，把改动写成新的迁移",
                         "restore the file and put the change into a new migration"));
        }
    }
    td_rows_free(&rows);
    return ok;
}

static bool
apply(struct td_db *db, const struct migration *m, bool last, struct td_error *err)
{
    struct td_buf path = {0};
    char number[12];
    const char *params[] = {number, m->name, m->checksum};

    snprintf(number, sizeof number, "%d", m->number);
    td_buf_printf(&path, "migrations/%s", m->name);
    bool ok = td_db_begin(db, err);
    ok = ok && td_db_script(db, path.at, NULL, err);
    ok = ok && td_db_script(db, "db/access", NULL, err);
    ok = ok && (!last || td_db_script(db, "db/words", NULL, err));
    ok = ok && td_db_run(db, "db/migration_add", NULL, params, 3, NULL, err);
    ok = ok && td_db_commit(db, err);
    if (!ok)
        td_db_rollback(db);
    td_buf_free(&path);
    return ok || td_in(err, TD_T("执行迁移 \"%s\" 时", "in migration \"%s\""), m->name);
}

static bool
turn(struct td_db *db, bool take, bool *got, struct td_error *err)
{
    struct td_rows rows;

    if (!td_db_query(db, take ? "db/migration_lock" : "db/migration_unlock", NULL, NULL, 0,
                     &rows, err))
        return false;
    *got = td_rows_text(&rows, 0, 0)[0] == 't';
    td_rows_free(&rows);
    return true;
}

static bool
wait_turn(struct td_db *db, struct td_error *err)
{
    bool got = false;

    for (int waited = 0; waited <= WAIT_MS; waited += STEP_MS) {
        if (!turn(db, true, &got, err))
            return false;
        if (got)
            return true;
        nanosleep(&(struct timespec){0, STEP_MS * 1000000L}, NULL);
    }
    return td_fail(err, TD_E_BUSY,
                   TD_T("另一个 tidu migrate 正在运行", "another tidu migrate is going"));
}

/* Has the database ever been migrated? Asked first: CREATE … IF NOT EXISTS wants the right to
 * create even where there is nothing to make. */
static bool
is_there(struct td_db *db, bool *there, struct td_error *err)
{
    struct td_rows rows;

    if (!td_db_query(db, "db/migration_there", NULL, NULL, 0, &rows, err))
        return false;
    *there = td_rows_text(&rows, 0, 0)[0] == 't';
    td_rows_free(&rows);
    return true;
}

bool
td_migrate(struct td_db *db, struct td_migrated *done, struct td_error *err)
{
    struct plan plan = {0};
    struct td_error ignored = {0};
    bool got, there = false;

    *done = (struct td_migrated){0};
    bool ok = plan_read(db, &plan, err);
    bool locked = ok && wait_turn(db, err);
    ok = locked && is_there(db, &there, err);
    ok = ok && (there || td_db_script(db, "db/migration_table", NULL, err));
    ok = ok && compare(db, &plan, &done->before, err);
    done->known = plan.count;
    done->after = done->before;
    while (ok && done->after < plan.count) {
        ok = apply(db, &plan.at[done->after], done->after + 1 == plan.count, err);
        done->after += ok;
    }
    if (locked)
        (void)!turn(db, false, &got, &ignored); /* else it goes with the session */
    plan_free(&plan);
    return ok;
}

bool
td_schema_check(struct td_db *db, struct td_error *err)
{
    struct plan plan = {0};
    bool there = false;
    int have = 0;

    bool ok = plan_read(db, &plan, err) && is_there(db, &there, err);
    ok = ok && (!there || compare(db, &plan, &have, err));
    if (ok && have < plan.count) {
        ok = td_fail(err, TD_E_SCHEMA,
                     TD_T("数据库结构是第 %d 版，程序需要第 %d 版",
                          "the schema is at version %d, the program needs %d"),
                     have, plan.count);
        td_hint(err, "%s", TD_T("请先运行 tidu migrate", "run tidu migrate"));
    }
    plan_free(&plan);
    return ok;
}
