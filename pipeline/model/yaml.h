/*
 * YAML text as a tree in which every node knows its place, so that a mistake in a profile or a
 * criteria file is named by file:line:column. Built from libfyaml's events: the parser checks
 * the syntax, the tree is ours.
 *
 * What is refused, so that no text can exhaust memory or time: more than 4 MiB, more than 64
 * levels, more than 300,000 nodes (also counted through aliases, so that aliases of aliases do
 * not multiply), an alias inside its own anchor, tags, several documents, a key that is no
 * scalar, a key given twice, bytes that are not UTF-8.
 *
 * Thread rule: a parsed tree is immutable. Nodes and texts live until td_yaml_free.
 */
#ifndef TIDU_MODEL_YAML_H
#define TIDU_MODEL_YAML_H

#include "tidu/error.h"
#include "tidu/text.h"

enum td_yaml_kind { TD_YAML_SCALAR, TD_YAML_LIST, TD_YAML_MAP };

struct td_yaml_file {  /* what all nodes of one text share */
    const char *name;  /* for messages */
    enum td_code code; /* of every error: TD_E_PROFILE, TD_E_CRITERIA */
};

struct td_yaml {
    enum td_yaml_kind kind;
    bool quoted;         /* a scalar in quotes or a block: never null */
    size_t line, column; /* 1-based; the column counts characters */
    const struct td_yaml_file *file;
    struct td_str text;           /* scalar: its text, NUL behind it */
    size_t count;                 /* entries of a list or map */
    const struct td_yaml **keys;  /* map: scalars */
    const struct td_yaml **items; /* list: entries; map: values */
    size_t weight;                /* nodes of this tree, aliases counted each time */
};

struct td_yaml_doc { /* all-zero is empty */
    struct td_arena arena;
    const struct td_yaml *root;
};

/* A text of one document; an empty one is an error. `file` is copied. Errors are of `code`. */
bool
td_yaml_parse(struct td_yaml_doc *doc, struct td_str text, const char *file, enum td_code code,
              struct td_error *err) TD_MUST_USE;
void
td_yaml_free(struct td_yaml_doc *doc);

/* Value of a key of a map, NULL if there is none (or node is NULL or no map). */
const struct td_yaml *
td_yaml_get(const struct td_yaml *node, const char *key);
/* The key's own node, for messages about it. */
const struct td_yaml *
td_yaml_key(const struct td_yaml *node, const char *key);
/* Like td_yaml_get; an error at the map if the key is missing. */
bool
td_yaml_need(const struct td_yaml *map, const char *key, const struct td_yaml **value,
             struct td_error *err) TD_MUST_USE;
bool
td_yaml_is(const struct td_yaml *node, const char *text); /* a scalar of this text */
bool
td_yaml_null(const struct td_yaml *node); /* NULL, or an unquoted empty, ~ or null */

/* Demands. `what` names the thing in messages ("counties", "bands"). */
bool
td_yaml_expect(const struct td_yaml *node, enum td_yaml_kind kind, const char *what,
               struct td_error *err) TD_MUST_USE;
bool
td_yaml_text(const struct td_yaml *node, const char *what, struct td_str *out,
             struct td_error *err) TD_MUST_USE; /* a scalar that is not empty */
bool
td_yaml_bool(const struct td_yaml *node, const char *what, bool *out,
             struct td_error *err) TD_MUST_USE; /* true or false */
bool
td_yaml_int(const struct td_yaml *node, const char *what, int64_t least, int64_t most,
            int64_t *out, struct td_error *err) TD_MUST_USE; /* decimal digits, maybe a sign */
/* A scalar that is one of `words`: its index. Else an error with a suggestion. */
bool
td_yaml_choice(const struct td_yaml *node, const char *what, const char *const *words,
               size_t count, size_t *out, struct td_error *err) TD_MUST_USE;
/* Every key of the map is one of `keys`; else "unknown key" at that key with a suggestion. */
bool
td_yaml_known(const struct td_yaml *map, const char *const *keys, size_t count,
              struct td_error *err) TD_MUST_USE;

/* Fill err with the node's place; returns false. NULL node: no place. */
bool
td_yaml_fail(const struct td_yaml *node, struct td_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Hint "did you mean …?", or the list of what is possible; returns false. */
bool
td_yaml_suggest(struct td_str text, const char *const *words, size_t count,
                struct td_error *err);

#endif
