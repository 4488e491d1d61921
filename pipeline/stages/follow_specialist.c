/* Service specialists (服务专员) for the firms of the pool: pool.specialist, pool.assignment. By id: names stay where they are. */
#include "follow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct offices {
    struct td_rows people, firms;
    struct td_specialist *specialists;
    struct td_tended *tended;
};

static int
by_id(const void *a, const void *b)
{
    const struct td_specialist *x = a, *y = b;

    return td_str_order(x->id, y->id);
}

static int
find(const struct offices *o, struct td_str id)
{
    struct td_specialist key = {.id = id};
    const struct td_specialist *found =
        id.len && o->people.count
            ? bsearch(&key, o->specialists, (size_t)o->people.count, sizeof key, by_id)
            : NULL;

    return found ? (int)(found - o->specialists) : -1;
}

static void
take_rows(struct offices *o)
{
    o->specialists = td_alloc((size_t)o->people.count + 1, sizeof *o->specialists);
    o->tended = td_alloc((size_t)o->firms.count + 1, sizeof *o->tended);
    for (int i = 0; i < o->people.count; i++)
        o->specialists[i] = (struct td_specialist){td_str(td_rows_text(&o->people, i, 0)), td_str(td_rows_text(&o->people, i, 1)),
                                                   td_str(td_rows_text(&o->people, i, 2)), 0};
    if (o->people.count)
        qsort(o->specialists, (size_t)o->people.count, sizeof *o->specialists, by_id);
    for (int i = 0; i < o->firms.count; i++)
        o->tended[i] = (struct td_tended){.uscc = td_str(td_rows_text(&o->firms, i, 0)),
                                          .county = td_str(td_rows_text(&o->firms, i, 1)),
                                          .industry = td_str(td_rows_text(&o->firms, i, 2)),
                                          .before = find(o, td_str(td_rows_text(&o->firms, i, 3))),
                                          .since = td_rows_int(&o->firms, i, 4)};
}

static bool
send_assignments(const struct following *f, const struct offices *o, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_copy_in_open(&copy, f->run->db, "follow/assignment_in", NULL, err);

    for (int i = 0; ok && i < o->firms.count; i++) {
        const struct td_tended *t = &o->tended[i];
        if (t->now < 0)
            continue;
        td_put_row(&copy.buffer, 6);
        td_put_text(&copy.buffer, t->uscc);
        td_put_int8(&copy.buffer, f->run->run);
        td_put_int8(&copy.buffer, INT64_MAX);
        td_put_text(&copy.buffer, o->specialists[t->now].id);
        td_put_text(&copy.buffer, t->county);
        td_put_bool(&copy.buffer, t->fits);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

bool
follow_specialists(struct following *f, struct td_error *err)
{
    struct offices o = {0};
    const char *unknown = f->rules.role_unknown_serves ? "true" : "false", *who[] = {unknown}, *run[] = {f->run_text};
    struct td_db *db = f->run->db;
    bool ok = td_db_setting(db, "tidu.role_unknown", unknown, err) &&
              td_db_query(db, "follow/specialists", NULL, who, 1, &o.people, err) &&
              td_db_query(db, "follow/firms", NULL, run, 1, &o.firms, err);

    if (ok) {
        take_rows(&o);
        td_assign(&f->rules, o.specialists, (size_t)o.people.count, o.tended, (size_t)o.firms.count);
        ok = send_assignments(f, &o, err) && td_db_script(db, "follow/assignment_keep", NULL, err);
    }
    free(o.specialists);
    free(o.tended);
    td_rows_free(&o.people);
    td_rows_free(&o.firms);
    return ok || td_in(err, TD_T("指派服务专员", "assigning specialists"));
}
