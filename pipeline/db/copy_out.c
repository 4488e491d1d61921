/*
 * COPY … TO STDOUT (FORMAT binary). libpq hands over one row per message, the first with the
 * header before it. Every length is checked against the message: a damaged stream is an error,
 * not a crash.
 */
#include "connection.h"

#include <stdlib.h>
#include <string.h>

#define SIGNATURE_BYTES 11

static uint64_t
load(const char *at, int bytes)
{
    uint64_t v = 0;

    for (int i = 0; i < bytes; i++)
        v = v << 8 | (unsigned char)at[i];
    return v;
}

/* A cell of 1, 2, 4 or 8 bytes, sign-extended; 0 for NULL, text, and what is wider than asked
 * for. */
static int64_t
integer(struct td_cell c, int widest)
{
    if (c.len > widest)
        return 0;
    switch (c.len) {
    case 1:
        return (unsigned char)c.at[0]; /* boolean */
    case 2:
        return (int16_t)(uint16_t)load(c.at, 2);
    case 4:
        return (int32_t)(uint32_t)load(c.at, 4);
    case 8:
        return (int64_t)load(c.at, 8);
    default:
        return 0;
    }
}

int16_t
td_cell_int2(struct td_cell c)
{
    return (int16_t)integer(c, 2);
}

int32_t
td_cell_int4(struct td_cell c)
{
    return (int32_t)integer(c, 4);
}

int64_t
td_cell_int8(struct td_cell c)
{
    return integer(c, 8);
}

bool
td_copy_out_open(struct td_copy_out *copy, struct td_db *db, const char *sql,
                 const struct td_ident *idents, struct td_error *err)
{
    *copy = (struct td_copy_out){0};
    if (!db_statement(db, sql, idents, err))
        return false;
    PGresult *result = db_send(db, db->text.at);
    bool ok = PQresultStatus(result) == PGRES_COPY_OUT || db_refused(db, result, sql, err);
    if (ok) {
        copy->db = db;
        copy->columns = PQnfields(result);
        copy->capacity = copy->columns ? copy->columns : 1;
        copy->cells = td_alloc((size_t)copy->capacity, sizeof *copy->cells);
    }
    PQclear(result);
    return ok;
}

static bool
malformed(struct td_copy_out *copy, struct td_error *err)
{
    return td_fail(err, TD_E_DB,
                   TD_T("数据库送来的第 %llu 行不符合 COPY BINARY 格式",
                        "row %llu from the database is not valid COPY BINARY"),
                   (unsigned long long)copy->rows + 1);
}

/* Step over the header, which stands before the first row in the same message. */
static bool
parse_header(struct td_str *rest)
{
    static const char signature[SIGNATURE_BYTES] = "PGCOPY\n\377\r\n"; /* and its NUL */
    size_t fixed = SIGNATURE_BYTES + 8;

    if (rest->len < fixed || memcmp(rest->at, signature, SIGNATURE_BYTES) != 0)
        return false;
    uint64_t extension = load(rest->at + SIGNATURE_BYTES + 4, 4);
    if (extension > rest->len - fixed)
        return false;
    rest->at += fixed + extension;
    rest->len -= fixed + (size_t)extension;
    return true;
}

static bool
parse_row(struct td_copy_out *copy, struct td_str rest)
{
    if (rest.len < 2 || (int16_t)(uint16_t)load(rest.at, 2) != copy->columns)
        return false;
    rest.at += 2;
    rest.len -= 2;
    for (int i = 0; i < copy->columns; i++) {
        if (rest.len < 4)
            return false;
        int32_t len = (int32_t)(uint32_t)load(rest.at, 4);
        rest.at += 4;
        rest.len -= 4;
        if (len < -1 || (len > 0 && (size_t)len > rest.len))
            return false;
        copy->cells[i] = (struct td_cell){rest.at, len};
        if (len > 0) {
            rest.at += len;
            rest.len -= (size_t)len;
        }
    }
    return rest.len == 0;
}

static bool
parse_message(struct td_copy_out *copy, struct td_str message, bool *got, struct td_error *err)
{
    if (!copy->started && !parse_header(&message))
        return malformed(copy, err);
    copy->started = true;
    if (message.len == 2 && load(message.at, 2) == 0xFFFF) {
        copy->done = true; /* the trailer */
        return true;
    }
    if (!parse_row(copy, message))
        return malformed(copy, err);
    copy->rows++;
    *got = true;
    return true;
}

/* PQgetCopyData: the row's length, -1 at the end, -2 when it failed. */
static int
next_row(struct td_copy_out *copy)
{
    int len;

    while ((len = PQgetCopyData(copy->db->conn, &copy->row, 1)) == 0 &&
           PQstatus(copy->db->conn) == CONNECTION_OK)
        db_wait(copy->db);
    return len ? len : -2;
}

bool
td_copy_out_next(struct td_copy_out *copy, bool *got, struct td_error *err)
{
    *got = false;
    if (!copy->db)
        return copy->done ||
               td_fail(err, TD_E_INTERNAL, TD_T("COPY 未打开", "no COPY is open"));
    PQfreemem(copy->row);
    copy->row = NULL;
    int len = next_row(copy);
    if (len > 0)
        if (!parse_message(copy, (struct td_str){copy->row, (size_t)len}, got, err) || *got)
            return *got;
    /* at the trailer, too, the server's last word counts */
    while (len > 0) {
        PQfreemem(copy->row);
        copy->row = NULL;
        len = next_row(copy);
    }
    struct td_db *db = copy->db;
    copy->db = NULL;
    bool ok = db_copy_end(db, NULL, NULL, err);
    if (ok && !copy->done)
        return malformed(copy, err);
    return ok;
}

void
td_copy_out_close(struct td_copy_out *copy)
{
    struct td_error ignored = {0};

    PQfreemem(copy->row);
    copy->row = NULL;
    if (copy->db) {
        /* stopped half way: the server would send all the rest before it listens again */
        td_db_cancel(copy->db);
        while (PQgetCopyData(copy->db->conn, &copy->row, 0) > 0) {
            PQfreemem(copy->row);
            copy->row = NULL;
        }
        (void)!db_copy_end(copy->db, NULL, NULL, &ignored);
    }
    free(copy->cells);
    *copy = (struct td_copy_out){.rows = copy->rows, .done = copy->done};
}
