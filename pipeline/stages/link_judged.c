#include "link_judged.h"

#include <stdlib.h>
#include <string.h>

enum { Q_USCC, Q_FIRM, Q_KEY, Q_VERDICT, Q_PRESENT, Q_STANDS, Q_UNIT };
enum { CODE = 18 };

struct judged { /* views of the rows */
    struct td_str uscc, firm, key, present;
    enum td_match_say say;
    bool stands, used;
    int unit; /* of link/judged */
};

static enum td_match_say
say_of(const char *verdict)
{
    return verdict[0] == 's'   ? TD_MATCH_SAME
           : verdict[0] == 'n' ? TD_MATCH_NOT
                               : TD_MATCH_UNSURE;
}

/* By text, and of one text in the order in which it was said (Shell's sort: qsort takes no
 * context). */
static void
sort_places(int *places, size_t count, const struct judged *items, bool by_key)
{
    for (size_t gap = count / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < count; i++) {
            int moving = places[i];
            struct td_str m = by_key ? items[moving].key : items[moving].uscc;
            size_t k = i;
            for (; k >= gap; k -= gap) {
                struct td_str other =
                    by_key ? items[places[k - gap]].key : items[places[k - gap]].uscc;
                int order = td_str_order(other, m);
                if (order < 0 || (order == 0 && places[k - gap] < moving))
                    break;
                places[k] = places[k - gap];
            }
            places[k] = moving;
        }
}

bool
link_judged_read(struct link_judged *j, struct td_run *run, struct td_error *err)
{
    if (!td_db_query(run->db, "link/judged", NULL, NULL, 0, &j->rows, err))
        return false;
    j->count = (size_t)j->rows.count;
    j->items = td_alloc(j->count + 1, sizeof *j->items);
    j->by_id = td_alloc(j->count + 1, sizeof *j->by_id);
    j->by_key = td_alloc(j->count + 1, sizeof *j->by_key);
    j->found = td_alloc(j->count + 1, sizeof *j->found);
    for (int i = 0; i < j->rows.count; i++) {
        const struct td_rows *r = &j->rows;
        j->items[i] = (struct judged){.uscc = td_str(td_rows_text(r, i, Q_USCC)),
                                      .firm = td_str(td_rows_text(r, i, Q_FIRM)),
                                      .key = td_str(td_rows_text(r, i, Q_KEY)),
                                      .present = td_str(td_rows_text(r, i, Q_PRESENT)),
                                      .say = say_of(td_rows_text(r, i, Q_VERDICT)),
                                      .stands = td_rows_int(r, i, Q_STANDS) != 0,
                                      .unit = (int)td_rows_int(r, i, Q_UNIT)};
        j->by_id[i] = i;
        if (j->items[i].key.len)
            j->by_key[j->named++] = i;
    }
    sort_places(j->by_id, j->count, j->items, false);
    sort_places(j->by_key, j->named, j->items, true);
    return true;
}

/* The first place whose text is not before `text`. */
static size_t
lower(const int *places, size_t count, const struct judged *items, bool by_key,
      struct td_str text)
{
    size_t from = 0, to = count;

    while (from < to) {
        size_t mid = from + (to - from) / 2;
        struct td_str at = by_key ? items[places[mid]].key : items[places[mid]].uscc;
        if (td_str_order(at, text) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

static bool
is_code(struct td_str id)
{
    return id.len == CODE && id.at[0] != '#' && id.at[0] != '~';
}

static void
put_applied(struct link_judged *j, const struct judged *item, struct td_str holder,
            const char *state)
{
    td_put_row(&j->applied, 4);
    td_put_text(&j->applied, item->uscc);
    td_put_text(&j->applied, item->firm);
    td_put_text(&j->applied, holder);
    td_put_text(&j->applied, td_str(state));
}

static int
by_place(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static bool
is_person(enum td_unit class)
{
    return class == TD_UNIT_INDIVIDUAL || class == TD_UNIT_COOPERATIVE;
}

/* An individual business or a co-operative of that name is another one, as in model/match_find.c. */
static bool
may_be(struct td_str id, struct td_str firm)
{
    if (!is_code(id) || !is_code(firm))
        return true;
    enum td_unit holder = td_uscc_unit(id.at), unit = td_uscc_unit(firm.at);
    return holder == unit || (!is_person(holder) && !is_person(unit));
}

/* The places of what concerns the holder, in the order in which it was said, each once. */
static size_t
find_items(struct link_judged *j, struct td_str id, struct td_str key, int *found)
{
    size_t n = 0;

    for (size_t i = lower(j->by_id, j->count, j->items, false, id);
         i < j->count && td_str_equal(j->items[j->by_id[i]].uscc, id); i++)
        found[n++] = j->by_id[i];
    if (key.len == 0)
        return n;
    for (size_t i = lower(j->by_key, j->named, j->items, true, key);
         i < j->named && td_str_equal(j->items[j->by_key[i]].key, key); i++) {
        struct td_str other = j->items[j->by_key[i]].uscc;
        if (!td_str_equal(other, id) && !(is_code(other) && is_code(id)) && may_be(id, j->items[j->by_key[i]].present))
            found[n++] = j->by_key[i];
    }
    qsort(found, n, sizeof *found, by_place);
    return n;
}

/* What was said of one pair later, under whatever id, stands. */
static bool
said_again(const struct link_judged *j, const int *found, size_t count, size_t at)
{
    for (size_t i = at + 1; i < count; i++)
        if (td_str_equal(j->items[found[i]].present, j->items[found[at]].present))
            return true;
    return false;
}

static size_t
last_same(const struct link_judged *j, const int *found, size_t count)
{
    for (size_t i = count; i > 0; i--)
        if (j->items[found[i - 1]].say == TD_MATCH_SAME && !said_again(j, found, count, i - 1))
            return i - 1;
    return count;
}

void
link_judged_holder(struct link_judged *j, struct td_match *match, size_t holder,
                   struct td_str id, struct td_str name)
{
    if (j->count == 0)
        return;
    td_buf_reset(&j->key);
    td_name_key(id.len && id.at[0] == '~' ? (struct td_str){id.at + 1, id.len - 1} : name,
                &j->key);
    int *found = j->found;
    size_t count = find_items(j, id, td_buf_view(&j->key), found),
           same = last_same(j, found, count);

    for (size_t i = 0; i < count; i++) {
        struct judged *item = &j->items[found[i]];
        const char *state = item->say == TD_MATCH_UNSURE ? "unsure" : "applied";
        item->used = true;
        if (said_again(j, found, count, i) || (item->say == TD_MATCH_SAME && i != same)) {
            put_applied(j, item, id, "overruled");
            continue;
        }
        if (item->say == TD_MATCH_SAME && !item->stands) {
            state = "no_firm";
            j->without_firm++;
            td_match_doubt(match, holder); /* it is that one: no other for it by name */
        } else if (item->present.len) {
            td_match_judge(match, holder, item->present, item->say);
        }
        put_applied(j, item, id, state);
    }
}

bool
link_judged_write(struct link_judged *j, struct td_run *run, struct td_error *err)
{
    struct td_copy_in copy = {0};

    for (size_t i = 0; i < j->count; i++) {
        const struct judged *item = &j->items[i];
        if (item->used)
            continue;
        const char *state = item->unit == 0                ? "no_holder"
                            : item->unit == 2              ? "no_firm"
                            : item->unit == 3              ? "overruled"
                            : item->say == TD_MATCH_UNSURE ? "unsure"
                                                           : "applied";
        j->without_holder += item->unit == 0;
        j->without_firm += item->unit == 2;
        put_applied(j, item, (struct td_str){"", 0}, state);
    }
    if (!td_db_run(run->db, "link/applied_clear", NULL, NULL, 0, NULL, err))
        return false;
    bool ok = j->count == 0 || (td_copy_in_open(&copy, run->db, "link/applied_in", NULL, err) &&
                                td_copy_in_send(&copy, td_buf_view(&j->applied), err) &&
                                td_copy_in_finish(&copy, err));
    td_copy_in_close(&copy);
    return ok;
}

void
link_judged_free(struct link_judged *j)
{
    td_rows_free(&j->rows);
    td_buf_free(&j->key);
    td_buf_free(&j->applied);
    free(j->items);
    free(j->by_id);
    free(j->by_key);
    free(j->found);
    *j = (struct link_judged){0};
}
