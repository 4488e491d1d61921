#include "connection.h"
#include "sql.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So long a statement runs before anyone asks whether to stop: the ledger's own short ones, which must
 * go through after a signal, are never cut. */
enum { GLANCE_MS = 250 };

/* "schema.table" is quoted part by part. */
static bool
quote_ident(void *context, const char *value, struct td_buf *out)
{
    struct td_db *db = context;

    for (const char *part = value;; part++) {
        size_t len = strcspn(part, ".");
        char *safe = PQescapeIdentifier(db->conn, part, len);
        if (!safe)
            return false;
        td_buf_text(out, safe);
        PQfreemem(safe);
        part += len;
        if (!*part)
            return true;
        td_buf_text(out, ".");
    }
}

bool
db_statement(struct td_db *db, const char *sql, const struct td_ident *idents,
             struct td_error *err)
{
    struct td_buf raw = {0};
    struct td_str missing = {0};

    td_buf_reset(&db->text);
    bool ok = sql_read(db->sql_dir, sql, &raw, err);
    if (ok && !sql_expand(td_buf_view(&raw), idents, quote_ident, db, &db->text, &missing))
        ok = td_fail(err, TD_E_INTERNAL,
                     TD_T("\"%s\" 中的 :\"%.*s\" 没有取值", "\"%s\": no value for :\"%.*s\""),
                     sql, (int)missing.len, missing.at);
    td_buf_free(&raw);
    return ok;
}

static bool
good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
           status == PGRES_EMPTY_QUERY;
}

void
db_wait(struct td_db *db)
{
    struct pollfd server = {.fd = PQsocket(db->conn), .events = POLLIN};

    if (server.fd < 0)
        return;
    if (poll(&server, 1, GLANCE_MS) == 0 && db->stop && !db->stopped && db->stop()) {
        db->stopped = true; /* once: what cleans up behind it is not cut as well */
        td_db_cancel(db);
    }
    (void)!PQconsumeInput(db->conn); /* PQgetResult tells what went wrong */
}

/* As PQexec answers: the last result, or the first that wants a COPY. */
static PGresult *
answer(struct td_db *db)
{
    PGresult *last = NULL;

    for (;;) {
        while (PQstatus(db->conn) == CONNECTION_OK && PQisBusy(db->conn))
            db_wait(db);
        PGresult *result = PQgetResult(db->conn);
        if (!result)
            return last;
        PQclear(last);
        last = result;
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || PQstatus(db->conn) == CONNECTION_BAD)
            return last;
    }
}

PGresult *
db_send(struct td_db *db, const char *text)
{
    /* PQexec clears away what a broken COPY left behind, if it comes to that */
    return PQsendQuery(db->conn, text) ? answer(db) : PQexec(db->conn, text);
}

static bool
execute(struct td_db *db, const char *sql, const struct td_ident *idents,
        const char *const *params, size_t count, PGresult **result, struct td_error *err)
{
    *result = NULL;
    if (!db_statement(db, sql, idents, err))
        return false;
    *result = PQsendQueryParams(db->conn, db->text.at, (int)count, NULL, params, NULL, NULL, 0)
                  ? answer(db)
                  : PQexecParams(db->conn, db->text.at, (int)count, NULL, params, NULL, NULL, 0);
    if (good(*result))
        return true;
    db_refused(db, *result, sql, err);
    PQclear(*result);
    *result = NULL;
    return false;
}

bool
td_db_run(struct td_db *db, const char *sql, const struct td_ident *idents,
          const char *const *params, size_t count, uint64_t *affected, struct td_error *err)
{
    PGresult *result;

    if (!execute(db, sql, idents, params, count, &result, err))
        return false;
    if (affected)
        *affected = strtoull(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return true;
}

bool
td_db_query(struct td_db *db, const char *sql, const struct td_ident *idents,
            const char *const *params, size_t count, struct td_rows *rows, struct td_error *err)
{
    PGresult *result;

    *rows = (struct td_rows){0};
    if (!execute(db, sql, idents, params, count, &result, err))
        return false;
    *rows = (struct td_rows){result, PQntuples(result), PQnfields(result)};
    return true;
}

bool
td_db_script(struct td_db *db, const char *sql, const struct td_ident *idents,
             struct td_error *err)
{
    if (!db_statement(db, sql, idents, err))
        return false;
    PGresult *result = db_send(db, db->text.at);
    bool ok = good(result) || db_refused(db, result, sql, err);
    PQclear(result);
    return ok;
}

bool
db_command(struct td_db *db, const char *command, struct td_error *err)
{
    PGresult *result = PQexec(db->conn, command);
    bool ok = good(result) || db_refused(db, result, NULL, err);

    PQclear(result);
    return ok;
}

bool
td_db_setting(struct td_db *db, const char *name, const char *value, struct td_error *err)
{
    const char *params[] = {name, value};

    return td_db_run(db, "db/setting", NULL, params, 2, NULL, err);
}

bool
td_db_begin(struct td_db *db, struct td_error *err)
{
    return db_command(db, "BEGIN", err);
}

bool
td_db_commit(struct td_db *db, struct td_error *err)
{
    /* COMMIT of a failed transaction answers ROLLBACK and looks like success */
    if (PQtransactionStatus(db->conn) == PQTRANS_INERROR)
        return td_fail(
            err, TD_E_INTERNAL,
            TD_T("事务已失败，不能提交", "the transaction has failed and cannot be committed"));
    return db_command(db, "COMMIT", err);
}

bool
td_db_begin_reading(struct td_db *db, char snapshot[64], struct td_error *err)
{
    static const char begin[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    struct td_buf text = {0};
    bool ok = db_command(db, begin, err);

    if (ok && snapshot[0]) { /* takes a literal only */
        char *safe = PQescapeLiteral(db->conn, snapshot, strlen(snapshot));
        td_buf_printf(&text, "SET TRANSACTION SNAPSHOT %s", safe ? safe : "''");
        PQfreemem(safe);
        ok = db_command(db, text.at, err);
    } else if (ok) {
        struct td_rows rows = {0};
        ok = td_db_query(db, "db/snapshot", NULL, NULL, 0, &rows, err);
        snprintf(snapshot, 64, "%s", ok ? td_rows_text(&rows, 0, 0) : "");
        td_rows_free(&rows);
    }
    td_buf_free(&text);
    return ok;
}

void
td_db_rollback(struct td_db *db)
{
    PGTransactionStatusType status = db ? PQtransactionStatus(db->conn) : PQTRANS_IDLE;

    if (status == PQTRANS_INTRANS || status == PQTRANS_INERROR)
        PQclear(PQexec(db->conn, "ROLLBACK"));
}

/* ---- small results -------------------------------------------------------------------------
 */

const char *
td_rows_text(const struct td_rows *rows, int row, int column)
{
    return PQgetvalue(rows->result, row, column);
}

int64_t
td_rows_int(const struct td_rows *rows, int row, int column)
{
    return strtoll(PQgetvalue(rows->result, row, column), NULL, 10);
}

bool
td_rows_null(const struct td_rows *rows, int row, int column)
{
    return PQgetisnull(rows->result, row, column);
}

void
td_rows_make(struct td_rows *rows, int columns)
{
    PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    PGresAttDesc *heads = td_alloc((size_t)columns, sizeof *heads);

    for (int c = 0; c < columns; c++)
        heads[c].name = "";
    if (!result || !PQsetResultAttrs(result, columns, heads))
        abort(); /* no memory, as td_alloc */
    free(heads);
    *rows = (struct td_rows){result, 0, columns};
}

void
td_rows_add(struct td_rows *rows, const char *const *texts)
{
    for (int c = 0; c < rows->columns; c++)
        if (!PQsetvalue(rows->result, rows->count, c, (char *)(uintptr_t)texts[c], texts[c] ? (int)strlen(texts[c]) : -1))
            abort();
    rows->count++;
}

void
td_rows_free(struct td_rows *rows)
{
    PQclear(rows->result);
    *rows = (struct td_rows){0};
}
