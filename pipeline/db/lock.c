/*
 * The run lock is a session advisory lock: it cannot outlive its server process. That process
 * can outlive the program, though, by as long as it takes the server to look at the socket (a
 * kill -9 in the middle of a long statement), or for hours when the program's machine was
 * switched off. So the holder's application_name tells where it ran, and a holder that is
 * certainly dead is ended:
 *
 *   tidu <stage> pid=<pid> at=<boot id>.<pid namespace> host=<start of the host's name>
 *
 *   same host, boot and pid namespace, no such process       dead (or a zombie)
 *   same host and client address, another boot               dead: the machine was restarted
 *   anything else (another host or container)                taken for alive
 */
#include "connection.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STEP_MS 50
#define VANISH_MS                                                                              \
    5000 /* a terminated backend is gone within milliseconds, unless the disk hangs */

struct holder {
    bool there, same_client;
    char application[64], backend[16], since[40];
    /* of the application name, empty if it is none of ours */
    long pid;
    char boot[9], space[6], host[64];
};

static void
parse_application(const char *name, struct holder *h)
{
    const char *pid = strstr(name, " pid=");

    if (strncmp(name, "tidu ", 5) != 0 || !pid ||
        sscanf(pid, " pid=%ld at=%8[0-9a-f].%5[0-9a-f] host=%63s", &h->pid, h->boot, h->space,
               h->host) != 4)
        h->pid = 0;
}

static bool
find_holder(struct td_db *db, struct holder *h, struct td_error *err)
{
    struct td_rows rows;

    *h = (struct holder){0};
    if (!td_db_query(db, "db/lock_holder", NULL, NULL, 0, &rows, err))
        return false;
    h->there = rows.count > 0;
    if (h->there) {
        snprintf(h->application, sizeof h->application, "%s", td_rows_text(&rows, 0, 1));
        snprintf(h->backend, sizeof h->backend, "%s", td_rows_text(&rows, 0, 0));
        snprintf(h->since, sizeof h->since, "%s", td_rows_text(&rows, 0, 2));
        h->same_client = td_rows_text(&rows, 0, 3)[0] == 't';
        parse_application(h->application, h);
    }
    td_rows_free(&rows);
    return true;
}

/* A killed process that its parent has not waited for yet answers kill(2), but runs no more. */
static bool
is_zombie(long pid)
{
    char path[64], text[512] = "";

    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    size_t got = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[got] = '\0';
    const char *name_end = strrchr(text, ')'); /* "pid (name) state …" */
    return name_end && (strncmp(name_end, ") Z", 3) == 0 || strncmp(name_end, ") X", 3) == 0);
}

static bool
is_dead(const struct holder *h)
{
    struct holder us = {0};
    char name[64];

    db_application_name("", name);
    parse_application(name, &us);
    if (!h->pid || !us.pid)
        return false;
    /* names are cut to what fits behind a pid of any length */
    size_t known = strlen(h->host) < strlen(us.host) ? strlen(h->host) : strlen(us.host);
    if (strncmp(h->host, us.host, known) != 0)
        return false;
    if (strcmp(h->boot, us.boot) != 0)
        return h->same_client;
    if (strcmp(h->space, us.space) != 0)
        return false;
    return (kill((pid_t)h->pid, 0) != 0 && errno == ESRCH) || is_zombie(h->pid);
}

static bool
try_lock(struct td_db *db, bool *got, struct td_error *err)
{
    struct td_rows rows;

    if (!td_db_query(db, "db/lock_take", NULL, NULL, 0, &rows, err))
        return false;
    *got = td_rows_text(&rows, 0, 0)[0] == 't';
    td_rows_free(&rows);
    return true;
}

static bool
busy(const struct holder *h, struct td_error *err)
{
    if (h->pid)
        td_fail(err, TD_E_BUSY,
                TD_T("另一个 tidu 正在运行：进程 %ld，主机 \"%s\"，连接始于 %s",
                     "another tidu is running: pid %ld, host \"%s\", connected since %s"),
                h->pid, h->host, h->since);
    else
        td_fail(
            err, TD_E_BUSY,
            TD_T("运行锁被占用：数据库会话 %s（\"%s\"），连接始于 %s",
                 "the run lock is held by database session %s (\"%s\"), connected since %s"),
            h->backend, h->application, h->since);
    return td_hint(err, "%s",
                   TD_T("等它结束后再运行；tidu status 可查看进度",
                        "run again when it has ended; tidu status shows how far it is"));
}

bool
td_lock(struct td_db *db, int wait_ms, struct td_error *err)
{
    struct holder h = {0};
    int left_ms = wait_ms;
    bool got = false, ended = false;

    for (;;) {
        if (!try_lock(db, &got, err))
            return false;
        if (got)
            return true;
        if (!find_holder(db, &h, err))
            return false;
        if (h.there && !ended && is_dead(&h)) {
            const char *params[] = {h.backend};
            if (!td_db_run(db, "db/lock_end_holder", NULL, params, 1, NULL, err))
                return false;
            ended = true;
            left_ms = left_ms > VANISH_MS ? left_ms : VANISH_MS;
        }
        if (left_ms <= 0)
            return busy(&h, err);
        nanosleep(&(struct timespec){0, STEP_MS * 1000000L}, NULL);
        left_ms -= STEP_MS;
    }
}
