/* What a ranking depended on, and the texts of its rules, kept for the night after it. */
#include "moves.h"

#include "tidu/sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool
moves_night_last(struct moves *v, struct td_error *err)
{
    struct moves_night *n = &v->last;
    struct td_rows rows = {0};
    char run[24];
    const char *params[] = {run};

    snprintf(run, sizeof run, "%" PRId64, v->run->run);
    if (!td_db_query(v->run->db, "moves/night_last", NULL, params, 1, &rows, err))
        return false;
    if (rows.count) {
        n->run = td_rows_int(&rows, 0, 0);
        if (td_date_parse(td_str(td_rows_text(&rows, 0, 1)), TD_DATE_ISO, &n->as_of) != TD_FAULT_NONE)
            n->as_of = v->run->options->as_of;
        snprintf(n->criteria, sizeof n->criteria, "%s", td_rows_text(&rows, 0, 2));
        snprintf(n->profile, sizeof n->profile, "%s", td_rows_text(&rows, 0, 3));
        snprintf(n->program, sizeof n->program, "%s", td_rows_text(&rows, 0, 4));
        td_buf_text(&n->complete, td_rows_text(&rows, 0, 5));
        td_buf_text(&n->ranks, td_rows_text(&rows, 0, 6));
    }
    td_rows_free(&rows);
    return true;
}

bool
moves_night_now(struct moves *v, struct td_error *err)
{
    struct moves_night *n = &v->now;
    struct score s = {.run = v->run};
    struct td_rows rows = {0};
    bool ok = score_complete(&s, err) && td_db_query(v->run->db, "moves/night_now", NULL, NULL, 0, &rows, err) &&
              td_ladder_read(td_criteria_text(v->run->criteria, "ranking.yaml"), &v->ladder, err);

    n->run = v->run->run;
    n->as_of = v->run->options->as_of;
    snprintf(n->criteria, sizeof n->criteria, "%s", v->run->criteria_hash);
    snprintf(n->profile, sizeof n->profile, "%s", v->run->profile_hash);
    snprintf(n->program, sizeof n->program, "%s", MOVES_PROGRAM);
    td_buf_text(&n->complete, "");
    for (size_t i = 0; ok && i < s.complete_count; i++) {
        td_buf_text(&n->complete, i ? "\n" : "");
        td_buf_str(&n->complete, s.complete[i].dataset);
        td_buf_text(&n->complete, "/");
        td_buf_str(&n->complete, s.complete[i].word);
    }
    td_buf_text(&n->ranks, ok ? td_rows_text(&rows, 0, 0) : "");
    td_rows_free(&rows);
    score_free(&s);
    return ok;
}

/* ---- texts -------------------------------------------------------------------------------------------- */
static bool
text_known(struct td_run *run, const char *set, bool *known, struct td_error *err)
{
    const char *params[] = {set};
    struct td_rows rows = {0};

    if (!td_db_query(run->db, "moves/text_known", NULL, params, 1, &rows, err))
        return false;
    *known = td_rows_int(&rows, 0, 0) > 0;
    td_rows_free(&rows);
    return true;
}

static bool
keep_texts(struct td_run *run, const char *set, const struct td_file_text *files, size_t count, struct td_error *err)
{
    struct td_buf json = {0};
    const char *params[] = {set, NULL};
    bool known = false, ok = text_known(run, set, &known, err);

    for (size_t i = 0; ok && !known && i < count; i++) {
        td_buf_printf(&json, "%s{\"hash\":\"%016" PRIx64 "\",\"name\":", i ? "," : "[",
                      td_hash64(files[i].text.at, files[i].text.len, 0));
        td_json_str(&json, files[i].name);
        td_buf_text(&json, ",\"text\":");
        td_json_str(&json, files[i].text);
        td_buf_text(&json, i + 1 == count ? "}]" : "}");
    }
    params[1] = json.at;
    ok = ok && (known || count == 0 || td_db_run(run->db, "moves/text_add", NULL, params, 2, NULL, err));
    td_buf_free(&json);
    return ok;
}

/* The profile is read once more: only if it is still the one that was parsed, it is kept. */
static bool
keep_profile(struct td_run *run, struct td_error *err)
{
    struct td_buf text = {0};
    bool known = false, ok = text_known(run, run->profile_hash, &known, err);

    if (ok && !known) {
        struct td_error unread = {0};
        struct td_profile again = {0};
        struct td_file_text file = {.name = TD_STR(MOVES_PROFILE)};
        bool same = td_file_read(run->options->profile_path, &text, &unread) &&
                    td_profile_parse(&again, td_buf_view(&text), file.name.at, td_criteria_text(run->criteria, "vocabulary.yaml"),
                                     "vocabulary.yaml", &unread) &&
                    again.hash == run->profile.hash;
        file.text = td_buf_view(&text);
        ok = !same || keep_texts(run, run->profile_hash, &file, 1, err);
        td_profile_free(&again);
    }
    td_buf_free(&text);
    return ok;
}

bool
moves_texts(struct td_run *run, const char *set, struct td_file_text_list *list, struct td_error *err)
{
    const char *params[] = {set};
    struct td_rows rows = {0};

    if (!td_db_query(run->db, "moves/texts", NULL, params, 1, &rows, err))
        return false;
    list->files = td_alloc((size_t)rows.count + 1, sizeof *list->files);
    for (int i = 0; i < rows.count; i++)
        list->files[list->count++] = (struct td_file_text){td_arena_str(&list->arena, td_str(td_rows_text(&rows, i, 0))),
                                                           td_arena_str(&list->arena, td_str(td_rows_text(&rows, i, 1)))};
    td_rows_free(&rows);
    return true;
}

bool
moves_night_keep(struct moves *v, struct td_error *err)
{
    char run[24], before[24], as_of[11];
    const struct moves_night *n = &v->now;
    const char *params[] = {run, v->last.run ? before : NULL, as_of, n->criteria, n->profile, n->program, n->complete.at,
                            n->ranks.at, v->ladder.at};

    snprintf(run, sizeof run, "%" PRId64, n->run);
    snprintf(before, sizeof before, "%" PRId64, v->last.run);
    td_date_text(n->as_of, as_of);
    return td_db_run(v->run->db, "moves/night_add", NULL, params, 9, NULL, err) &&
           keep_texts(v->run, n->criteria, v->run->criteria->files, v->run->criteria->count, err) && keep_profile(v->run, err) &&
           td_db_script(v->run->db, "moves/touched_done", NULL, err);
}
