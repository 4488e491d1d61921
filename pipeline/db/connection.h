/* What the files of this folder share of a connection. Internal. */
#ifndef TIDU_DB_CONNECTION_H
#define TIDU_DB_CONNECTION_H

#include "tidu/db.h"

#include <libpq-fe.h>

struct td_db {
    PGconn *conn;
    PGcancel *cancel;
    char *sql_dir;      /* NULL: the embedded SQL */
    struct td_buf text; /* of the present statement, identifiers in place */
    bool (*stop)(void); /* td_db_options; NULL: nobody asks */
    bool stopped;       /* a statement was cancelled for it */
};

/* Wait for the server for a moment, and take in what has come; a statement that runs on while the caller
 * wants to stop is cancelled. */
void
db_wait(struct td_db *db);

/* PQexec, with db_wait. */
PGresult *
db_send(struct td_db *db, const char *text);

/* Read sql/<sql>.sql into db->text with its identifiers in place. */
bool
db_statement(struct td_db *db, const char *sql, const struct td_ident *idents,
             struct td_error *err) TD_MUST_USE;

/*
 * Fill err from what the server said (result may be NULL: the connection's own message) and
 * return false. sql names the file; db->text must still hold its statement, so that a syntax
 * error gets its line. Does not free the result.
 */
bool
db_refused(struct td_db *db, const PGresult *result, const char *sql, struct td_error *err);

/* A statement of this folder's own without a file: BEGIN, COMMIT, ROLLBACK. */
bool
db_command(struct td_db *db, const char *command, struct td_error *err) TD_MUST_USE;

/* Wait for the end of a COPY: drains all results; false with err on the first failure. */
bool
db_copy_end(struct td_db *db, const char *what, uint64_t *rows,
            struct td_error *err) TD_MUST_USE;

/* "tidu <stage> pid=… at=<boot>.<pid namespace> host=…", at most 63 bytes: see lock.c. */
void
db_application_name(const char *stage, char out[64]);

#endif
