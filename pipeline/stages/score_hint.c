/*
 * The columns of hints: for each unit, of which catalogues a keyword was found that it makes. They are bits of
 * one column of feature.keyword_makes, because which catalogues there are is said by criteria/ and not by the
 * schema. Whoever has no row has no hint.
 */
#include "score.h"

#include <string.h>

static int
slot_of_catalogue(const struct score *s, const char *catalogue)
{
    struct td_str prefix = TD_STR(TD_HINT_COLUMN);

    for (size_t i = 0; i < s->slot_count; i++) {
        struct td_str name = s->slots[i].column;
        if (td_str_starts(name, prefix) && strcmp(name.at + prefix.len, catalogue) == 0)
            return (int)i;
    }
    return -1;
}

bool
score_hint_columns(struct score *s, struct td_error *err)
{
    struct td_rows rows = {0};

    for (int i = 0; i < 64; i++)
        s->hint_slots[i] = -1;
    s->hinted = false;
    if (!td_db_query(s->run->db, "score/hint_positions", NULL, NULL, 0, &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++) {
        int64_t bit = td_rows_int(&rows, i, 1);
        if (bit < 0 || bit > 63)
            continue;
        s->hint_slots[bit] = slot_of_catalogue(s, td_rows_text(&rows, i, 0));
        s->hinted = s->hinted || s->hint_slots[bit] >= 0;
    }
    td_rows_free(&rows);
    return true;
}

bool
score_read_hints(struct score *s, struct td_db *db, struct td_error *err)
{
    struct td_ident part[] = {{"part", "feature.keyword_makes"}, {0}};
    struct td_copy_out copy = {0};
    bool got = s->hinted, ok = !got || td_copy_out_open(&copy, db, score_part_sql(s), part, err);
    size_t row;

    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (!ok || !got || !score_find_row(&s->range, copy.cells[0], &row))
            continue;
        uint64_t makes = (uint64_t)td_cell_int8(copy.cells[1]);
        for (int bit = 0; bit < 64 && makes >> bit; bit++)
            if ((makes >> bit & 1) && s->hint_slots[bit] >= 0)
                s->range.values[s->hint_slots[bit]][row] = 1;
    }
    td_copy_out_close(&copy);
    return ok || td_in(err, TD_T("读取关键词线索", "reading the hints"));
}
