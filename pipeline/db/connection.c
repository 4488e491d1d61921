#include "connection.h"
#include "sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEYWORDS_MAX 6

static void
quiet(void *context, const char *message)
{
    (void)context;
    (void)message; /* notices ("relation exists, skipping") are for nobody here */
}

/*
 * A conninfo that libpq cannot read is refused before connecting: its own message would quote a
 * part of it, and that part may be a password.
 */
static bool
readable(const char *conninfo, struct td_error *err)
{
    bool plain = !strchr(conninfo, '=') && strncmp(conninfo, "postgres", 8) != 0;
    PQconninfoOption *parsed = plain ? NULL : PQconninfoParse(conninfo, NULL);

    if (parsed)
        PQconninfoFree(parsed);
    else if (!plain && (strchr(conninfo, '=') || strstr(conninfo, "://"))) {
        td_fail(err, TD_E_DB_CONNECT,
                TD_T("无法解读连接字符串（内容不予显示）",
                     "the connection string cannot be read (it is not shown)"));
        return td_hint(
            err, "%s",
            TD_T("写法：-d \"host=… dbname=…\" 或 postgresql://…；含空格的值加单引号",
                 "form: -d \"host=… dbname=…\" or postgresql://…; quote values with blanks"));
    }
    return true;
}

static PGconn *
connect_server(const struct td_db_options *options)
{
    const char *keys[KEYWORDS_MAX + 1] = {0}, *values[KEYWORDS_MAX + 1] = {0};
    char name[64];
    size_t n = 0;

    db_application_name(options->application, name);
    if (!getenv("PGCONNECT_TIMEOUT")) {
        /* first, so that conninfo overrides it; without it a dead host holds a night for
         * minutes */
        keys[n] = "connect_timeout";
        values[n++] = "15";
    }
    if (options->conninfo && *options->conninfo) {
        keys[n] = "dbname"; /* expanded: a conninfo string, a URI or a plain name */
        values[n++] = options->conninfo;
    }
    keys[n] = "application_name";
    values[n++] = name;
    keys[n] = "client_encoding";
    values[n++] = "UTF8";
    return PQconnectdbParams(keys, values, 1);
}

/* The server is there and says "starting up" or "shutting down": worth another try later. */
static bool
server_is_busy(const char *conninfo)
{
    const char *keys[] = {"dbname", NULL}, *values[] = {conninfo, NULL};

    return PQpingParams(conninfo && *conninfo ? keys : keys + 1,
                        conninfo && *conninfo ? values : values + 1, 1) == PQPING_REJECT;
}

/* libpq's message of a connection names host, socket, port, role and database, never the
 * password. */
static bool
not_connected(PGconn *conn, const char *conninfo, struct td_error *err)
{
    struct td_str said = td_str_trim(td_str(PQerrorMessage(conn)));
    const char *host = PQhost(conn), *database = PQdb(conn);
    said.len = strcspn(said.at, "\n"); /* the second line asks what our hint answers */
    bool busy = server_is_busy(conninfo) || td_str_has(said, TD_STR("too many clients"));

    td_fail(err, busy ? TD_E_DB_LOST : TD_E_DB_CONNECT,
            TD_T("无法连接数据库 \"%s\"（主机 \"%s\"）：%.*s",
                 "cannot connect to database \"%s\" (host \"%s\"): %.*s"),
            database ? database : "", host ? host : "", (int)said.len, said.at);
    return td_hint(
        err, "%s",
        busy ? TD_T("服务器正在启动或连接已满，请稍后再试",
                    "the server is starting or has no connection left; try later")
             : TD_T("服务器是否已启动？可用 -d 或 PGHOST、PGDATABASE、PGSERVICE 指定；"
                    "项目自带：scripts/pg start，再 eval \"$(scripts/pg env)\"",
                    "is the server running? name it by -d or PGHOST, PGDATABASE, "
                    "PGSERVICE; the project's own: scripts/pg start, then eval "
                    "\"$(scripts/pg env)\""));
}

bool
td_db_open(struct td_db **out, const struct td_db_options *options, struct td_error *err)
{
    struct td_db *db = td_alloc(1, sizeof *db);

    *out = NULL;
    db->stop = options->stop;
    if (options->sql_dir && *options->sql_dir) {
        db->sql_dir = td_alloc(strlen(options->sql_dir) + 1, 1);
        strcpy(db->sql_dir, options->sql_dir);
    }
    bool ok = !options->conninfo || readable(options->conninfo, err);
    if (ok) {
        db->conn = connect_server(options);
        ok = PQstatus(db->conn) == CONNECTION_OK ||
             not_connected(db->conn, options->conninfo, err);
    }
    if (ok) {
        PQsetNoticeProcessor(db->conn, quiet, NULL);
        db->cancel = PQgetCancel(db->conn);
        ok = td_db_script(db, "db/session", NULL, err);
    }
    if (!ok) {
        td_db_close(db);
        return false;
    }
    *out = db;
    return true;
}

void
td_db_close(struct td_db *db)
{
    if (!db)
        return;
    if (db->cancel)
        PQfreeCancel(db->cancel);
    PQfinish(db->conn);
    td_buf_free(&db->text);
    free(db->sql_dir);
    free(db);
}

bool
td_db_renew(struct td_db *db, const char *application)
{
    struct td_error ignored = {0};
    char name[64];

    db_application_name(application, name);
    td_db_rollback(db);
    return PQtransactionStatus(db->conn) == PQTRANS_IDLE && !db->stopped && db_command(db, "DISCARD ALL", &ignored) &&
           td_db_script(db, "db/session", NULL, &ignored) && td_db_setting(db, "application_name", name, &ignored);
}

void
td_db_cancel(struct td_db *db)
{
    char said[256];

    /* PQcancel is safe in a signal handler and from another thread; a failure is the server's
     * death */
    if (db && db->cancel)
        (void)!PQcancel(db->cancel, said, sizeof said);
}

/* ---- who we are ----------------------------------------------------------------------------
 */

static void
read_boot(char out[9])
{
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "r");

    if (!file || fread(out, 1, 8, file) != 8)
        memcpy(out, "00000000", 8);
    out[8] = '\0';
    if (file)
        fclose(file);
}

void
db_application_name(const char *stage, char out[64])
{
    char boot[9], host[256] = "";
    struct stat space = {0};

    read_boot(boot);
    (void)stat("/proc/self/ns/pid",
               &space); /* containers share a boot id, not a pid namespace */
    if (gethostname(host, sizeof host - 1) != 0 || !host[0])
        strcpy(host, "?");
    if (!stage || !*stage)
        stage = "tidu";
    if (strncmp(stage, "tidu ", 5) == 0)
        stage += 5;
    /* 63 bytes are kept by the server: the host's name stands last and gives way */
    struct td_buf name = {0};
    td_buf_printf(&name, "tidu %.10s pid=%ld at=%s.%05lx host=%s", stage, (long)getpid(), boot,
                  (unsigned long)space.st_ino & 0xFFFFF, host);
    size_t len = name.len < 63 ? name.len : 63;
    memcpy(out, name.at, len);
    out[len] = '\0';
    td_buf_free(&name);
}
