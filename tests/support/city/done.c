#include "city.h"

#include <assert.h>
#include <string.h>

/* A finished row: its fault, its bytes, its line in the truth. */

static void
insert(struct bytes *b, size_t at, const char *what, size_t len)
{
    bytes_add(b, what, len); /* makes room */
    memmove(b->at + at + len, b->at + at, b->len - len - at);
    memcpy(b->at + at, what, len);
}

/* Faults that are made in the encoded bytes; `name` is the offset of the cell that is hit. */
static void
spoil_bytes(const struct layout *l, struct bytes *b, enum spoil s, size_t name, size_t start)
{
    switch (s) {
    case SPOIL_ENCODING:
        insert(b, name, "\xFF", 1);
        break;
    case SPOIL_NUL:
        insert(b, name, "", 1);
        break;
    case SPOIL_OPEN_QUOTE:
        insert(b, name, "\"", 1);
        break;
    case SPOIL_STRAY_QUOTE: /* "聊"城某某有限公司 */
        insert(b, name + (l->gb18030 ? 2 : 3), "\"", 1);
        insert(b, name, "\"", 1);
        break;
    case SPOIL_HALF:
        bytes_text(b, l->gb18030 ? "\x81" : "\xE4\xB8");
        break;
    case OK_BOM:
        insert(b, start, "\xEF\xBB\xBF", 3);
        break;
    default:
        break;
    }
}

static uint64_t
lines_in(const struct bytes *b, size_t from)
{
    uint64_t n = 0;
    const char *at = b->at + from, *end = b->at + b->len;

    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        n++;
        at++;
    }
    return n;
}

static void
end_line(struct bytes *b, bool crlf)
{
    bytes_add(b, "\r\n" + !crlf, crlf ? 2 : 1);
}

static void
add_row(struct writer *w, enum file file, const struct firm *f, enum spoil s, uint64_t hash,
        uint64_t pair)
{
    const struct layout *l = &layouts[file];
    struct part *p = &w->parts[file];
    size_t start = p->text.len;
    uint32_t where[COLUMNS_MAX] = {0};
    int name = s == SPOIL_NONE ? -1 : column_find(l, &w->row, COL_NAME, hash);

    if (s == OK_BLANK_LINE) {
        end_line(&p->text, l->crlf);
        p->lines++;
    }
    if (s != SPOIL_NONE || f->pilot) {
        const struct spoil_name n =
            s != SPOIL_NONE ? spoil_names[s] : (struct spoil_name){"pilot_code", ""};
        if (s != SPOIL_NONE || file == F_REGISTRY)
            truths_add(&p->truths,
                       (struct truth){.line = p->lines, .in_tail = s == OK_DUPLICATE, .kind = n.kind,
                                      .reason = n.reason, .pair = pair});
    }
    row_encode(w, l, &w->row, &p->text, where);
    spoil_bytes(l, &p->text, s, name < 0 ? start : where[name], start);
    end_line(&p->text, l->crlf || s == OK_CRLF);
    p->lines += memchr(w->row.text, '\n', w->row.len) != NULL ? lines_in(&p->text, start) : 1;
}

/* The second row of a pair stands at the end of the file, far from the first. */
static void
add_tail(struct writer *w, enum file file, enum spoil s)
{
    const struct layout *l = &layouts[file];
    struct part *p = &w->parts[file];
    struct truth *t = &p->truths.at[p->truths.len - 1];
    uint32_t where[COLUMNS_MAX];

    if (s == SPOIL_DUPLICATE)
        row_alter(l, &w->row, 1);
    t->other = p->tail_lines;
    if (s == OK_DUPLICATE)
        t->line = p->tail_lines;
    row_encode(w, l, &w->row, &p->tail, where);
    end_line(&p->tail, l->crlf);
    p->tail_lines++;
}

/* One record of 1.2 MB: longer than any honest row. */
static void
add_endless(struct writer *w, enum file file)
{
    struct part *p = &w->parts[file];
    uint32_t where[COLUMNS_MAX];

    truths_add(&p->truths,
               (struct truth){.line = p->lines, .kind = "endless", .reason = "too_long"});
    row_encode(w, &layouts[file], &w->row, &p->text, where);
    for (int i = 0; i < 400000; i++)
        bytes_text(&p->text, "长");
    end_line(&p->text, layouts[file].crlf);
    p->lines++;
}

void
row_done(struct writer *w, enum file file, const struct firm *f, uint64_t key)
{
    const struct options *o = &w->city->o;
    const struct layout *l = &layouts[file];
    struct row *r = &w->row;
    uint64_t hash = mix64(o->seed ^ mix64(f->id * FILES + file) ^ (key << 32));
    bool one_line = memchr(r->text, '\n', r->len) == NULL;
    enum spoil s = SPOIL_NONE;

    assert(r->count == l->column_count);
    if (!f->expected && mix64(hash ^ 1) % 1000000 < o->change_ppm)
        row_alter(l, r, 4);
    if (!f->expected && !f->pilot && one_line && mix64(hash ^ 2) % 1000000 < o->fault_ppm)
        s = spoil_choose(l, r, hash);
    if (s == SPOIL_NONE)
        swap_row(w, file, f, hash);
    if (file == F_REGISTRY && o->fault_ppm > 0 && f->id == o->firms / 2) {
        add_endless(w, file);
    } else {
        spoil_cells(l, r, s, hash);
        add_row(w, file, f, s, hash, hash | 1);
        if (s == SPOIL_DUPLICATE || s == OK_DUPLICATE)
            add_tail(w, file, s);
    }
    r->len = r->start = 0;
    r->count = 0;
}
