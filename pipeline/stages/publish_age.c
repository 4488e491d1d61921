#include "publish_age.h"

#include "publish_moves.h"

#include "tidu/contract.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { A_DELIVERY, A_DATASET, A_TITLE, A_DELIVERED, A_AGE, A_ROWS, A_REJECTS, A_SINCE, A_FOR, A_WORD, A_FILES };

bool
publish_ages_read(struct td_run *run, const char *as_of, struct td_rows *ages, struct td_error *err)
{
    char id[24];
    const char *params[] = {id, as_of};

    snprintf(id, sizeof id, "%" PRId64, run->run);
    return td_db_query(run->db, "publish/ages", NULL, params, 2, ages, err);
}

/* The word for a stable code, in the reader's language. */
static const char *
word_of(const char *code)
{
    for (int r = 0; r < TD_RULE_COUNT; r++)
        if (strcmp(td_contract_code((enum td_contract_rule)r), code) == 0)
            return td_contract_word((enum td_contract_rule)r);
    return code;
}

void
publish_age_text(const struct td_rows *ages, int row, struct td_buf *out)
{
    const char *delivered = td_rows_text(ages, row, A_DELIVERED), *since = td_rows_text(ages, row, A_SINCE);
    const struct td_dataset *dataset = td_dataset_find(td_str(td_rows_text(ages, row, A_DATASET)));

    td_buf_printf(out, "%s，%s（%s）：", td_rows_text(ages, row, A_TITLE),
                  dataset ? dataset->title : td_rows_text(ages, row, A_DATASET), td_rows_text(ages, row, A_DELIVERY));
    if (delivered[0])
        td_buf_printf(out, "%s 交付，%s 天，%s 行，退回 %s 行", delivered, td_rows_text(ages, row, A_AGE),
                      td_rows_text(ages, row, A_ROWS), td_rows_text(ages, row, A_REJECTS));
    else
        td_buf_text(out, "从未交付");
    if (since[0])
        td_buf_printf(out, "；自 %s 起沿用旧数据（%s）", since, td_rows_text(ages, row, A_WORD));
}

bool
publish_age_never(const struct td_rows *ages, int row)
{
    return td_rows_text(ages, row, A_DELIVERED)[0] == '\0';
}

void
publish_ages_json(const struct td_rows *ages, struct td_buf *out)
{
    static const struct {
        const char *name;
        int column;
        bool plain; /* a number, or JSON as it is */
    } members[] = {{"delivery", A_DELIVERY, false},   {"dataset", A_DATASET, false},   {"source", A_TITLE, false},
                   {"delivered", A_DELIVERED, false}, {"age_days", A_AGE, true},       {"rows", A_ROWS, true},
                   {"rejects", A_REJECTS, true},      {"carried_since", A_SINCE, false}, {"carried_for", A_FOR, false},
                   {"files", A_FILES, true}};

    for (int r = 0; r < ages->count; r++) {
        td_buf_text(out, r ? ",\n    {" : "\n    {");
        for (size_t m = 0; m < sizeof members / sizeof members[0]; m++) {
            const char *text = td_rows_text(ages, r, members[m].column);
            td_buf_printf(out, "%s\"%s\": ", m ? ", " : "", members[m].name);
            if (!text[0])
                td_buf_text(out, "null");
            else if (members[m].plain)
                td_buf_text(out, text);
            else
                td_json_str(out, td_str(text));
        }
        td_buf_text(out, "}");
    }
}

/* ---- the gate ------------------------------------------------------------------------------------------ */
static void
digest_of(const struct td_rows *held, const struct publish_moved *moved, char out[17])
{
    uint64_t hash = moved->count ? td_hash64(moved->findings.at, moved->findings.len, 0) : 0;

    for (int r = 0; r < held->count; r++)
        for (int c = 0; c < held->columns; c++) {
            const char *text = td_rows_text(held, r, c);
            hash = td_hash64(text, strlen(text) + 1, hash);
        }
    snprintf(out, 17, "%016" PRIx64, hash);
}

static bool
find_release(struct td_run *run, const char *as_of, const char *digest, struct td_buf *why, struct td_error *err)
{
    const char *params[] = {as_of, digest};
    struct td_rows rows = {0};

    if (!td_db_query(run->db, "publish/released", NULL, params, 2, &rows, err))
        return false;
    if (rows.count)
        td_buf_text(why, td_rows_text(&rows, 0, 0));
    td_rows_free(&rows);
    return true;
}

static bool
add_release(struct td_run *run, const char *as_of, const char *digest, struct td_buf *why, struct td_error *err)
{
    char id[24], now[40], who[256];
    const char *params[] = {id, as_of, digest, run->options->release, who, now};

    snprintf(id, sizeof id, "%" PRId64, run->run);
    td_who(who);
    td_now_text(now);
    td_buf_reset(why);
    td_buf_text(why, run->options->release);
    return td_db_run(run->db, "publish/release_add", NULL, params, 6, NULL, err);
}

static bool
refuse_moved(const struct publish_moved *moved, struct td_error *err)
{
    td_fail(err, TD_E_HELD, TD_T("变动过多，暂停发布，原名单不变：%s（共 %d 项）",
                                 "too many moves, publication is held, the list stays as it was: %s (%d in all)"),
            moved->first.at, moved->count);
    return td_hint(err, "%s",
                   TD_T("tidu status 列出全部，tidu diff 逐家列出变动及原因；核实无误后 tidu publish --release \"理由\"；闸门在 criteria/moves.yaml",
                        "tidu status lists all of it, tidu diff every firm with its cause; when it is as it should be, tidu "
                        "publish --release \"reason\"; the gate is criteria/moves.yaml"));
}

static bool
refuse(const struct td_rows *held, int others, struct td_error *err)
{
    struct td_buf first = {0};

    td_buf_printf(&first, TD_T("%s（%s）%s%s%s", "%s (%s) %s%s%s"), td_rows_text(held, 0, 1), td_rows_text(held, 0, 0),
                  word_of(td_rows_text(held, 0, 2)), td_rows_text(held, 0, 3)[0] ? " " : "", td_rows_text(held, 0, 3));
    if (td_rows_text(held, 0, 4)[0])
        td_buf_printf(&first, TD_T("，应为 %s", ", expected %s"), td_rows_text(held, 0, 4));
    if (td_rows_text(held, 0, 5)[0])
        td_buf_printf(&first, TD_T("，实为 %s", ", found %s"), td_rows_text(held, 0, 5));
    td_fail(err, TD_E_HELD, TD_T("暂停发布，原名单不变：%s（共 %d 项）", "publication is held, the list stays as it was: %s (%d in all)"),
            first.at, held->count + others);
    td_buf_free(&first);
    return td_hint(err, "%s",
                   TD_T("tidu status 列出全部问题；重新交付后再次运行，或核实无误后 tidu publish --release \"理由\"",
                        "tidu status lists all of it; run again once it is delivered anew, or, when it is as it should "
                        "be, tidu publish --release \"reason\""));
}

/* More holds it than this run has a word for. */
static bool
settle(struct td_run *run, const char *as_of, const struct td_rows *held, const struct publish_moved *moved, struct td_buf *why,
       struct td_error *err)
{
    char digest[17];

    if (held->count + moved->count == 0) {
        if (run->options->release)
            td_log_note(run->log, "%s", TD_T("没有暂停，无需放行", "nothing was held: there is nothing to release"));
        return true;
    }
    digest_of(held, moved, digest);
    if (!find_release(run, as_of, digest, why, err))
        return false;
    if (run->options->release)
        return add_release(run, as_of, digest, why, err);
    return why->len > 0 || (held->count ? refuse(held, moved->count, err) : refuse_moved(moved, err));
}

bool
publish_gate(struct td_run *run, const char *as_of, struct td_buf *why, struct td_error *err)
{
    struct td_rows held = {0};
    struct publish_moved moved = {0};
    char id[24];
    const char *params[] = {id};

    td_buf_text(why, "");
    snprintf(id, sizeof id, "%" PRId64, run->run);
    bool ok = td_db_query(run->db, "publish/held", NULL, params, 1, &held, err) && publish_moved_find(run, &moved, err) &&
              settle(run, as_of, &held, &moved, why, err);
    td_rows_free(&held);
    publish_moved_free(&moved);
    return ok;
}
