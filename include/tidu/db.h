/*
 * PostgreSQL: statements by the name of their .sql file, COPY BINARY both ways, transactions, the
 * run lock, migrations. libpq is only here. A connection belongs to one thread.
 *
 * SQL lives in sql/<name>.sql and runs in psql as it stands. Two kinds:
 *  - one statement with $1 … $n (td_db_run, td_db_query);
 *  - a script of several statements that takes its parameters from current_setting('tidu.<x>')
 *    (td_db_setting sets them for the session; td_db_script runs it).
 * Identifiers (a table's name in a generic statement) stand as :"name", psql's own form, and are
 * replaced by PQescapeIdentifier of the given value; "schema.table" is quoted part by part.
 */
#ifndef TIDU_DB_H
#define TIDU_DB_H

#include "tidu/error.h"
#include "tidu/text.h"

struct td_db;

/*
 * conninfo may be NULL (PGHOST, PGSERVICE … count). `application` is the stage's name; application_name
 * becomes "tidu <stage> pid=… at=… host=…". Sets client_encoding UTF8, DateStyle ISO, timezone UTC,
 * client_connection_check_interval, a notice sink. sql_dir NULL: the embedded SQL. stop (may be NULL) is
 * asked while a statement runs: once it says true, that statement is cancelled (TD_E_STOPPED).
 */
struct td_db_options {
    const char *conninfo, *application, *sql_dir;
    bool (*stop)(void);
};
bool td_db_open(struct td_db **db, const struct td_db_options *options, struct td_error *err)
    TD_MUST_USE;
void td_db_close(struct td_db *db); /* NULL is legal */
/* Make it as td_db_open made it: no transaction, temporary table, setting or lock of what it was used for is left. False: it
 * cannot serve any more. */
bool td_db_renew(struct td_db *db, const char *application) TD_MUST_USE;
/* Ask the server to stop what runs on this connection; may be called from a signal's thread. */
void td_db_cancel(struct td_db *db);

/* Identifier replacement for :"name". The list ends with {0}. */
struct td_ident {
    const char *name, *value;
};

/* Parameters are text (NULL = SQL NULL). */
bool td_db_run(struct td_db *db, const char *sql, const struct td_ident *idents,
               const char *const *params, size_t count, uint64_t *affected, struct td_error *err)
    TD_MUST_USE;
bool td_db_script(struct td_db *db, const char *sql, const struct td_ident *idents,
                  struct td_error *err) TD_MUST_USE;
bool td_db_setting(struct td_db *db, const char *name, const char *value, struct td_error *err)
    TD_MUST_USE; /* "tidu.as_of" … , for the session */
bool td_db_begin(struct td_db *db, struct td_error *err) TD_MUST_USE;
bool td_db_commit(struct td_db *db, struct td_error *err) TD_MUST_USE;
void td_db_rollback(struct td_db *db); /* legal when there is no transaction */
/* A transaction REPEATABLE READ READ ONLY. `snapshot` "": a view of its own, whose name is filled in; else
 * the view of the connection that has that name, so that several connections see the same. */
bool td_db_begin_reading(struct td_db *db, char snapshot[64], struct td_error *err) TD_MUST_USE;

/* Small results, as text. */
struct td_rows {
    void *result; /* PGresult */
    int count, columns;
};
bool td_db_query(struct td_db *db, const char *sql, const struct td_ident *idents,
                 const char *const *params, size_t count, struct td_rows *rows,
                 struct td_error *err) TD_MUST_USE;
/* "" for NULL; td_rows_null tells. Valid until td_rows_free. */
const char *td_rows_text(const struct td_rows *rows, int row, int column);
int64_t td_rows_int(const struct td_rows *rows, int row, int column);
bool td_rows_null(const struct td_rows *rows, int row, int column);
/* Rows that no query gave, for those who print rows; NULL texts are NULL. */
void td_rows_make(struct td_rows *rows, int columns);
void td_rows_add(struct td_rows *rows, const char *const *texts);
void td_rows_free(struct td_rows *rows);

/* ---- COPY BINARY in ------------------------------------------------------------------------
 * A row buffer knows nothing of connections: rows may be written to any td_buf first (a spool) and
 * sent later, as they are byte for byte what the server reads. */
void td_put_row(struct td_buf *b, int columns); /* starts a row of so many columns */
void td_put_null(struct td_buf *b);
void td_put_bool(struct td_buf *b, bool v);
void td_put_int2(struct td_buf *b, int16_t v);
void td_put_int4(struct td_buf *b, int32_t v); /* also date */
void td_put_int8(struct td_buf *b, int64_t v);
void td_put_text(struct td_buf *b, struct td_str s); /* also bytea, jsonb excepted */

struct td_copy_in {
    struct td_db *db;
    struct td_buf buffer; /* rows put here are sent by td_copy_in_flush once it is large */
    uint64_t rows, bytes;  /* rows: those flushed; after finish, those the server took */
};
/* sql: a file with `COPY :"table" (…) FROM STDIN (FORMAT binary)`. */
bool td_copy_in_open(struct td_copy_in *copy, struct td_db *db, const char *sql,
                     const struct td_ident *idents, struct td_error *err) TD_MUST_USE;
/* Call after each row: sends when 256 KiB are together. */
bool td_copy_in_flush(struct td_copy_in *copy, struct td_error *err) TD_MUST_USE;
bool td_copy_in_send(struct td_copy_in *copy, struct td_str rows, struct td_error *err)
    TD_MUST_USE; /* whole rows from a spool */
bool td_copy_in_finish(struct td_copy_in *copy, struct td_error *err) TD_MUST_USE;
void td_copy_in_close(struct td_copy_in *copy); /* aborts the COPY if it was not finished */

/* ---- COPY BINARY out ------------------------------------------------------------------------ */
struct td_cell { /* len -1 is NULL; at points into the row */
    const char *at;
    int32_t len;
};
int16_t td_cell_int2(struct td_cell c);
int32_t td_cell_int4(struct td_cell c);
int64_t td_cell_int8(struct td_cell c);

struct td_copy_out {
    struct td_db *db;
    char *row; /* libpq's buffer of the present row */
    struct td_cell *cells;
    int capacity, columns;
    uint64_t rows;
    bool started, done;
};
/* sql: a file with `COPY (SELECT …) TO STDOUT (FORMAT binary)`; settings give its parameters. */
bool td_copy_out_open(struct td_copy_out *copy, struct td_db *db, const char *sql,
                      const struct td_ident *idents, struct td_error *err) TD_MUST_USE;
/* *got false at the end. Cells are valid until the next call. */
bool td_copy_out_next(struct td_copy_out *copy, bool *got, struct td_error *err) TD_MUST_USE;
/* Before the end: asks the server to stop, so that an open transaction has failed. */
void td_copy_out_close(struct td_copy_out *copy);

/* ---- migrations ------------------------------------------------------------------------------
 * sql/migrations/NNNN_name.sql in order, one transaction each, checksum kept in meta.migration. An
 * edited old file and a schema newer than the program are refused (TD_E_SCHEMA). */
struct td_migrated {
    int before, after, known;
};
bool td_migrate(struct td_db *db, struct td_migrated *done, struct td_error *err) TD_MUST_USE;
/* Is the schema the program's? Else TD_E_SCHEMA with both versions and "run tidu migrate". */
bool td_schema_check(struct td_db *db, struct td_error *err) TD_MUST_USE;

/* ---- the run lock ------------------------------------------------------------------------------
 * One run at a time: a session advisory lock. When it is held by a process of this host that is dead
 * (its server process has not noticed yet), that backend is terminated and the lock taken; when it
 * lives: TD_E_BUSY with pid, host and since when. Waits up to wait_ms for a vanishing holder. */
bool td_lock(struct td_db *db, int wait_ms, struct td_error *err) TD_MUST_USE;

#endif
