/* Everything after the last record, still in the delivery's transaction. */
#include "load.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- COPY of a spool ------------------------------------------------------------------------- */
static bool
copy_open(struct load *load, const char *table, bool freeze, struct td_copy_in *copy,
          struct td_error *err)
{
    const struct td_ident idents[] = {{"table", table}, {0}};
    return td_copy_in_open(copy, load->db, freeze ? "load/copy_in_freeze" : "load/copy_in", idents,
                           err);
}

static bool
send_spool(struct load *load, struct load_spool *spool, const char *table, bool freeze,
           struct td_error *err)
{
    struct td_copy_in copy = {0};

    if (load_spool_size(spool) == 0)
        return true;
    bool ok = copy_open(load, table, freeze, &copy, err) &&
              load_spool_send(spool, load_spool_size(spool), &copy, err) &&
              td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

/* ---- changed rows ---------------------------------------------------------------------------- */
enum pass { KEYS, ROWS, PERSONAL };

static bool
put_change(struct load *load, enum pass pass, uint64_t key, struct td_str main,
           struct td_str personal, struct td_copy_in *copy, struct td_error *err)
{
    struct td_buf *b = &copy->buffer;

    if (pass == KEYS) {
        td_put_row(b, 2);
        td_put_text(b, load_row_uscc(load, main));
        td_put_int8(b, (int64_t)key);
    } else {
        td_buf_str(b, pass == ROWS ? main : personal);
    }
    return td_copy_in_flush(copy, err);
}

static bool
put_spooled(struct load *load, enum pass pass, struct td_copy_in *copy, struct td_error *err)
{
    struct load_reader reader = {.spool = &load->changed};
    struct td_str view;
    bool ok = true;

    while (ok && reader.at < load_spool_size(&load->changed)) {
        struct load_change head = {0};
        if (!load_spool_take(&reader, sizeof head, &view, err)) {
            ok = false;
            break;
        }
        load_change_head(view, &head);
        ok = load_spool_take(&reader, (size_t)head.main_len + head.personal_len, &view, err);
        if (!ok)
            break;
        if (load->conflicts.count > 0) {
            struct load_slot *slot = load_table_find(&load->now, head.key);
            if (slot && (slot->flags & LOAD_CONFLICT) && !load->conflicts.items[slot->row].winner)
                continue;
        }
        ok = put_change(load, pass, head.key, (struct td_str){view.at, head.main_len},
                        (struct td_str){view.at + head.main_len, head.personal_len}, copy, err);
    }
    td_buf_free(&reader.block);
    return ok;
}

static bool
put_winners(struct load *load, enum pass pass, struct td_copy_in *copy, struct td_error *err)
{
    struct td_buf bytes = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < load->conflicts.count; i++) {
        const struct load_candidate *c = &load->conflicts.items[i];
        if (!c->replace)
            continue;
        ok = load_spool_read(&load->conflicts.bytes, c->at + c->raw_len,
                             (size_t)c->main_len + c->personal_len, &bytes, err) &&
             put_change(load, pass, c->key, (struct td_str){bytes.at, c->main_len},
                        (struct td_str){bytes.at + c->main_len, c->personal_len}, copy, err);
    }
    td_buf_free(&bytes);
    return ok;
}

static bool
copy_changes(struct load *load, enum pass pass, const char *table, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = copy_open(load, table, false, &copy, err) && put_spooled(load, pass, &copy, err) &&
              put_winners(load, pass, &copy, err) && td_copy_in_finish(&copy, err);

    td_copy_in_close(&copy);
    return ok;
}

static bool
replace_in(struct load *load, const char *table, struct td_error *err)
{
    const struct td_ident idents[] = {{"table", table}, {0}};
    char source[16];
    const char *params[] = {source};

    snprintf(source, sizeof source, "%d", load->job->source);
    const char *sql = load->registry && table == load->table ? "load/delete_changed_registry" : "load/delete_changed";
    return td_db_run(load->db, sql, idents, params, 1, NULL, err);
}

static bool
has_changes(const struct load *load)
{
    bool any = load_spool_size(&load->changed) > 0;
    for (size_t i = 0; !any && i < load->conflicts.count; i++)
        any = load->conflicts.items[i].replace;
    return any;
}

/* Units that the department did not have. Before what changed is replaced: of two rows of a new unit the one that
 * loses has been written by now, and is no version that stood. */
static bool
keep_new(struct load *load, struct td_error *err)
{
    char source[16];
    const char *params[] = {source};

    if (!load->registry || load->first_load)
        return true;
    snprintf(source, sizeof source, "%d", load->job->source);
    return send_spool(load, &load->touched, "tidu_touched", false, err) &&
           td_db_run(load->db, "load/before_new", NULL, params, 1, NULL, err);
}

/* What stands is deleted by key, then the new versions go straight into the table: no row is written
 * twice. */
static bool
replace_changed(struct load *load, struct td_error *err)
{
    if (!has_changes(load))
        return true;
    bool ok = copy_changes(load, KEYS, "tidu_changed", err) && replace_in(load, load->table, err) &&
              copy_changes(load, ROWS, load->table, err);
    if (load->personal_count > 0)
        ok = ok && replace_in(load, load->personal_table, err) &&
             copy_changes(load, PERSONAL, load->personal_table, err);
    return ok;
}

/* ---- gone ------------------------------------------------------------------------------------ */
bool
load_is_gone(const struct load *load, const struct load_slot *s)
{
    if (!(s->flags & LOAD_STANDING) ||
        (s->flags & (LOAD_WAS_GONE | LOAD_SEEN | LOAD_HELD | LOAD_FOREIGN)))
        return false;
    return load->delivery->mode == TD_SNAPSHOT || (load->delivery->mode == TD_BY_YEAR && load->years[s->known]);
}

static bool
mark_gone(struct load *load, struct td_error *err)
{
    struct td_copy_in copy = {0};
    uint64_t expected = 0, affected = 0;
    bool ok = true;

    if (load->delivery->mode == TD_INCREMENT)
        return true;
    for (size_t i = 0; ok && i < load->now.count; i++) {
        if (!load_is_gone(load, &load->now.slots[i]))
            continue;
        if (expected++ == 0)
            ok = copy_open(load, "tidu_gone", false, &copy, err);
        if (ok) {
            td_put_row(&copy.buffer, 1);
            td_put_int8(&copy.buffer, (int64_t)load->now.slots[i].key);
            ok = td_copy_in_flush(&copy, err);
        }
    }
    if (ok && expected > 0) {
        const struct td_ident idents[] = {{"table", load->table}, {0}};
        char batch[24], source[16];
        const char *params[] = {batch, source};
        snprintf(batch, sizeof batch, "%" PRId64, load->job->batch);
        snprintf(source, sizeof source, "%d", load->job->source);
        ok = td_copy_in_finish(&copy, err) &&
             td_db_run(load->db, load->registry ? "load/mark_gone_registry" : "load/mark_gone", idents,
                       params, 2, &affected, err);
    }
    td_copy_in_close(&copy);
    if (ok && affected != expected)
        ok = td_fail(err, TD_E_INTERNAL, "%llu rows marked gone, not %llu",
                     (unsigned long long)affected, (unsigned long long)expected);
    load->job->counts.gone = affected;
    return ok;
}

/* Records of the dataset and source that stand after this delivery: for the ledger, so that link need not
 * count them. */
static void
count_standing(struct load *load)
{
    for (size_t i = 0; i < load->now.count; i++) {
        const struct load_slot *s = &load->now.slots[i];
        bool stood = (s->flags & LOAD_STANDING) && !(s->flags & LOAD_WAS_GONE);
        load->job->stands += (s->flags & LOAD_SEEN) || (stood && !load_is_gone(load, s));
        load->kept += stood && (s->flags & LOAD_HELD) && !(s->flags & (LOAD_SEEN | LOAD_FOREIGN));
    }
}

/* ---- whom it concerns --------------------------------------------------------------------------- */
static bool
list_touched(struct load *load, struct td_error *err)
{
    const struct load_counts *c = &load->job->counts;
    char bit[16];
    const char *params[] = {bit};

    snprintf(bit, sizeof bit, "%u", td_dataset_bit(load->dataset));
    if (!load->is_holder || c->added + c->changed + c->gone == 0)
        return true;
    if (load->first_load)
        return td_db_run(load->db, "load/touch_all", NULL, NULL, 0, NULL, err);
    return !load->touch_rows ||
           ((load->registry || send_spool(load, &load->touched, "tidu_touched", false, err)) &&
            td_db_run(load->db, "load/touch", NULL, params, 1, NULL, err));
}

bool
load_check_empty(const struct load *load, struct td_error *err)
{
    const struct load_counts *c = &load->job->counts;

    if (c->read > c->skipped || load->delivery->allow_empty)
        return true;
    td_fail(err, TD_E_EMPTY, TD_T("交付中没有数据行", "the delivery has no rows"));
    return td_hint(err, "%s",
                   TD_T("原有数据保留；如果空交付是正常的，在配置文件中设置 allow_empty: true",
                        "what stands is kept; if an empty delivery is normal, set allow_empty: true "
                        "in the profile"));
}

bool
load_finish(struct load *load, struct td_error *err)
{
    bool ok = load_check_empty(load, err);

    ok = ok && load_conflict_settle(load, err);
    ok = ok && load_reject_limit(load, err);
    ok = ok && load_contract_check(load, err);
    ok = ok && load_sort_send(load, err);
    ok = ok && send_spool(load, &load->personal, load->personal_table, load->first_load, err);
    if (load->first_load)
        ok = ok && td_db_script(load->db, "load/first_end", NULL, err);
    ok = ok && keep_new(load, err);
    ok = ok && replace_changed(load, err);
    ok = ok && mark_gone(load, err);
    ok = ok && load_contract_check_counties(load, err);
    if (ok)
        count_standing(load);
    ok = ok && send_spool(load, &load->rejects, "reject.row", false, err);
    ok = ok && load_lines_write(load, err);
    return ok && list_touched(load, err);
}
