/*
 * Different rows with one key. All different versions of such a key are collected as candidates; the
 * first is met before anyone knows that it has a rival, so that its original bytes are no longer at
 * hand. At the end one that was mended by hand wins, then the candidate with more known values, then the greater
 * row hash: the order of the file decides nothing. Equal versions count as duplicates, each other version is one reject.
 */
#include "load.h"

#include <stdlib.h>

/* Each further version is compared with all before it: so many of one key take a second, and mean that the
 * column is no key, or that a placeholder stands in it. */
enum { VERSIONS_MAX = 20000 };

static struct load_candidate *
add_candidate(struct load_conflicts *c)
{
    if (c->count == c->capacity) {
        c->capacity = c->capacity ? c->capacity * 2 : 64;
        c->items = td_realloc(c->items, c->capacity, sizeof *c->items);
    }
    c->items[c->count] = (struct load_candidate){0};
    return &c->items[c->count++];
}

/* The key's first row becomes a candidate and is no longer counted as anything. */
static bool
open_conflict(struct load *load, struct load_slot *slot, struct td_error *err)
{
    struct load_counts *counts = &load->job->counts;

    if (load->conflicts.count >= UINT32_MAX - 1)
        return td_fail(err, TD_E_LIMIT, TD_T("重复键过多", "too many duplicate keys"));
    struct load_candidate *first = add_candidate(&load->conflicts);
    first->first = true;
    first->key = slot->key;
    first->row = first->old_row = slot->row;
    first->known = slot->known;
    first->line = slot->line;
    first->part = slot->part;
    first->flags = slot->flags;
    if (!(slot->flags & LOAD_STANDING))
        counts->added--;
    else if (slot->flags & LOAD_CHANGED)
        counts->changed--;
    else
        counts->same--;
    slot->flags |= LOAD_CONFLICT;
    slot->row = load->conflicts.count - 1;
    return true;
}

static bool
fail_versions(const struct load *load, const struct td_record *record, struct td_error *err)
{
    (void)td_fail(err, TD_E_LIMIT, TD_T("同一个键有超过 %d 种不同的行", "more than %d different rows have one key"), VERSIONS_MAX);
    (void)td_at(err, load->job->parts[load->part].path, (size_t)record->line, 0);
    return td_hint(err, "%s", TD_T("该列中可能填了占位的代码；用 where 或 unless 去掉这些行，或请部门更正",
                                   "a placeholder may stand in that column: take the rows out by where or unless, or have it corrected"));
}

bool
load_conflict_add(struct load *load, struct load_slot *slot, const struct td_record *record,
                  struct td_error *err)
{
    struct load_conflicts *c = &load->conflicts;
    const struct load_row *row = &load->row;

    if (!(slot->flags & LOAD_CONFLICT)) {
        if (slot->row == row->hash) {
            load->job->counts.duplicates++;
            return true;
        }
        if (!open_conflict(load, slot, err))
            return false;
    }
    size_t last = (size_t)slot->row, versions = 1;
    for (;; last = c->items[last].next - 1, versions++) {
        if (c->items[last].row == row->hash) {
            load->job->counts.duplicates++;
            return true;
        }
        if (c->items[last].next == 0)
            break;
    }
    if (versions == VERSIONS_MAX)
        return fail_versions(load, record, err);
    struct load_candidate *n = add_candidate(c);
    c->items[last].next = (uint32_t)c->count;
    n->key = row->key;
    n->row = row->hash;
    n->known = row->known;
    n->line = (uint32_t)record->line;
    n->part = (uint16_t)load->part;
    n->flags = load->mending ? LOAD_MENDED : 0;
    n->offset = record->offset;
    n->at = load_spool_size(&c->bytes);
    n->raw_len = (uint32_t)record->raw.len;
    n->main_len = (uint32_t)row->main.len;
    n->personal_len = (uint32_t)row->personal.len;
    td_buf_str(&c->bytes.buf, record->raw);
    td_buf_add(&c->bytes.buf, row->main.at, row->main.len);
    td_buf_add(&c->bytes.buf, row->personal.at, row->personal.len);
    return load_spool_flush(&c->bytes, err);
}

/* ---- at the end -------------------------------------------------------------------------------- */
/* What stood before a first candidate that is in the spool of changes is written there. */
static bool
find_old_rows(struct load *load, struct td_error *err)
{
    struct load_reader reader = {.spool = &load->changed};
    struct td_str view;
    bool ok = true;

    while (ok && reader.at < load_spool_size(&load->changed)) {
        struct load_change head = {0};
        ok = load_spool_take(&reader, sizeof head, &view, err);
        if (!ok)
            break;
        load_change_head(view, &head);
        struct load_slot *slot = load_table_find(&load->now, head.key);
        if (slot && (slot->flags & LOAD_CONFLICT))
            load->conflicts.items[slot->row].old_row = head.old_row;
        ok = load_spool_take(&reader, (size_t)head.main_len + head.personal_len, &view, err);
    }
    td_buf_free(&reader.block);
    return ok;
}

/* A person has said which is right, or the fuller row is; of two as full any will do, as long as it is always
 * the same one. */
static bool
is_better(const struct load_candidate *a, const struct load_candidate *b)
{
    bool x = a->flags & LOAD_MENDED, y = b->flags & LOAD_MENDED;

    return x != y ? x : a->known != b->known ? a->known > b->known : a->row > b->row;
}

static size_t
choose(struct load_candidate *items, size_t first)
{
    size_t best = first;

    for (size_t i = first; items[i].next != 0;) {
        i = items[i].next - 1;
        if (is_better(&items[i], &items[best]))
            best = i;
    }
    return best;
}

/* Counts as if the winner had come alone; `replace` when it must be written over what is there. */
static void
judge(struct load *load, size_t first)
{
    struct load_candidate *items = load->conflicts.items;
    struct load_counts *counts = &load->job->counts;
    uint8_t flags = items[first].flags;
    size_t best = choose(items, first);
    bool same = (flags & LOAD_STANDING) && !(flags & LOAD_WAS_GONE) &&
                items[best].row == items[first].old_row;

    items[best].winner = true;
    for (size_t i = first;; i = items[i].next - 1) {
        items[i].winner_at = (uint32_t)best;
        if (items[i].next == 0)
            break;
    }
    if (!(flags & LOAD_STANDING))
        counts->added++;
    else if (same)
        counts->same++;
    else
        counts->changed++;
    items[best].replace = best != first && !same;
}

static bool
reject_loser(struct load *load, const struct load_candidate *c, struct td_str raw, uint64_t offset,
             struct td_error *err)
{
    const struct load_candidate *w = &load->conflicts.items[c->winner_at];
    const struct load_candidate *with_main = c->first ? w : c;
    struct load_reject r = {.raw = raw, .line = c->line, .offset = offset};
    struct td_buf tail = {0}, main = {0};

    bool ok = load_spool_read(&load->conflicts.bytes, with_main->at + with_main->raw_len,
                              with_main->main_len, &main, err);
    if (ok) {
        td_buf_printf(&tail, TD_T("保留的是 ", "the one that is kept: "));
        td_buf_str(&tail, load->job->parts[w->part].name);
        td_buf_printf(&tail, TD_T(" 第 %u 行", " line %u"), w->line);
        r.file = load->job->parts[c->part].name;
        r.fault = TD_FAULT_DUPLICATE;
        r.tail = td_buf_view(&tail);
        r.uscc = load_row_uscc(load, td_buf_view(&main));
        ok = load_reject_add(load, &r, err);
    }
    td_buf_free(&tail);
    td_buf_free(&main);
    return ok;
}

static int
order_wanted(const void *a, const void *b)
{
    const struct load_wanted *x = a, *y = b;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static bool
take_wanted(struct load *load, const struct td_record *record, struct td_error *err)
{
    const struct load_wanted *w = &load->wanted[load->wanted_done];

    if (w->part != load->part || w->line != (uint32_t)record->line)
        return true;
    load->wanted_done++;
    return reject_loser(load, &load->conflicts.items[w->candidate], record->raw, record->offset,
                        err);
}

/* The losers that were met first: their bytes are read from the files again. */
static bool
reject_first_losers(struct load *load, struct td_error *err)
{
    struct load_conflicts *c = &load->conflicts;
    struct load_wanted *wanted = td_alloc(c->count, sizeof *wanted);
    size_t count = 0;
    bool ok = true;

    for (size_t i = 0; i < c->count; i++)
        if (c->items[i].first && !c->items[i].winner)
            wanted[count++] = (struct load_wanted){c->items[i].line, c->items[i].part, i};
    qsort(wanted, count, sizeof *wanted, order_wanted);
    load->wanted = wanted;
    load->wanted_done = 0;
    for (size_t i = 0; ok && i < count; i = load->wanted_count) {
        load->wanted_count = i;
        while (load->wanted_count < count && wanted[load->wanted_count].part == wanted[i].part)
            load->wanted_count++;
        ok = load_file_read(load, wanted[i].part, take_wanted, true, err);
        if (ok && load->wanted_done < load->wanted_count)
            ok = td_fail(err, TD_E_CHANGED,
                         TD_T("文件在读取期间被改动", "the file changed while it was read"));
    }
    load->wanted = NULL;
    free(wanted);
    return ok;
}

bool
load_conflict_settle(struct load *load, struct td_error *err)
{
    struct load_conflicts *c = &load->conflicts;
    struct td_buf raw = {0};

    if (c->count == 0)
        return true;
    bool ok = find_old_rows(load, err);
    for (size_t i = 0; ok && i < c->count; i++)
        if (c->items[i].first)
            judge(load, i);
    for (size_t i = 0; ok && i < c->count; i++) {
        const struct load_candidate *n = &c->items[i];
        if (n->first || n->winner)
            continue;
        ok = load_spool_read(&c->bytes, n->at, n->raw_len, &raw, err) &&
             reject_loser(load, n, td_buf_view(&raw), n->offset, err);
    }
    td_buf_free(&raw);
    return ok && reject_first_losers(load, err);
}
