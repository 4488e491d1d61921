/*
 * Answers into link.judgement: each row is checked by itself and against what was said before,
 * good ones are taken in one transaction, the others reported with their place and what to do.
 * An answer that already stands is not said again, so the same file does nothing.
 */
#include "queue.h"
#include "rules_command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CODE = 18, LIST = QUEUE_CANDIDATES };
enum outcome { TAKEN, CONTRARY, UNCHANGED, REFUSED, OUTCOMES };

struct pair { /* one judgement; a row may make several (否 of all candidates) */
    const struct queue_answer *answer;
    struct td_str firm; /* "" = none in particular */
    const char *verdict;
    struct td_str name_key;
    enum outcome outcome;
};

struct taking {
    struct td_run *run;
    const struct queue_answers *answers;
    struct td_arena arena;
    struct pair *pairs;
    size_t count, capacity;
    uint64_t outcomes[OUTCOMES];
    struct td_buf out;
    struct td_buf key;
};

/* ---- reporting
 * --------------------------------------------------------------------------------- */
static const char *
outcome_word(enum outcome o)
{
    static const char *const words[OUTCOMES][3] = {
        {"采纳", "taken", "taken"},
        {"采纳，与此前的判断相反", "taken, against what was said before", "contradicts"},
        {"未变", "unchanged", "unchanged"},
        {"退回", "refused", "refused"}};
    return TD_T(words[o][0], words[o][1]);
}

static const char *
outcome_id(enum outcome o)
{
    static const char *const ids[OUTCOMES] = {"taken", "contradicts", "unchanged", "refused"};
    return ids[o];
}

static void
say(struct taking *t, const struct queue_answer *a, enum outcome o, const char *column,
    struct td_str what)
{
    bool json = t->run->options->json;

    t->outcomes[o]++;
    if (json) {
        td_buf_printf(&t->out,
                      "%s\n    {\"row\": %" PRIu64 ", \"holder\": ", t->out.len ? "," : "",
                      a->row);
        td_json_str(&t->out, a->id);
        td_buf_printf(&t->out, ", \"outcome\": \"%s\", \"column\": ", outcome_id(o));
        td_json_str(&t->out, td_str(column));
        td_buf_text(&t->out, ", \"text\": ");
        td_json_str(&t->out, what);
        td_buf_text(&t->out, "}");
        return;
    }
    td_buf_printf(&t->out, TD_T("第 %" PRIu64 " 行%s%s%s  %s：", "row %" PRIu64 "%s%s%s  %s: "),
                  a->row, column[0] ? TD_T("，", ", ") : "", column, "", outcome_word(o));
    td_buf_str(&t->out, what);
    td_buf_text(&t->out, "\n");
}

/* The row is refused: column of the workbook, and what is wrong with it and to be done. */
static bool
refuse(struct taking *t, const struct queue_answer *a, enum queue_column column, const char *zh,
       const char *en, struct td_str cell)
{
    struct td_buf text = {0};

    td_buf_text(&text, TD_T(zh, en));
    if (cell.len) {
        td_buf_text(&text, TD_T("（写的是“", " (it says \""));
        td_buf_str(&text, cell);
        td_buf_text(&text, TD_T("”）", "\")"));
    }
    say(t, a, REFUSED, queue_titles[column], td_buf_view(&text));
    td_buf_free(&text);
    return false;
}

/* ---- one row
 * ------------------------------------------------------------------------------------- */
static const char *
verdict_of(struct td_str s)
{
    static const char *const words[][2] = {
        {"是", "same"}, {"same", "same"},     {"否", "not"},        {"不是", "not"},
        {"not", "not"}, {"不确定", "unsure"}, {"unsure", "unsure"}, {"不清楚", "unsure"}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (td_str_equal(s, td_str(words[i][0])))
            return words[i][1];
    return NULL;
}

/* The code at the head of a candidate's cell. */
static struct td_str
candidate_code(struct taking *t, struct td_str cell)
{
    char code[19];
    struct td_str head = {cell.at, cell.len < CODE ? cell.len : CODE};
    enum td_uscc_kind kind = td_uscc(head, code);

    return kind == TD_USCC_GOOD || kind == TD_USCC_BAD_CHECK
               ? td_arena_str(&t->arena, td_str(code))
               : (struct td_str){"", 0};
}

/* The candidate's number, a full code, or nothing. False: neither. */
static bool
read_code(struct taking *t, const struct queue_answer *a, struct td_str *firm)
{
    char code[19];

    *firm = (struct td_str){"", 0};
    if (a->code.len == 0)
        return true;
    if (a->code.len == 1 && a->code.at[0] >= '1' && a->code.at[0] <= '0' + LIST) {
        *firm = candidate_code(t, a->candidates[a->code.at[0] - '1']);
        return firm->len > 0 || refuse(t, a, QUEUE_CODE, "没有这个序号的候选",
                                       "there is no candidate of this number", a->code);
    }
    enum td_uscc_kind kind = td_uscc(a->code, code);
    if (kind == TD_USCC_GOOD || kind == TD_USCC_BAD_CHECK) {
        *firm = td_arena_str(&t->arena, td_str(code));
        return true;
    }
    if (kind == TD_USCC_EXCEL)
        return refuse(t, a, QUEUE_CODE, "代码被表格程序改成了数字，请以文本重新填写",
                      "the program made a number of the code: type it as text", a->code);
    return refuse(t, a, QUEUE_CODE, "不是 18 位统一社会信用代码，也不是候选序号；请核对",
                  "neither a credit code of 18 characters nor the number of a candidate",
                  a->code);
}

static void
add_pair(struct taking *t, const struct queue_answer *a, struct td_str firm,
         const char *verdict, struct td_str key)
{
    if (t->count == t->capacity) {
        t->capacity = t->capacity ? t->capacity * 2 : 64;
        t->pairs = td_realloc(t->pairs, t->capacity, sizeof *t->pairs);
    }
    t->pairs[t->count++] = (struct pair){a, firm, verdict, key, TAKEN};
}

/* Is there such a firm, and may it be this holder? */
static bool
check_firm(struct taking *t, const struct queue_answer *a, struct td_str firm, bool branch,
           const char *verdict, bool *ok, struct td_error *err)
{
    const char *params[] = {firm.at};
    struct td_rows rows = {0};
    struct td_buf key = {0};

    *ok = true;
    if (firm.len == 0)
        return true;
    if (!td_db_query(t->run->db, "queue/firm", NULL, params, 1, &rows, err))
        return false;
    if (rows.count)
        td_name_key(td_str(td_rows_text(&rows, 0, 0)), &key);
    if (rows.count == 0 && verdict[0] == 's')
        *ok = refuse(t, a, QUEUE_CODE, "登记库中没有这个企业；请核对代码",
                     "no such firm is registered: check the code", firm);
    else if (rows.count && verdict[0] == 's' && !branch &&
             (td_rows_int(&rows, 0, 1) != 0 || td_name_is_branch(td_buf_view(&key))))
        *ok = refuse(t, a, QUEUE_CODE, "这是分支机构的代码；请填企业本身的代码",
                     "this is the code of a branch: give the firm's own", firm);
    else if (td_str_equal(a->id, firm))
        *ok = refuse(t, a, QUEUE_CODE, "与单位自己的代码相同", "it is the holder's own code",
                     firm);
    td_buf_free(&key);
    td_rows_free(&rows);
    return true;
}

static size_t
read_candidates(struct taking *t, const struct queue_answer *a, struct td_str firms[LIST])
{
    size_t n = 0;

    for (int i = 0; i < LIST; i++) {
        firms[n] = candidate_code(t, a->candidates[i]);
        n += firms[n].len > 0;
    }
    return n;
}

/* What the row says of whom; `*good` false: refused, and said so. */
static bool
read_row(struct taking *t, const struct queue_answer *a, struct td_str key, bool branch,
         bool *good, struct td_error *err)
{
    const char *verdict = verdict_of(a->verdict);
    struct td_str firms[LIST + 1], firm;

    *good = true;
    if (!verdict)
        *good = a->verdict.len ? refuse(t, a, QUEUE_VERDICT, "请从列表选择 是、否 或 不确定",
                                        "choose 是, 否 or 不确定", a->verdict)
                               : refuse(t, a, QUEUE_VERDICT, "填了代码，没有选择判断",
                                        "there is a code and no verdict", a->code);
    if (!*good || !(*good = read_code(t, a, &firm)))
        return true;
    size_t n = read_candidates(t, a, firms);
    if (firm.len || n == 0) {
        firms[0] = firm;
        n = 1;
    }
    if (verdict[0] == 's' && (n > 1 || firms[0].len == 0))
        *good = refuse(t, a, QUEUE_CODE,
                       n > 1 ? "有几个候选，请填是哪一个（代码或序号）" : "请填企业的代码",
                       n > 1 ? "there are several candidates: say which (code or number)"
                             : "give the firm's code",
                       (struct td_str){"", 0});
    for (size_t i = 0; i < n && *good; i++)
        if (!check_firm(t, a, firms[i], branch, verdict, good, err))
            return false;
    for (size_t i = 0; i < n && *good; i++)
        add_pair(t, a, firms[i], verdict, key);
    return true;
}

static bool
take_row(struct taking *t, const struct queue_answer *a, struct td_error *err)
{
    const char *params[] = {a->id.at};
    struct td_rows rows = {0};
    bool good;

    if (a->id.len == 0) {
        refuse(t, a, QUEUE_ID, "标识为空，不知道是哪个单位；请重新导出",
               "without its id nobody knows which holder is meant: export again", a->id);
        return true;
    }
    if (!td_db_query(t->run->db, "queue/holder", NULL, params, 1, &rows, err))
        return false;
    bool known = td_rows_int(&rows, 0, 0) != 0;
    td_buf_reset(&t->key);
    td_name_key(a->id.at[0] == '~' ? (struct td_str){a->id.at + 1, a->id.len - 1}
                                   : td_str(td_rows_text(&rows, 0, 1)),
                &t->key);
    struct td_str key = td_arena_str(&t->arena, td_buf_view(&t->key));
    td_rows_free(&rows);
    if (!known) {
        refuse(t, a, QUEUE_ID, "没有这个单位；标识可能被改动，请重新导出",
               "there is no such holder: the id may have been changed", a->id);
        return true;
    }
    return read_row(t, a, key, td_name_is_branch(key), &good, err);
}

/* ---- against each other and against what was said
 * ------------------------------------------------------ */
static int
by_holder(const void *x, const void *y)
{
    const struct pair *a = x, *b = y;
    int order = td_str_order(a->answer->id, b->answer->id);

    if (order == 0)
        order = td_str_order(a->firm, b->firm);
    return order ? order
                 : (a->answer->row > b->answer->row) - (a->answer->row < b->answer->row);
}

static bool
against(const struct pair *a, const struct pair *b)
{
    bool firm = td_str_equal(a->firm, b->firm), verdict = strcmp(a->verdict, b->verdict) == 0;

    return (firm && !verdict) || (!firm && verdict && a->verdict[0] == 's');
}

/* Rows of one file that contradict each other: none of them is taken. Rows that say the same
 * are one. */
static void
compare_rows(struct taking *t)
{
    if (t->count)
        qsort(t->pairs, t->count, sizeof *t->pairs, by_holder);
    for (size_t i = 0; i < t->count; i++)
        for (size_t k = i + 1;
             k < t->count && td_str_equal(t->pairs[k].answer->id, t->pairs[i].answer->id);
             k++) {
            if (against(&t->pairs[i], &t->pairs[k])) {
                t->pairs[i].outcome = t->pairs[k].outcome = REFUSED;
            } else if (td_str_equal(t->pairs[i].firm, t->pairs[k].firm) &&
                       t->pairs[k].outcome == TAKEN) {
                t->pairs[k].outcome = UNCHANGED;
            }
        }
}

static bool
compare_said(struct taking *t, struct pair *p, struct td_error *err)
{
    const char *params[] = {p->answer->id.at};
    struct td_rows rows = {0};

    if (p->outcome != TAKEN)
        return true;
    if (!td_db_query(t->run->db, "queue/standing", NULL, params, 1, &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++) {
        struct pair said = {.firm = td_str(td_rows_text(&rows, i, 0)),
                            .verdict = td_rows_text(&rows, i, 1)};
        if (td_str_equal(said.firm, p->firm) && strcmp(said.verdict, p->verdict) == 0) {
            /* said again after another firm was named: that one is overruled, but not by the
             * old file once more */
            bool again = td_rows_int(&rows, i, 2) != 0 &&
                         strcmp(td_rows_text(&rows, i, 3), t->answers->hash) != 0;
            p->outcome = again ? CONTRARY : UNCHANGED;
            break;
        }
        if (against(&said, p) && p->outcome == TAKEN) {
            p->outcome = CONTRARY;
        }
    }
    td_rows_free(&rows);
    return true;
}

static void
report_pair(struct taking *t, const struct pair *p)
{
    struct td_buf text = {0};

    if (p->outcome == REFUSED) {
        refuse(t, p->answer, QUEUE_VERDICT, "本文件中同一单位有相互矛盾的答复；请只留一个",
               "rows of this file contradict each other about this holder: keep one",
               (struct td_str){"", 0});
        return;
    }
    td_buf_str(&text, p->answer->id);
    td_buf_printf(&text, " %s ",
                  p->verdict[0] == 's'   ? TD_T("是", "is")
                  : p->verdict[0] == 'n' ? TD_T("不是", "is not")
                                         : TD_T("不确定是否", "may be"));
    if (p->firm.len)
        td_buf_str(&text, p->firm);
    else
        td_buf_text(&text, TD_T("登记企业", "a registered firm"));
    say(t, p->answer, p->outcome, "", td_buf_view(&text));
    td_buf_free(&text);
}

/* ---- writing
 * ----------------------------------------------------------------------------------------------
 */
static bool
add_file(struct taking *t, const char *path, uint64_t taken, char number[24],
         struct td_error *err)
{
    const char *slash = strrchr(path, '/');
    char on[11], good[24], bad[24];
    const char *params[] = {NULL, slash ? slash + 1 : path, t->answers->hash, good, bad};
    struct td_rows rows = {0};

    if (t->run->options->given_on != TD_DATE_NONE) {
        td_date_text(t->run->options->given_on, on);
        params[0] = on;
    }
    snprintf(good, sizeof good, "%" PRIu64, taken);
    snprintf(bad, sizeof bad, "%" PRIu64, t->outcomes[REFUSED]);
    if (!td_db_query(t->run->db, "queue/answers_add", NULL, params, 5, &rows, err))
        return false;
    snprintf(number, 24, "%s", td_rows_text(&rows, 0, 0));
    td_rows_free(&rows);
    return true;
}

static bool
write_pairs(struct taking *t, const char *path, struct td_error *err)
{
    uint64_t taken = t->outcomes[TAKEN] + t->outcomes[CONTRARY];
    char number[24], row[24];
    bool ok = taken == 0 || add_file(t, path, taken, number, err);

    for (size_t i = 0; ok && taken && i < t->count; i++) {
        const struct pair *p = &t->pairs[i];
        const char *params[] = {p->answer->id.at,    p->firm.at,       number,
                                p->verdict,          p->name_key.at,   row,
                                t->run->options->by, p->answer->why.at};
        snprintf(row, sizeof row, "%" PRIu64, p->answer->row);
        if (p->outcome == TAKEN || p->outcome == CONTRARY)
            ok = td_db_run(t->run->db, "queue/judgement_add", NULL, params, 8, NULL, err);
    }
    return ok;
}

static bool
print_report(struct taking *t, struct td_error *err)
{
    struct td_buf out = {0};

    if (t->run->options->json)
        td_buf_printf(
            &out,
            "{\"rows\": %" PRIu64 ", \"taken\": %" PRIu64 ", \"contradicts\": %" PRIu64
            ", \"unchanged\": %" PRIu64 ", \"refused\": %" PRIu64 ", \"answers\": [%s]}\n",
            t->answers->rows, t->outcomes[TAKEN], t->outcomes[CONTRARY], t->outcomes[UNCHANGED],
            t->outcomes[REFUSED], t->out.len ? t->out.at : "");
    else
        td_buf_printf(
            &out,
            TD_T("%s共 %" PRIu64 " 行：采纳 %" PRIu64 "（其中与此前相反 %" PRIu64
                 "），未变 %" PRIu64 "，退回 %" PRIu64 "%s\n",
                 "%s%" PRIu64 " rows: %" PRIu64 " taken (%" PRIu64
                 " against what was said before), %" PRIu64 " unchanged, %" PRIu64
                 " refused%s\n"),
            t->out.len ? t->out.at : "", t->answers->rows,
            t->outcomes[TAKEN] + t->outcomes[CONTRARY], t->outcomes[CONTRARY],
            t->outcomes[UNCHANGED], t->outcomes[REFUSED],
            t->outcomes[TAKEN] + t->outcomes[CONTRARY]
                ? TD_T("；下一次 tidu run 生效", "; they count from the next tidu run on")
                : "");
    bool ok = rules_print(t->run, &out, err);
    td_buf_free(&out);
    return ok;
}

bool
queue_answers_take(struct td_run *run, const struct queue_answers *answers, const char *path,
                   struct td_error *err)
{
    struct taking t = {.run = run, .answers = answers};
    bool ok = td_db_begin(run->db, err) &&
              td_db_run(run->db, "queue/answers_lock", NULL, NULL, 0, NULL, err);

    for (size_t i = 0; ok && i < answers->count; i++)
        ok = take_row(&t, &answers->items[i], err);
    compare_rows(&t);
    for (size_t i = 0; ok && i < t.count; i++)
        ok = compare_said(&t, &t.pairs[i], err);
    for (size_t i = 0; ok && i < t.count; i++)
        report_pair(&t, &t.pairs[i]);
    ok = ok && write_pairs(&t, path, err) && td_db_commit(run->db, err);
    if (!ok)
        td_db_rollback(run->db);
    ok = ok && print_report(&t, err);
    if (ok && t.outcomes[REFUSED])
        run->exit = td_code_exit(TD_E_REJECTS);
    td_arena_free(&t.arena);
    td_buf_free(&t.out);
    td_buf_free(&t.key);
    free(t.pairs);
    return ok;
}
