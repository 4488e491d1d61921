/*
 * What went wrong, in the reader's language, with a stable code, the place and what to do.
 * The first to see a failure fills the error; callers add context on the way up with td_in();
 * nobody below stages/ logs, prints or exits.
 */
#ifndef TIDU_ERROR_H
#define TIDU_ERROR_H

#include <stdbool.h>
#include <stddef.h>

/* code, exit status (sysexits); shown as TD-<number>. Append, never renumber. */
#define TD_ERROR_CODES(X)                                                                     \
    X(USAGE, 1001, 64)        /* command line */                                              \
    X(PROFILE, 1101, 78)      /* profile file */                                              \
    X(CRITERIA, 1201, 78)     /* criteria, facts or vocabulary file */                        \
    X(NO_INPUT, 2001, 66)     /* a file that should be there is not */                        \
    X(READ, 2002, 74)         /* reading a file failed */                                     \
    X(DAMAGED, 2101, 65)      /* compressed file damaged, cut, or with garbage behind it */   \
    X(ENCODING, 2102, 65)     /* the file is not in the declared encoding */                  \
    X(LAYOUT, 2103, 65)       /* header or columns are not those of the profile */            \
    X(EMPTY, 2104, 65)        /* an empty delivery */                                         \
    X(REJECTS, 2105, 65)      /* more rejects than the delivery may have */                   \
    X(CHANGED, 2106, 65)      /* the file changed while it was read */                        \
    X(LIMIT, 2107, 65)        /* a size limit (expansion, row bytes, columns) */              \
    X(CONTRACT, 2108, 65)     /* a delivery breaks its contract */                            \
    X(HELD, 2109, 76)         /* the night's publication is held by a contract */             \
    X(DB_CONNECT, 3001, 69)   /* no connection */                                             \
    X(DB, 3002, 70)           /* the server refused a statement */                            \
    X(DB_LOST, 3003, 75)      /* connection lost, server restarting, resources: try later */  \
    X(SCHEMA, 3004, 78)       /* schema older or newer than the program */                    \
    X(BUSY, 3005, 75)         /* another run is going */                                      \
    X(CHECK, 3006, 70)        /* a check of sql/checks found rows */                          \
    X(OUTPUT, 4001, 73)       /* an output file or folder cannot be made */                   \
    X(WRITE, 4002, 74)        /* writing failed */                                            \
    X(NOT_FOUND, 5001, 66)    /* explain: no such firm */                                     \
    X(INTERNAL, 9001, 70)     /* our own mistake */                                           \
    X(STOPPED, 9002, 75)      /* asked to stop by a signal */

enum td_code {
#define X(name, number, exit) TD_E_##name = number,
    TD_ERROR_CODES(X)
#undef X
};

int td_code_exit(enum td_code code);

/* All-zero is "no error". */
struct td_error {
    int code;         /* enum td_code, 0 = none */
    char file[256];   /* place; empty = none */
    size_t line;      /* 1-based, 0 = none */
    size_t column;    /* 1-based, 0 = none */
    char text[1024];  /* primary message, lower case, no full stop, values quoted */
    char detail[1024]; /* the server's detail, or one "in: ..." line per td_in() */
    char hint[512];   /* what to do */
};

#define TD_MUST_USE __attribute__((warn_unused_result))

/* Fill err (the first failure wins: a filled err is kept) and return false. */
bool td_fail(struct td_error *err, enum td_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Add to a filled err; all return false so that they can end a function. */
bool td_at(struct td_error *err, const char *file, size_t line, size_t column);
bool td_hint(struct td_error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool td_in(struct td_error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
void td_error_reset(struct td_error *err);

#endif
