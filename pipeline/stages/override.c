/*
 * override: what people order beside the rules: a firm is added to a tier's list, removed from it, held as it stands,
 * or has applied. Append-only; rank applies what stands on its as-of date, night after night.
 */
#include "explain_history.h"
#include "rules_command.h"
#include "table.h"

#include <stdio.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const struct table_column columns[] = {
    {"编号", "number", 0, true}, {"代码", "uscc", 1, false}, {"企业", "name", 2, false}, {"层级", "tier", 3, false},
    {"决定", "word", 4, false}, {"自", "from", 5, false}, {"至", "until", 6, false}, {"理由", "why", 7, false},
    {"效力", "effect", 8, false}};
static const struct table_column columns_en[] = {
    {"", "number", 0, true}, {"", "uscc", 1, false}, {"", "name", 2, false}, {"", "tier", 3, false},
    {"", "action", 9, false}, {"", "from", 5, false}, {"", "until", 6, false}, {"", "why", 7, false},
    {"", "state", 10, false}};

static bool
need(const char *value, const char *option, struct td_error *err)
{
    if (value && value[0])
        return true;
    td_fail(err, TD_E_USAGE, TD_T("缺少 %s", "%s is missing"), option);
    return td_hint(err, "%s", TD_T("例: tidu override add 代码 --tier srdi --why 理由 --by 决定人",
                                   "such as: tidu override add CODE --tier srdi --why REASON --by NAME"));
}

static bool
known_tier(struct td_run *run, const char *tier, struct td_error *err)
{
    struct td_rows rows = {0};
    struct td_buf words = {0};
    bool found = false, ok = td_db_query(run->db, "override/tiers", NULL, NULL, 0, &rows, err);

    for (int i = 0; ok && i < rows.count; i++) {
        found = found || strcmp(td_rows_text(&rows, i, 0), tier) == 0;
        td_buf_printf(&words, "%s%s", i ? " " : "", td_rows_text(&rows, i, 0));
    }
    if (ok && !found) {
        td_fail(err, TD_E_USAGE, TD_T("没有“%s”这个层级", "there is no tier \"%s\""), tier);
        td_hint(err, "%s", words.len ? words.at : TD_T("先运行 tidu run", "run tidu run first"));
    }
    td_buf_free(&words);
    td_rows_free(&rows);
    return ok && found;
}

static const char *
day_text(td_date day, char text[11])
{
    if (day == TD_DATE_NONE)
        return NULL;
    td_date_text(day, text);
    return text;
}

struct order {
    const char *action, *zh, *en; /* add, 增补 */
    char from[11], until[11];
};

/* Refused before anything is written: what could never have an effect. */
static bool
check_order(const struct order *o, const struct td_rows *firm, const struct td_rows *state, struct td_error *err)
{
    if (td_rows_text(firm, 0, 5)[0] == 't') {
        td_fail(err, TD_E_USAGE, TD_T("“%s”已不在登记库", "\"%s\" is registered no longer"), td_rows_text(firm, 0, 1));
        return td_hint(err, "%s", TD_T("换了代码的企业请给出现在的代码或名称", "of a firm with a new code give that, or its name"));
    }
    if (strcmp(o->action, "hold") == 0 && td_rows_null(state, 0, 2)) {
        td_fail(err, TD_E_USAGE, TD_T("“%s”不在该层级的名单上，没有可保留的名次", "\"%s\" is not on the tier's list: there is no place to hold"),
                td_rows_text(firm, 0, 1));
        return td_hint(err, "%s", TD_T("要列入名单请用 tidu override add", "tidu override add puts it on the list"));
    }
    return true;
}

static void
say_state(const struct order *o, const struct td_rows *state, struct td_buf *out)
{
    bool on_list = !td_rows_null(state, 0, 2), seated = td_rows_text(state, 0, 3)[0] == 't';
    const char *excluded = td_rows_text(state, 0, 4);

    td_buf_printf(out, TD_T("现在的判定: %s；", "verdict now: %s; "), td_rows_text(state, 0, 1)[0] ? td_rows_text(state, 0, 1) : TD_T("没有", "none"));
    if (on_list)
        td_buf_printf(out, TD_T("名单第 %s 位，%s\n", "place %s on the list, %s\n"), td_rows_text(state, 0, 2),
                      seated ? TD_T("名额内", "seated") : TD_T("名额外", "not seated"));
    else
        td_buf_text(out, TD_T("不在该层级的名单上\n", "not on the tier's list\n"));
    if (strcmp(o->action, "add") == 0 && !on_list)
        td_buf_text(out, TD_T("不是该层级的候选企业：列在名单末位，标明人工增补\n",
                              "no candidate of this tier: it will stand last on the list, marked as added\n"));
    if (excluded[0] && strcmp(o->action, "remove") != 0)
        td_buf_printf(out, TD_T("注意: 按规则排除（%s）。排除先于人工决定，排除解除之前不生效\n",
                                "note: excluded by a rule (%s); exclusions stand above orders, this one waits until it ends\n"), excluded);
    td_buf_text(out, TD_T("下一次 tidu run 起生效（决定按截止日适用）\n", "it counts from the next tidu run on, by its as-of date\n"));
}

static bool
record(struct td_run *run, const struct order *o, const struct td_rows *firm, const struct td_rows *state, struct td_error *err)
{
    const struct td_options *p = run->options;
    bool hold = strcmp(o->action, "hold") == 0;
    char now[40];
    const char *params[] = {td_rows_text(firm, 0, 0), p->tier, o->action, p->beside ? "true" : "false", p->why,
                            o->from[0] ? o->from : NULL, o->until[0] ? o->until : NULL,
                            hold ? td_rows_text(state, 0, 2) : NULL, hold ? td_rows_text(state, 0, 3) : NULL,
                            hold ? td_rows_text(state, 0, 0) : NULL, now, p->by};
    struct td_rows number = {0};
    struct td_buf out = {0};

    td_now_text(now);
    if (!td_db_query(run->db, "override/add", NULL, params, 12, &number, err))
        return false;
    td_buf_printf(&out, TD_T("第 %s 号: %s %s（%s），层级 %s%s\n", "number %s: %s %s (%s), tier %s%s\n"), td_rows_text(&number, 0, 0),
                  TD_T(o->zh, o->en), td_rows_text(firm, 0, 1), td_rows_text(firm, 0, 0), p->tier,
                  p->beside ? TD_T("，不占名额", ", beside the seats") : "");
    say_state(o, state, &out);
    bool ok = rules_print(run, &out, err);
    td_buf_free(&out);
    td_rows_free(&number);
    return ok;
}

static bool
order_firm(struct td_run *run, struct order o, struct td_error *err)
{
    const struct td_options *p = run->options;
    struct td_rows firm = {0}, state = {0};

    if (!need(p->tier, "--tier", err) || !need(p->why, "--why", err) || !need(p->by, "--by", err) || !known_tier(run, p->tier, err))
        return false;
    if (p->from != TD_DATE_NONE && p->until != TD_DATE_NONE && p->until < p->from)
        return td_fail(err, TD_E_USAGE, TD_T("--until 早于 --from", "--until is before --from"));
    if (p->beside && strcmp(o.action, "add") != 0)
        return td_fail(err, TD_E_USAGE, TD_T("--beside 只用于 add", "--beside belongs to add"));
    o.from[0] = o.until[0] = '\0';
    (void)day_text(p->from, o.from);
    (void)day_text(p->until, o.until);
    bool ok = explain_find_firm(run, &firm, err);
    const char *params[] = {ok ? td_rows_text(&firm, 0, 0) : "", p->tier};
    ok = ok && td_db_query(run->db, "override/state", NULL, params, 2, &state, err) && check_order(&o, &firm, &state, err) &&
         record(run, &o, &firm, &state, err);
    td_rows_free(&state);
    td_rows_free(&firm);
    return ok;
}

bool
td_command_override_add(struct td_run *run, struct td_error *err)
{
    return order_firm(run, (struct order){.action = "add", .zh = "增补", .en = "add"}, err);
}

bool
td_command_override_remove(struct td_run *run, struct td_error *err)
{
    return order_firm(run, (struct order){.action = "remove", .zh = "移出", .en = "remove"}, err);
}

bool
td_command_override_hold(struct td_run *run, struct td_error *err)
{
    return order_firm(run, (struct order){.action = "hold", .zh = "保留", .en = "hold"}, err);
}

bool
td_command_override_apply(struct td_run *run, struct td_error *err)
{
    return order_firm(run, (struct order){.action = "apply", .zh = "已申报", .en = "has applied"}, err);
}

bool
td_command_override_withdraw(struct td_run *run, struct td_error *err)
{
    const struct td_options *p = run->options;
    const char *number = p->operands[0];
    char now[40];
    const char *params[] = {number, p->why, now, p->by};
    struct td_rows rows = {0};
    struct td_buf out = {0};

    td_now_text(now);
    if (!need(p->why, "--why", err) || !need(p->by, "--by", err))
        return false;
    if (strspn(number, "0123456789") != strlen(number) || strlen(number) > 18)
        return td_fail(err, TD_E_USAGE, TD_T("“%s”不是编号", "\"%s\" is no number"), number);
    if (!td_db_query(run->db, "override/withdraw", NULL, params, 4, &rows, err))
        return false;
    bool ok = rows.count == 1;
    td_rows_free(&rows);
    if (!ok) {
        td_fail(err, TD_E_NOT_FOUND, TD_T("没有第 %s 号决定，或已经撤回", "there is no order %s, or it was withdrawn before"), number);
        return td_hint(err, "tidu override list");
    }
    td_buf_printf(&out, TD_T("第 %s 号已撤回，下一次 tidu run 起生效\n", "order %s is withdrawn from the next tidu run on\n"), number);
    ok = rules_print(run, &out, err);
    td_buf_free(&out);
    return ok;
}

bool
td_command_override_list(struct td_run *run, struct td_error *err)
{
    struct td_rows rows = {0};
    struct td_buf out = {0};
    bool english = td_lang_get() == TD_EN;

    if (!td_db_query(run->db, "override/list", NULL, NULL, 0, &rows, err))
        return false;
    if (run->options->json)
        table_json(&rows, english ? columns_en : columns, COUNT(columns), true, &out);
    else if (rows.count)
        table_text(&rows, 0, rows.count, english ? columns_en : columns, COUNT(columns), &out);
    else
        td_buf_text(&out, TD_T("没有人工决定\n", "no orders\n"));
    if (run->options->json)
        td_buf_text(&out, "\n");
    bool ok = rules_print(run, &out, err);
    td_buf_free(&out);
    td_rows_free(&rows);
    return ok;
}
