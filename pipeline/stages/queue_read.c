/* The filled workbook as answers: the rows in which a person said something. */
#include "form.h"
#include "queue.h"

#include <stdlib.h>
#include <string.h>

static struct queue_answer
answer_of(const struct form_row *row)
{
    struct queue_answer a = {.row = row->row,
                             .id = row->cells[QUEUE_ID],
                             .verdict = row->cells[QUEUE_VERDICT],
                             .code = row->cells[QUEUE_CODE],
                             .why = row->cells[QUEUE_WHY]};

    for (int i = 0; i < QUEUE_CANDIDATES; i++)
        a.candidates[i] = row->cells[QUEUE_CANDIDATE + i];
    return a;
}

bool
queue_answers_read(struct queue_answers *answers, const char *path, struct td_error *err)
{
    static const struct form_ask ask = {
        .sheet = "待判断",
        .titles = queue_titles,
        .columns = QUEUE_COLUMNS,
        .needed = {QUEUE_VERDICT, QUEUE_ID},
        .hint_zh = "请用 tidu queue -o 导出的文件填写，保留这两栏的标题",
        .hint_en = "fill in the file that tidu queue -o wrote, and keep the titles of these two"};
    struct form form = {0};
    bool ok = form_read(&form, &ask, path, err);

    memcpy(answers->hash, form.hash, sizeof answers->hash);
    answers->items = td_alloc(form.count + 1, sizeof *answers->items);
    answers->rows = form.count;
    for (size_t i = 0; ok && i < form.count; i++) {
        struct queue_answer a = answer_of(&form.rows[i]);
        if (a.verdict.len > 0 || a.code.len > 0)
            answers->items[answers->count++] = a;
    }
    answers->arena = form.arena; /* the cells are its own */
    form.arena = (struct td_arena){0};
    form_free(&form);
    return ok;
}

void
queue_answers_free(struct queue_answers *answers)
{
    td_arena_free(&answers->arena);
    free(answers->items);
    *answers = (struct queue_answers){0};
}
