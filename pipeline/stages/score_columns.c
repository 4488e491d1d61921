/*
 * Which columns of the parts of the features go to which slots of a range: by their names, as the database has
 * them and the rules ask for them.
 */
#include "score.h"

#include <stdio.h>
#include <string.h>

static const char *const part_names[PARTS] = {"unit",   "finance", "staff",    "ip",     "title",
                                              "product", "equity", "platform", "conduct"};

const char *
score_part_name(int part)
{
    return part_names[part];
}

static int
slot_named(const struct score *s, const char *name)
{
    for (size_t i = 0; i < s->slot_count; i++)
        if (td_str_equal(s->slots[i].column, td_str(name)))
            return (int)i;
    return -1;
}

static void
place_column(const struct score *s, struct part_columns *p, int column, const char *name)
{
    char with_year[128];

    if (strcmp(name, "uscc") == 0)
        p->uscc = column;
    else if (strcmp(name, "year") == 0)
        p->year = column;
    else if (strcmp(name, "county") == 0)
        p->county = column;
    else if (strcmp(name, "industry") == 0)
        p->industry = column;
    for (int back = 0; back < 3; back++) {
        snprintf(with_year, sizeof with_year, "%s_%d", name, back);
        int slot = slot_named(s, p->year >= 0 ? with_year : name);
        p->slots[column * 3 + back] = slot;
        if (slot >= 0) {
            struct td_slot about = s->slots[slot];
            p->kinds[column * 3 + back] = (struct slot_kind){about.type == TD_SLOT_INDUSTRY, about.list};
        }
    }
}

static bool
part_known(struct score *s, struct td_rows *rows, int part, struct td_error *err)
{
    struct part_columns *p = &s->parts[part];
    int column = 0;

    *p = (struct part_columns){.uscc = -1, .year = -1, .county = -1, .industry = -1};
    p->slots = td_arena_alloc(&s->arena, (size_t)rows->count * 3 + 3, sizeof *p->slots);
    p->kinds = td_arena_alloc(&s->arena, (size_t)rows->count * 3 + 3, sizeof *p->kinds);
    for (int pass = 0; pass < 2; pass++) { /* the year's column first: it decides what the others are */
        column = 0;
        for (int i = 0; i < rows->count; i++) {
            if (strcmp(td_rows_text(rows, i, 0), part_names[part]) != 0)
                continue;
            const char *name = td_rows_text(rows, i, 1);
            if (pass == 0 && strcmp(name, "year") == 0)
                p->year = column;
            if (pass == 1)
                place_column(s, p, column, name);
            column++;
        }
    }
    p->count = (size_t)column;
    return p->uscc >= 0 || td_fail(err, TD_E_SCHEMA, TD_T("没有特征表 feature.%s", "there is no table feature.%s"),
                                   part_names[part]);
}

/* Columns that fill the slot; one without a year does so for all three. */
static int
places_of(const struct score *s, int slot)
{
    int places = 0;

    for (int part = 0; part < PARTS; part++)
        for (size_t i = 0; i < s->parts[part].count; i++) {
            const int *years = &s->parts[part].slots[i * 3];
            places += years[0] == slot || years[1] == slot || years[2] == slot;
        }
    return places;
}

/* Every slot must come from one column: without any, the fact would be unknown for all, silently; from
 * two, the parts that are read side by side would write over each other. */
static bool
all_placed(const struct score *s, struct td_error *err)
{
    for (size_t slot = 0; slot < s->slot_count; slot++) {
        struct td_str name = s->slots[slot].column;
        int places = places_of(s, (int)slot);
        if (td_str_starts(name, TD_STR(TD_HINT_COLUMN)))
            continue; /* score_hint.c */
        if (places == 0)
            return td_fail(err, TD_E_SCHEMA, TD_T("规则用到的事实没有特征列“%.*s”", "no part of the features has a column \"%.*s\""),
                           (int)name.len, name.at);
        if (places > 1)
            return td_fail(err, TD_E_SCHEMA, TD_T("有 %d 个特征表都有列“%.*s”", "%d parts of the features have a column \"%.*s\""),
                           places, (int)name.len, name.at);
    }
    return true;
}

bool
score_columns(struct score *s, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(s->run->db, "score/columns", NULL, NULL, 0, &rows, err))
        return false;
    bool ok = true;
    for (int part = 0; ok && part < PARTS; part++)
        ok = part_known(s, &rows, part, err);
    td_rows_free(&rows);
    s->unit_slots = td_arena_alloc(&s->arena, s->slot_count + 1, sizeof *s->unit_slots);
    for (size_t i = 0; ok && i < s->parts[PART_UNIT].count; i++)
        if (s->parts[PART_UNIT].slots[i * 3] >= 0)
            s->unit_slots[s->parts[PART_UNIT].slots[i * 3]] = true;
    return ok && all_placed(s, err) && score_hint_columns(s, err);
}
