/*
 * New rows, put into the order of the table's key before they are sent. Of an empty table the server builds the key
 * afterwards, and compares texts that begin alike ("91371500…"): of a table in order it compares each row
 * once, of any other some eighteen times, which took as long as two thirds of the COPY itself. A key that stands takes
 * neighbours one after the other, and rows of one holder lie together, whatever order the file has.
 *
 * Up to SORT_BYTES are sorted in memory; what is more goes as sorted runs into a temporary file, and the
 * runs are merged.
 */
#include "load.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 uint128;

enum { SORT_BYTES = 160 << 20, AHEAD = 8 };

/* Before key, main and personal. */
struct head {
    uint32_t key_len, main_len, personal_len;
};

struct run {
    struct load_reader reader;
    uint64_t end;
    struct head head;
    struct td_str bytes; /* of the row that comes next; .at NULL = none is left */
};

static void
put_number(struct td_buf *b, uint64_t v)
{
    char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(v >> (56 - 8 * i));
    td_buf_add(b, bytes, sizeof bytes);
}

/* Bytes that order as the table's key does: its texts are in the collation "C" and hold no NUL. */
static void
put_key(const struct load *load, struct td_buf *b)
{
    const struct td_value *values = load->typed.values;

    td_buf_add(b, values[0].text.at, values[0].text.len);
    td_buf_add(b, "", 1);
    for (size_t i = 1; i < load->dataset->field_count; i++) {
        const struct td_field *f = &load->dataset->fields[i];
        if (!(f->flags & TD_KEY))
            continue;
        if (load_is_text(f->type)) {
            td_buf_add(b, values[i].text.at, values[i].text.len);
            td_buf_add(b, "", 1);
        } else {
            put_number(b, (uint64_t)values[i].number ^ (uint64_t)1 << 63);
        }
    }
}

/* 0 the end of a text, then in the order of the bytes digits and capitals, each by itself, and what is beside them. */
enum { BELOW = 1, DIGITS = 2, BETWEEN = 12, CAPITALS = 13, ABOVE = 39, CODE_CHARS = 18, REST_MAX = (1 << 20) - 1 };

static unsigned
class_of(unsigned char c)
{
    if (c < '0')
        return BELOW;
    if (c <= '9')
        return DIGITS + c - '0';
    if (c < 'A')
        return BETWEEN;
    return c <= 'Z' ? CAPITALS + c - 'A' : ABOVE;
}

/* What the second column of the key adds: numbers up to a million, texts by their first bytes. */
static unsigned
rest_of_key(const struct load *load)
{
    const struct td_value *values = load->typed.values;
    unsigned rest = 0;

    for (size_t i = 1; i < load->dataset->field_count; i++) {
        const struct td_field *f = &load->dataset->fields[i];
        if (!(f->flags & TD_KEY))
            continue;
        if (!load_is_text(f->type)) {
            int64_t n = values[i].number;
            return n < 0 ? 0 : n < REST_MAX ? (unsigned)n : REST_MAX - 1;
        }
        for (size_t n = 0; n < 3; n++)
            rest = rest << 8 | (n < values[i].text.len ? (unsigned char)values[i].text.at[n] : 0);
        rest >>= 4;
        return rest < REST_MAX ? rest : REST_MAX - 1;
    }
    return 0;
}

/*
 * Sixteen bytes that never order two rows otherwise than their keys do: six bits for each character of a credit code and
 * twenty for the year behind it, so that rows of one firm are hardly ever alike. Behind a character that
 * shares its class nothing is told apart, nor behind a text that is longer.
 */
static void
put_prefix(const struct load *load, struct load_sort_item *item)
{
    struct td_str code = load->typed.values[0].text;
    uint128 prefix = 0;
    bool whole = true; /* so far it says all of the text */

    for (size_t i = 0; i < CODE_CHARS; i++) {
        unsigned class = whole && i < code.len ? class_of((unsigned char)code.at[i]) : 0;
        prefix = prefix << 6 | class;
        whole = whole && class != BELOW && class != BETWEEN && class != ABOVE;
    }
    unsigned rest = !whole ? 0 : code.len > CODE_CHARS ? REST_MAX : rest_of_key(load);
    prefix = prefix << 20 | rest;
    item->first = (uint64_t)(prefix >> 64);
    item->second = (uint64_t)prefix;
}

static int
order_bytes(struct td_str a, struct td_str b)
{
    int order = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static struct head
head_of(const char *at)
{
    struct head head;

    memcpy(&head, at, sizeof head);
    return head;
}

static size_t
row_bytes(struct head head)
{
    return (size_t)head.key_len + head.main_len + head.personal_len;
}

/* Items whose prefixes are alike. */
static int
order_items(const void *a, const void *b)
{
    const struct load_sort_item *x = a, *y = b;

    return order_bytes((struct td_str){x->at + sizeof(struct head), head_of(x->at).key_len},
                       (struct td_str){y->at + sizeof(struct head), head_of(y->at).key_len});
}

/* Byte n of the prefix, from the last one. */
static size_t
byte_of(const struct load_sort_item *item, int n)
{
    return (n < 8 ? item->second >> (8 * n) : item->first >> (8 * (n - 8))) & 255;
}

/* One pass over the items for each byte, from the last to the first, that is not the same in all: of a credit
 * code ten or so, where a comparing sort looks at each item eighteen times. */
static void
sort_by_bytes(struct load_sort_item *items, size_t count)
{
    struct load_sort_item *from = items, *to = td_realloc(NULL, count, sizeof *to), *spare = to;
    size_t(*totals)[256] = td_alloc(16, sizeof *totals);

    for (size_t i = 0; i < count; i++)
        for (int n = 0; n < 16; n++)
            totals[n][byte_of(&items[i], n)]++;
    for (int n = 0; n < 16; n++) {
        size_t places[256], at = 0;
        if (totals[n][byte_of(&items[0], n)] == count)
            continue;
        for (size_t v = 0; v < 256; v++) {
            places[v] = at;
            at += totals[n][v];
        }
        for (size_t i = 0; i < count; i++)
            to[places[byte_of(&from[i], n)]++] = from[i];
        struct load_sort_item *swap = from;
        from = to;
        to = swap;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
    free(spare);
    free(totals);
}

/* From here on the buffer stays where it is. */
static void
sort_items(struct load_sort *s)
{
    size_t end;

    for (size_t i = 0; i < s->count; i++)
        s->items[i].at = s->bytes.at + s->items[i].offset;
    if (s->count > 0)
        sort_by_bytes(s->items, s->count);
    for (size_t i = 0; i < s->count; i = end) { /* the records of one holder, mostly */
        const struct load_sort_item *first = &s->items[i];
        for (end = i + 1; end < s->count; end++)
            if (s->items[end].first != first->first || s->items[end].second != first->second)
                break;
        if (end - i > 1)
            qsort(&s->items[i], end - i, sizeof *s->items, order_items);
    }
}

/* ---- taking rows ------------------------------------------------------------------------------------- */
static bool
spill(struct load_sort *s, struct td_error *err)
{
    bool ok = true;

    sort_items(s);
    for (size_t i = 0; ok && i < s->count; i++) {
        const char *at = s->items[i].at;
        td_buf_add(&s->spool.buf, at, sizeof(struct head) + row_bytes(head_of(at)));
        ok = load_spool_flush(&s->spool, err);
    }
    s->ends = td_realloc(s->ends, s->run_count + 1, sizeof *s->ends);
    s->ends[s->run_count++] = load_spool_size(&s->spool);
    s->count = 0;
    td_buf_reset(&s->bytes);
    return ok;
}

bool
load_sort_add(struct load *load, struct td_error *err)
{
    struct load_sort *s = &load->sort;
    const struct load_row *row = &load->row;

    if (s->count == s->capacity) {
        s->capacity = s->capacity ? s->capacity * 2 : 4096;
        s->items = td_realloc(s->items, s->capacity, sizeof *s->items);
    }
    struct load_sort_item *item = &s->items[s->count++];
    struct head head = {0, (uint32_t)row->main.len, (uint32_t)row->personal.len};
    item->offset = s->bytes.len;
    td_buf_add(&s->bytes, &head, sizeof head);
    put_key(load, &s->bytes);
    head.key_len = (uint32_t)(s->bytes.len - item->offset - sizeof head);
    memcpy(s->bytes.at + item->offset, &head, sizeof head);
    put_prefix(load, item);
    td_buf_add(&s->bytes, row->main.at, row->main.len);
    td_buf_add(&s->bytes, row->personal.at, row->personal.len);
    return s->bytes.len < SORT_BYTES || spill(s, err);
}

/* ---- sending them --------------------------------------------------------------------------------------- */
/* at: key, main, personal. */
static bool
send_row(struct load *load, struct head head, const char *at, struct td_error *err)
{
    td_buf_add(&load->copy.buffer, at + head.key_len, head.main_len);
    if (!td_copy_in_flush(&load->copy, err))
        return false;
    if (head.personal_len == 0)
        return true;
    td_buf_add(&load->personal.buf, at + head.key_len + head.main_len, head.personal_len);
    return load_spool_flush(&load->personal, err);
}

static bool
send_items(struct load *load, struct td_error *err)
{
    struct load_sort *s = &load->sort;
    bool ok = true;

    sort_items(s);
    for (size_t i = 0; ok && i < s->count; i++) {
        const char *at = s->items[i].at;
        if (i + AHEAD < s->count) /* in the order of the file it lies somewhere else */
            __builtin_prefetch(s->items[i + AHEAD].at);
        ok = send_row(load, head_of(at), at + sizeof(struct head), err) && !(i % 65536 == 0 && td_stopping(err));
    }
    return ok;
}

static bool
next_of_run(struct run *r, struct td_error *err)
{
    struct td_str view;

    r->bytes = (struct td_str){0};
    if (r->reader.at == r->end)
        return true;
    if (!load_spool_take(&r->reader, sizeof r->head, &view, err))
        return false;
    r->head = head_of(view.at);
    return load_spool_take(&r->reader, row_bytes(r->head), &r->bytes, err);
}

/* A province has some dozens of runs: looking at all of them for each row is cheap beside the row. */
static struct run *
first_run(struct run *runs, size_t count)
{
    struct run *first = NULL;

    for (size_t i = 0; i < count; i++)
        if (runs[i].bytes.at &&
            (!first || order_bytes((struct td_str){runs[i].bytes.at, runs[i].head.key_len},
                                   (struct td_str){first->bytes.at, first->head.key_len}) < 0))
            first = &runs[i];
    return first;
}

static bool
merge_runs(struct load *load, struct td_error *err)
{
    struct load_sort *s = &load->sort;
    struct run *runs = td_alloc(s->run_count, sizeof *runs);
    size_t sent = 0;
    bool ok = true;

    for (size_t i = 0; ok && i < s->run_count; i++) {
        runs[i].reader = (struct load_reader){.spool = &s->spool, .at = i ? s->ends[i - 1] : 0};
        runs[i].end = s->ends[i];
        ok = next_of_run(&runs[i], err);
    }
    for (struct run *r; ok && (r = first_run(runs, s->run_count)) != NULL;)
        ok = send_row(load, r->head, r->bytes.at, err) && next_of_run(r, err) && !(sent++ % 65536 == 0 && td_stopping(err));
    for (size_t i = 0; i < s->run_count; i++)
        td_buf_free(&runs[i].reader.block);
    free(runs);
    return ok;
}

bool
load_sort_send(struct load *load, struct td_error *err)
{
    struct load_sort *s = &load->sort;
    const struct td_ident idents[] = {{"table", load->table}, {0}};

    if (s->count == 0 && s->run_count == 0)
        return true;
    if (s->run_count > 0 && !spill(s, err))
        return false;
    if (s->run_count > 0)
        td_buf_free(&s->bytes);
    bool ok = td_copy_in_open(&load->copy, load->db, load->first_load ? "load/copy_in_freeze" : "load/copy_in", idents, err) &&
              (s->run_count > 0 ? merge_runs(load, err) : send_items(load, err)) &&
              td_copy_in_finish(&load->copy, err);
    td_copy_in_close(&load->copy);
    load_sort_free(s);
    return ok;
}

void
load_sort_free(struct load_sort *s)
{
    free(s->items);
    free(s->ends);
    td_buf_free(&s->bytes);
    load_spool_free(&s->spool);
    *s = (struct load_sort){0};
}
