/*
 * What the server says, as a td_error: the code from the SQLSTATE, the place from the
 * statement's position, never a value of a row (a constraint's detail quotes the row, which may
 * be personal).
 */
#include "connection.h"

#include <string.h>

static bool
class_is(const char *state, const char *prefix)
{
    return strncmp(state, prefix, strlen(prefix)) == 0;
}

static enum td_code
code_of(const char *state)
{
    /* try later: connection, serialisation and deadlock, resources, shutting down or starting
     */
    if (class_is(state, "08") || class_is(state, "40") || class_is(state, "53") ||
        class_is(state, "57P0"))
        return TD_E_DB_LOST;
    if (class_is(state, "57014")) /* cancelled: td_db_cancel, or statement_timeout */
        return TD_E_STOPPED;
    /* no such table, column, schema, function */
    if (class_is(state, "42P01") || class_is(state, "42703") || class_is(state, "3F000") ||
        class_is(state, "42883"))
        return TD_E_SCHEMA;
    return TD_E_DB;
}

/* Line and column of the position-th character (1-based) of the text. */
static void
locate(const char *text, long position, size_t *line, size_t *column)
{
    *line = 1;
    *column = 1;
    for (long seen = 1; *text && seen < position; text++) {
        if (((unsigned char)text[1] & 0xC0) == 0x80)
            continue; /* inside a character */
        seen++;
        (*column)++;
        if (*text == '\n') {
            (*line)++;
            *column = 1;
        }
    }
}

static void
add_place(struct td_db *db, const PGresult *result, const char *sql, struct td_error *err)
{
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    struct td_buf file = {0};
    size_t line = 0, column = 0;

    if (!sql)
        return;
    td_buf_printf(&file, "sql/%s.sql", sql);
    if (position && db->text.at) {
        long at = 0;
        for (; *position >= '0' && *position <= '9' && at < 100000000; position++)
            at = at * 10 + (*position - '0');
        locate(db->text.at, at, &line, &column);
    }
    td_at(err, file.at, line, column);
    td_buf_free(&file);
}

static void
add_detail(const PGresult *result, const char *state, struct td_error *err)
{
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
    const char *context = PQresultErrorField(result, PG_DIAG_CONTEXT);
    const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);

    /* Class 23, a constraint: the detail and the context would quote the row; the primary
     * message names table and constraint. */
    if (detail && !class_is(state, "23"))
        td_in(err, "%s", detail);
    if (context && !class_is(state, "23") && !class_is(state, "22"))
        td_in(err, "%s", context);
    if (err->code == TD_E_SCHEMA)
        td_hint(err, "%s", TD_T("请先运行 tidu migrate", "run tidu migrate"));
    else if (hint)
        td_hint(err, "%s", hint);
}

/* libpq's own message, without its last newline. */
static void
add_lost(PGconn *conn, struct td_error *err)
{
    struct td_str said = td_str_trim(td_str(PQerrorMessage(conn)));

    td_fail(err, TD_E_DB_LOST,
            TD_T("与数据库服务器的连接中断：%.*s",
                 "the connection to the database server was lost: %.*s"),
            (int)said.len, said.at);
    td_hint(err, "%s",
            TD_T("服务器恢复后重新运行即可，已发布的名单不受影响",
                 "run again once the server is back; what is published is untouched"));
}

bool
db_refused(struct td_db *db, const PGresult *result, const char *sql, struct td_error *err)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

    if (!err || err->code)
        return false;
    if (!state || !primary) {
        if (PQstatus(db->conn) == CONNECTION_BAD)
            add_lost(db->conn, err);
        else
            td_fail(err, TD_E_DB,
                    TD_T("数据库没有给出结果：%s", "the database gave no result: %s"),
                    PQerrorMessage(db->conn));
        add_place(db, NULL, sql, err);
        return false;
    }
    if (db->stopped && class_is(state, "57014")) {
        td_fail(err, TD_E_STOPPED, TD_T("收到停止信号，正在执行的语句已取消", "stopped by a signal; the statement was cancelled"));
        td_hint(err, TD_T("再次运行同一命令即可继续", "run the same command again to go on"));
        return false;
    }
    td_fail(err, code_of(state),
            TD_T("数据库拒绝执行（%s）：%s", "the database refused (%s): %s"), state, primary);
    add_place(db, result, sql, err);
    add_detail(result, state, err);
    return false;
}
