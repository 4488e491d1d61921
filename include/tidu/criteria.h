/*
 * What can be said of the criteria files themselves, without a firm of the city or a database: do
 * their examples come out, do they contradict themselves. Pure. Files are those of
 * td_rules_compile (judge.h); places are file:line:column of the text.
 */
#ifndef TIDU_CRITERIA_H
#define TIDU_CRITERIA_H

#include "tidu/judge.h"

/* ---- examples: the firms that every tier and overlay file, size.yaml and tags.yaml carry ------------------ */
struct td_example_failure {
    struct td_str file, example; /* its name */
    size_t line, column;         /* of what was expected */
    struct td_str what;          /* condition, points, tag, "verdict", "size", "applies" */
    struct td_str expected, got;
};

struct td_examples { /* all-zero is empty; counts examples, not single expectations */
    struct td_arena arena;
    size_t passed, failed;
    struct td_example_failure *list;
    size_t count, cap;
};

/*
 * Run the examples of one file (its name as in `files`) and add to `out`. An example's `region:`
 * (or its base's) chooses overlays; else an overlay's or local tier's own region, for a national
 * tier none, and for what is no tier `region`. An example that cannot be read (unknown fact,
 * wrong unit) is an error with its place; one that comes out otherwise is a failure in `out`.
 */
bool td_examples_run(struct td_examples *out, const struct td_file_text *files, size_t count,
                     struct td_str file, struct td_str region, struct td_error *err) TD_MUST_USE;
/* May a file of this name carry examples: tiers/…, overlays/…, size.yaml, tags.yaml? */
bool td_examples_has(struct td_str file);
void td_examples_free(struct td_examples *examples);

/* ---- check: what the texts say of themselves ---------------------------------------------------- */
enum td_finding_grade {
    TD_FINDING_FAULT, /* cannot be meant: a contradiction, something that no firm can reach */
    TD_FINDING_NOTE   /* worth knowing: an unconfirmed figure, a fact that nobody uses */
};

struct td_finding {
    enum td_finding_grade grade;
    const char *code; /* stable: "contradiction"; the list stands in criteria/README.md */
    struct td_str file;
    size_t line, column;
    struct td_str text; /* in the reader's language */
};

struct td_findings { /* all-zero is empty; in the order of file, line, column, code */
    struct td_arena arena;
    struct td_finding *list;
    size_t count, cap, faults;
};

/*
 * Static analysis of criteria that compile: contradictions, conditions that others imply, bands,
 * choices, marks and tiers that no firm can reach, versions with gaps, titles that nobody grants.
 * Without `as_of` (TD_DATE_NONE) the newest rules are asked which tiers are in force. What does not
 * compile is an error as from td_rules_compile.
 */
bool td_criteria_check(struct td_findings *out, const struct td_file_text *files, size_t count,
                       td_date as_of, struct td_error *err) TD_MUST_USE;
void td_findings_free(struct td_findings *findings);

/* ---- diff: two versions side by side ------------------------------------------------------------ */
struct td_criteria_side {
    const char *label; /* "srdi@2022", a folder */
    const struct td_file_text *files;
    size_t count;
    struct td_str version; /* "srdi@2022": only that file; {0}: all files */
};

/*
 * What differs between the texts: conditions, indicators, periods and sources by their ids, with clause,
 * text, expression and the figures that changed; of whole folders also facts, metrics,
 * parameters, size rows, tags, ranking and efforts. As text, or as a JSON array. A version on one side only
 * is taken on both. What does not compile is an error; a version that is not there names those that are.
 */
bool td_criteria_diff(const struct td_criteria_side sides[2], bool json, struct td_buf *out,
                      struct td_error *err) TD_MUST_USE;

/* ---- doc: the criteria as a page for officers ---------------------------------------------------- */
/*
 * One self-contained page of HTML in Chinese, whatever the reader's language: each condition with clause,
 * official text, what the machine makes of it in words and as it is written, and how well it is confirmed;
 * points, size classes, metrics, facts. What is in force on `as_of` for the region, with its overlays; or
 * (TD_DATE_NONE) every version. The same files and options give the same bytes.
 */
bool td_criteria_doc(struct td_buf *out, const struct td_file_text *files, size_t count, td_date as_of,
                     struct td_str region, struct td_error *err) TD_MUST_USE;

#endif
