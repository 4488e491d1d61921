/*
 * COPY … FROM STDIN (FORMAT binary). The stream: an 11-byte signature, flags, length of an
 * extension (both 0), rows (put.c), and a final int16 -1. Without that final mark the server
 * refuses the lot, so a program that is killed leaves nothing behind.
 */
#include "connection.h"

#include <string.h>

/* Large enough that libpq's and the kernel's cost per call vanish, small enough for the L2
 * cache. */
#define BLOCK_BYTES ((size_t)256 * 1024)

static const char signature[] =
    "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0"; /* and the literal's NUL: 19 */

bool
db_copy_end(struct td_db *db, const char *what, uint64_t *rows, struct td_error *err)
{
    bool ok = true;

    for (PGresult *result; (result = PQgetResult(db->conn)); PQclear(result)) {
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
            /* only after a lost connection: PQgetResult would answer this for ever */
            PQclear(result);
            return db_refused(db, NULL, what, err);
        }
        if (status != PGRES_COMMAND_OK)
            ok = db_refused(db, result, what, err);
        else if (rows) {
            const char *text = PQcmdTuples(result);
            for (*rows = 0; *text >= '0' && *text <= '9'; text++)
                *rows = *rows * 10 + (uint64_t)(*text - '0');
        }
    }
    return ok;
}

bool
td_copy_in_open(struct td_copy_in *copy, struct td_db *db, const char *sql,
                const struct td_ident *idents, struct td_error *err)
{
    struct td_buf buffer = copy->buffer; /* its memory serves again */

    *copy = (struct td_copy_in){.buffer = buffer};
    td_buf_reset(&copy->buffer);
    if (!db_statement(db, sql, idents, err))
        return false;
    PGresult *result = PQexec(db->conn, db->text.at);
    bool ok = PQresultStatus(result) == PGRES_COPY_IN || db_refused(db, result, sql, err);
    PQclear(result);
    if (!ok)
        return false;
    copy->db = db;
    td_buf_reserve(&copy->buffer, BLOCK_BYTES + BLOCK_BYTES / 4);
    td_buf_add(&copy->buffer, signature, sizeof signature);
    return true;
}

static bool
send_bytes(struct td_copy_in *copy, const char *bytes, size_t len, struct td_error *err)
{
    while (len) {
        int part = len > BLOCK_BYTES ? (int)BLOCK_BYTES : (int)len;
        if (PQputCopyData(copy->db->conn, bytes, part) != 1) {
            /* the server has ended the COPY: its reason is waiting */
            struct td_db *db = copy->db;
            copy->db = NULL;
            if (db_copy_end(db, NULL, NULL, err))
                db_refused(db, NULL, NULL, err);
            return false;
        }
        bytes += part;
        len -= (size_t)part;
        copy->bytes += (uint64_t)part;
    }
    return true;
}

static bool
send_buffer(struct td_copy_in *copy, struct td_error *err)
{
    bool ok = send_bytes(copy, copy->buffer.at, copy->buffer.len, err);

    td_buf_reset(&copy->buffer);
    return ok;
}

static bool
still_open(const struct td_copy_in *copy, struct td_error *err)
{
    return copy->db || td_fail(err, TD_E_INTERNAL, TD_T("COPY 未打开", "no COPY is open"));
}

bool
td_copy_in_flush(struct td_copy_in *copy, struct td_error *err)
{
    copy->rows++;
    if (copy->buffer.len < BLOCK_BYTES)
        return true;
    return still_open(copy, err) && send_buffer(copy, err);
}

bool
td_copy_in_send(struct td_copy_in *copy, struct td_str rows, struct td_error *err)
{
    return still_open(copy, err) && send_buffer(copy, err) &&
           send_bytes(copy, rows.at, rows.len, err);
}

bool
td_copy_in_finish(struct td_copy_in *copy, struct td_error *err)
{
    static const char trailer[2] = {'\377', '\377'};

    if (!still_open(copy, err))
        return false;
    td_buf_add(&copy->buffer, trailer, sizeof trailer);
    if (!send_buffer(copy, err))
        return false;
    struct td_db *db = copy->db;
    copy->db = NULL;
    if (PQputCopyEnd(db->conn, NULL) != 1)
        return db_refused(db, NULL, NULL, err);
    return db_copy_end(db, NULL, &copy->rows, err);
}

void
td_copy_in_close(struct td_copy_in *copy)
{
    struct td_error ignored = {0};

    if (copy->db && PQputCopyEnd(copy->db->conn, "given up") == 1)
        (void)!db_copy_end(copy->db, NULL, NULL, &ignored);
    copy->db = NULL;
    td_buf_free(&copy->buffer);
}
