/*
 * The command table: dispatch, help and man pages are all made from it.
 */
#ifndef TIDU_STAGES_COMMAND_H
#define TIDU_STAGES_COMMAND_H

#include "tidu/stage.h"

#include <stdint.h>

enum { /* what a command needs, a bit set */
    NEEDS_PROFILE = 1,
    NEEDS_AS_OF = 2,
    NEEDS_OUT = 4,
    NEEDS_CRITERIA = 8,
    NEEDS_LEDGER = 16, /* holds the lock and writes meta.run */
    TAKES_OPERAND = 32,
    TAKES_JSON = 64,
    IS_MIGRATE = 128, /* brings the schema to this program's version first */
    WITHOUT_DATABASE = 256, /* never connects */
    ANY_DATABASE = 512,     /* of an option: every command but those without a database */
    TAKES_AS_OF = 1024,     /* --as-of may be given */
    TAKES_REGION = 2048,
    TAKES_OUTPUT = 4096, /* -o FILE in place of stdout */
    TAKES_FILES = 8192,  /* any number of operands */
    TAKES_TWO = 16384,   /* exactly two operands */
    TAKES_CHANGES = 32768, /* --set and --drop */
    TAKES_FORM = 65536,    /* --format, --limit */
    TAKES_THREADS = 131072,
    CONNECTS_ITSELF = 262144, /* takes the options of a database, and connects if it needs one */
    TAKES_EFFECT = 524288,    /* --effect */
    TAKES_CUT = 1048576, /* perhaps a tier; --county, --by, --format */
    TAKES_INDUSTRY = 2097152,
    TAKES_CONDITION = 4194304, /* --condition, --limit */
    TAKES_DIFF = 1 << 24, /* --tier, --county, --format, --limit */
    TAKES_QUALITY = 1 << 25, /* --source, --rule, --county, --trend, --format, --limit */
    TAKES_RELEASE = 1 << 27, /* --release */
    TAKES_EVENTS = 1 << 28,  /* --since, --kind, --county, --format, --limit */
    IS_LOAD = 1 << 29,       /* --dry-run, --without-database, --rejects, --format */
    TAKES_DELIVERY = 1 << 30, /* --delivery */
    TAKES_NOTES = 1 << 26, /* --notes, --by, --on, --county */
    TAKES_ANSWERS = 1 << 23  /* --answers, --by, --on, --dataset, --source, --limit */
};
/* Bits beyond an enum's int; take the next one free. */
#define TAKES_KNOWN (UINT64_C(1) << 32)     /* --known-on */
#define TAKES_WHY (UINT64_C(1) << 34)       /* --why, --by */
#define TAKES_ORDER (UINT64_C(1) << 35)     /* --tier, --from, --until, --beside */
#define TAKES_PUBLISHED (UINT64_C(1) << 33) /* --prune-before, --format, --limit */

#define TAKES_SHEET (UINT64_C(1) << 40) /* --county, --tier, --seated */
#define TAKES_DICTIONARY (UINT64_C(1) << 41) /* --format, --schema */

struct command {
    const char *name; /* "load"; of a group "rules check": its own word and the group's */
    uint64_t needs;
    td_stage_fn *stage;     /* NULL for run and for commands */
    td_command_fn *command; /* NULL for stages */
    const char *summary_zh, *summary_en;
    const char *example;
    const char *text_zh, *text_en; /* a paragraph for --help and the man page */
};

extern const struct command td_commands[];
extern const size_t td_command_count;
const struct command *td_command_find(const char *name);
/* Is this the first word of commands of two ("rules")? */
bool td_command_group(const char *name);
td_command_fn td_command_rules_check, td_command_rules_test, td_command_rules_doc,
    td_command_rules_diff;

struct request { /* the command line, read */
    const struct command *command;
    const char *group; /* "rules" without its second word: its commands are listed */
    struct td_options options;
    struct td_what_if *changes; /* of the options */
    bool help, version;
    struct td_buf conninfo;
};
/* argv after the command's own name. Fails TD_E_USAGE. */
bool td_options_read(const char *executable, int argc, char **argv, struct request *request,
                     struct td_error *err) TD_MUST_USE;
void td_help(const struct command *command, struct td_buf *out); /* NULL: the whole program */
void td_help_group(const char *group, struct td_buf *out);
void td_man(const struct command *command, struct td_buf *out);

#endif
