/* The names of a file's columns, in one line or two, and the unit that stands above them. */
#include "layout.h"

#include "typing.h"
#include "words.h"

#include <string.h>

struct td_str
layout_fold(struct td_arena *arena, struct td_str header)
{
    struct td_buf fold = {0};
    struct td_str s;

    td_name_key(header, &fold);
    s = td_arena_str(arena, td_buf_view(&fold));
    td_buf_free(&fold);
    return s;
}

static struct td_str
cell_of(const struct td_record *record, size_t i)
{
    return record && record->cells && i < record->count ? td_cell_trim(record->cells[i])
                                                        : (struct td_str){"", 0};
}

static struct td_str
join(struct td_arena *arena, struct td_str a, struct td_str b)
{
    struct td_buf both = {0};
    struct td_str s;

    td_buf_str(&both, a);
    td_buf_str(&both, b);
    s = layout_fold(arena, td_buf_view(&both));
    td_buf_free(&both);
    return s;
}

size_t
layout_names(struct td_arena *arena, const struct td_record *group, const struct td_record *names,
             struct td_str **folded, struct td_str **joined, const struct td_str **shown)
{
    size_t count = names && names->cells ? names->count : 0;
    struct td_str over = {"", 0}, *as_written;

    if (group && group->cells && count > 0 && group->count > count)
        count = group->count;
    *folded = td_arena_alloc(arena, count, sizeof **folded);
    *joined = group ? td_arena_alloc(arena, count, sizeof **joined) : NULL;
    *shown = as_written = td_arena_alloc(arena, count, sizeof *as_written);
    for (size_t i = 0; i < count; i++) {
        struct td_str name = cell_of(names, i), above = cell_of(group, i);

        over = above.len ? above : over; /* a merged cell is written in its first column */
        as_written[i] = name.len ? name : above;
        (*folded)[i] = layout_fold(arena, as_written[i]);
        if (group)
            (*joined)[i] = join(arena, over, name);
    }
    return count;
}

/* ---- which line is the header ------------------------------------------------------------ */
static bool
names_it(struct td_arena *arena, struct td_str header, const struct td_str *names,
         const struct td_str *joined, size_t count)
{
    struct td_str key = layout_fold(arena, header);

    for (size_t i = 0; i < count; i++)
        if (names[i].len && (td_str_equal(names[i], key) || (joined && td_str_equal(joined[i], key))))
            return true;
    return false;
}

size_t
td_header_score(const struct td_delivery *delivery, const struct td_record *group,
                const struct td_record *names, bool *complete)
{
    struct td_arena arena = {0};
    struct td_str *folded, *joined;
    const struct td_str *shown;
    size_t count = layout_names(&arena, group, names, &folded, &joined, &shown), score = 0;

    *complete = count > 0;
    for (size_t c = 0; c < delivery->column_count; c++) {
        const struct td_input_column *column = &delivery->columns[c];
        size_t found = 0;

        for (size_t h = 0; h < column->header_count; h++)
            found += names_it(&arena, column->headers[h], folded, joined, count);
        score += found > 0;
        if (column->required && column->header_count > 0 &&
            (column->sum ? found < column->header_count : found == 0))
            *complete = false;
    }
    for (size_t f = 0; f < delivery->filter_count; f++)
        if (!names_it(&arena, delivery->filters[f].header, folded, joined, count))
            *complete = false;
    td_arena_free(&arena);
    return score;
}

/* A code, a date, a telephone number, an amount. */
static bool
is_figure(struct td_str name)
{
    size_t run = 0, most = 0, others = 0;

    for (size_t i = 0; i < name.len; i++) {
        run = name.at[i] >= '0' && name.at[i] <= '9' ? run + 1 : 0;
        most = run > most ? run : most;
        others += !memchr("0123456789.,-/%", name.at[i], 15);
    }
    return most >= 4 || (name.len > 0 && others == 0);
}

bool
layout_may_be_record(const struct td_delivery *delivery, const struct td_head *head,
                     const struct td_str *names, size_t count)
{
    bool complete, figure = false;

    if (td_header_score(delivery, head->group, head->names, &complete) > 0)
        return false;
    for (size_t i = 0; i < count && !figure; i++)
        figure = is_figure(names[i]);
    return figure;
}

/* ---- a unit above it --------------------------------------------------------------------- */
/* The unit of money in a folded text that says 单位: (单位:万元、人; 金额单位:千元); 单位:税务局 is none. */
static bool
unit_in(struct td_str text, struct td_str *said, int *scale)
{
    static const char *const ends[] = {",", "、", ";", "/", ")", "(", "。"};
    struct td_str mark = TD_STR("单位:");

    while (text.len > mark.len && !td_str_starts(text, mark))
        text = (struct td_str){text.at + 1, text.len - 1};
    if (text.len <= mark.len)
        return false;
    text = (struct td_str){text.at + mark.len, text.len - mark.len};
    while (text.len > 0) {
        size_t end = 0, skip = 0;

        for (; end < text.len && skip == 0; end += skip == 0)
            for (size_t k = 0; k < sizeof ends / sizeof *ends && skip == 0; k++)
                if (td_str_starts((struct td_str){text.at + end, text.len - end}, td_str(ends[k])))
                    skip = strlen(ends[k]);
        *said = (struct td_str){text.at, end};
        if (profile_money_scale(*said, scale))
            return true;
        text = (struct td_str){text.at + end + skip, text.len - end - skip};
    }
    return false;
}

bool
layout_unit_above(struct td_arena *arena, const struct td_head *head, struct td_str *said,
                  int *scale)
{
    struct td_buf fold = {0};
    bool found = false;

    for (size_t t = 0; t < head->title_count && !found; t++)
        for (size_t i = 0; head->titles[t].cells && i < head->titles[t].count && !found; i++) {
            td_buf_reset(&fold);
            td_name_key(head->titles[t].cells[i], &fold);
            found = unit_in(td_buf_view(&fold), said, scale);
        }
    if (found)
        *said = td_arena_str(arena, *said);
    td_buf_free(&fold);
    return found;
}
