/* Firm sheets: what all pages need, read with a handful of statements however many firms there are. */
#include "firm_sheet.h"

#include <stdlib.h>
#include <string.h>

void
firm_sheets_free(struct firm_sheets *sheets)
{
    td_rows_free(&sheets->heads);
    td_rows_free(&sheets->titles);
    td_rows_free(&sheets->figures);
    td_rows_free(&sheets->facts);
    td_rows_free(&sheets->doubts);
    score_free(&sheets->score);
    td_arena_free(&sheets->arena);
}

/* The first row whose code is not before (or, behind: is after) this one; rows are in the order of bytes. */
static int
bound(const struct td_rows *rows, const char *uscc, bool behind)
{
    int from = 0, to = rows->count;

    while (from < to) {
        int mid = from + (to - from) / 2, order = strcmp(td_rows_text(rows, mid, 0), uscc);
        if (order < 0 || (behind && order == 0))
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

struct sheet_span
firm_rows(const struct td_rows *rows, const char *uscc)
{
    return (struct sheet_span){bound(rows, uscc, false), bound(rows, uscc, true)};
}

int
firm_head(const struct firm_sheets *sheets, const struct sheet_firm *firm)
{
    return bound(&sheets->heads, firm->uscc, false);
}

/* ---- the judge ----------------------------------------------------------------------------- */
/* Where there is no target: the lowest step of the ladder that the firm does not hold and may apply for. */
static int
nearest_program(const struct td_rules *rules, const uint8_t *verdicts)
{
    int found = -1;

    for (size_t p = 0; p < td_rules_program_count(rules); p++) {
        const struct td_program *t = td_rules_program(rules, p);
        const struct td_program *best = found >= 0 ? td_rules_program(rules, (size_t)found) : NULL;
        bool open = verdicts[p] != TD_HOLDS && verdicts[p] != TD_EXCLUDED && verdicts[p] != TD_NOT_CONCERNED;

        if (t->kind == TD_NEW && open && t->ladder >= 0 && (!best || t->ladder < best->ladder))
            found = (int)p;
    }
    return found >= 0 ? found : 0;
}

static int
tier_program(const struct td_rules *rules, const char *tier, const uint8_t *verdicts)
{
    int found = -1;

    for (size_t p = 0; p < td_rules_program_count(rules); p++) {
        const struct td_program *t = td_rules_program(rules, p);
        if (!td_str_equal(t->tier, td_str(tier)))
            continue;
        /* a review that is due is what concerns the holder */
        if (found < 0 || (t->kind == TD_REVIEW && verdicts[p] != TD_NOT_CONCERNED))
            found = (int)p;
    }
    return found >= 0 ? found : nearest_program(rules, verdicts);
}

static struct td_str
tag_titles(struct td_arena *arena, const struct td_rules *rules, uint64_t tags)
{
    struct td_buf text = {0};

    td_buf_text(&text, "");
    for (size_t k = 0; k < td_rules_tag_count(rules); k++) {
        struct td_str id, title;

        td_rules_tag(rules, k, &id, &title);
        if (!(tags >> k & 1) || td_str_starts(id, TD_STR("size_")) || td_str_starts(id, TD_STR("has_")))
            continue; /* these stand on the page by themselves */
        td_buf_text(&text, text.len ? "、" : "");
        td_buf_str(&text, title);
    }
    struct td_str kept = td_arena_str(arena, td_buf_view(&text));
    td_buf_free(&text);
    return kept;
}

/* "专精特新中小企业 近门槛；…", from the lowest step. */
static struct td_str
ladder_text(struct td_arena *arena, const struct td_rules *rules, const uint8_t *verdicts)
{
    struct td_buf text = {0};

    td_buf_text(&text, "");
    for (size_t p = 0; p < td_rules_program_count(rules); p++) {
        const struct td_program *t = td_rules_program(rules, p);

        if (t->kind != TD_NEW || t->ladder < 0)
            continue;
        td_buf_text(&text, text.len ? "；" : "");
        td_buf_str(&text, t->title);
        td_buf_printf(&text, " %s", td_verdict_word((enum td_verdict)verdicts[p]));
    }
    struct td_str kept = td_arena_str(arena, td_buf_view(&text));
    td_buf_free(&text);
    return kept;
}

struct judging {
    struct firm_sheets *sheets;
    const char *tier;
    struct td_columns columns;
    struct td_results results;
    struct td_scratch *scratch;
};

static void
take_row(struct judging *j, struct sheet_firm *firm, size_t row)
{
    const struct td_rules *rules = j->sheets->score.rules;
    const uint8_t *verdicts = j->results.verdicts + row * td_rules_program_count(rules);
    int target = j->results.target[row];
    int program = j->tier ? tier_program(rules, j->tier, verdicts) : target >= 0 ? target : nearest_program(rules, verdicts);
    struct td_brief_of of = {rules, &j->columns, j->scratch, row, (size_t)program};

    firm->judged = true;
    firm->target = program == target;
    td_brief_read(&of, &j->sheets->arena, &firm->brief);
    firm->size_lo = j->results.size_lo[row];
    firm->size_hi = j->results.size_hi[row];
    firm->ladder = ladder_text(&j->sheets->arena, rules, verdicts);
    firm->tags = tag_titles(&j->sheets->arena, rules, j->results.tags[row]);
}

/* Blocks of the judge one after the other: what a page says is read while its block is in the scratch. */
static void
judge_firms(struct firm_sheets *sheets, const char *tier)
{
    const struct score *s = &sheets->score;
    struct judging j = {.sheets = sheets, .tier = tier, .columns = {s->range.rows, (const int64_t *const *)s->range.values,
                                                                   (const uint64_t *const *)s->range.known}};
    struct sheet_firm **by_row = td_alloc(s->range.rows + 1, sizeof *by_row);

    for (size_t i = 0; i < sheets->count; i++) {
        size_t row;
        const char *code = sheets->firms[i].uscc;
        if (score_find_row(&s->range, (struct td_cell){code, (int32_t)strlen(code)}, &row))
            by_row[row] = &sheets->firms[i];
    }
    td_results_init(&j.results, s->rules, s->range.rows);
    j.scratch = td_scratch_new(s->rules);
    for (size_t from = 0; from < s->range.rows; from += BLOCK_UNITS) {
        size_t to = from + BLOCK_UNITS < s->range.rows ? from + BLOCK_UNITS : s->range.rows;
        td_judge(s->rules, &j.columns, from, to, j.scratch, &j.results);
        for (size_t row = from; row < to; row++)
            if (by_row[row])
                take_row(&j, by_row[row], row);
    }
    td_scratch_free(j.scratch);
    td_results_free(&j.results);
    free(by_row);
}

/* ---- statements ---------------------------------------------------------------------------- */
static bool
read_features(struct firm_sheets *sheets, const char *codes, struct td_error *err)
{
    struct score *s = &sheets->score;
    bool ok = score_open_readers(s, err) && score_complete(s, err) && score_compile(s, err) && score_columns(s, err);

    s->first = s->named = s->pending = true; /* judgements are not asked for, and no table is read whole */
    for (int i = 0; ok && i < READERS; i++)
        ok = td_db_setting(s->readers[i], "tidu.named", codes, err);
    return ok && score_read_range(s, NULL, NULL, err);
}

bool
firm_sheets_read(struct firm_sheets *sheets, const char *tier, struct td_error *err)
{
    struct td_buf codes = {0}, named = {0};
    struct td_db *db = sheets->run->db;

    td_buf_text(&codes, "");
    td_buf_text(&named, "");
    for (size_t i = 0; i < sheets->count; i++) {
        td_buf_printf(&codes, "%s%s", i ? "\n" : "", sheets->firms[i].uscc);
        td_buf_printf(&named, "%s%s", i ? "\x1f" : "", sheets->firms[i].uscc);
    }
    const char *params[] = {codes.at};
    sheets->score.run = sheets->run;
    bool ok = read_features(sheets, named.at, err) && td_db_query(db, "sheet/firms", NULL, params, 1, &sheets->heads, err) &&
              td_db_query(db, "sheet/titles", NULL, params, 1, &sheets->titles, err) &&
              td_db_query(db, "sheet/figures", NULL, params, 1, &sheets->figures, err) &&
              td_db_query(db, "sheet/facts", NULL, params, 1, &sheets->facts, err) &&
              td_db_query(db, "sheet/doubts", NULL, params, 1, &sheets->doubts, err);
    if (ok) {
        sheets->year = (int)sheets->score.y;
        judge_firms(sheets, tier);
    }
    td_buf_free(&codes);
    td_buf_free(&named);
    return ok;
}
