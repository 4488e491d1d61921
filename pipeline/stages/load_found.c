/*
 * Which files of the inputs folder are a delivery's. A zip archive stands for its members: all that may
 * hold data, or those whose names fit what stands behind the ':' of `files`.
 */
#include "load.h"

#include <stdlib.h>
#include <string.h>

struct finding {
    struct td_arena *arena;
    const char *folder;
    const struct td_delivery *delivery;
    td_date as_of;
    struct load_found *found;
    size_t count, capacity;
};

static void
add(struct finding *f, struct load_found one)
{
    if (one.match.date != TD_DATE_NONE && one.match.date > f->as_of)
        return;
    if (f->count == f->capacity) {
        f->capacity = f->capacity ? f->capacity * 2 : 16;
        f->found = td_realloc(f->found, f->capacity, sizeof *f->found);
    }
    f->found[f->count++] = one;
}

static struct td_str
base_name(struct td_str name)
{
    size_t slash = name.len;

    while (slash > 0 && name.at[slash - 1] != '/')
        slash--;
    return (struct td_str){name.at + slash, name.len - slash};
}

/* Letters, scans and read-me files that are packed with the data. */
static bool
is_letter(struct td_str name)
{
    static const char *const endings[] = {".pdf", ".doc", ".docx", ".wps", ".ofd", ".jpg",
                                          ".jpeg", ".png", ".rtf",  ".md",  ".ppt", ".pptx"};
    char end[8] = {0};
    size_t dot = name.len;

    while (dot > 0 && name.at[dot - 1] != '.')
        dot--;
    if (dot == 0 || name.len - dot > 5)
        return false;
    for (size_t i = dot - 1; i < name.len; i++) {
        char c = name.at[i];
        end[i - dot + 1] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(end, endings[i]) == 0)
            return true;
    return false;
}

/* What the member's name says comes before what the archive's says. */
static bool
match_member(const struct td_delivery *d, struct td_str name, struct td_file_match *match)
{
    struct td_file_match own = {0, TD_DATE_NONE};

    if (!td_pattern_match(d->members, base_name(name), &own))
        return false;
    if (own.year != 0)
        match->year = own.year;
    if (own.date != TD_DATE_NONE)
        match->date = own.date;
    return true;
}

static void
add_members(struct finding *f, struct load_found archive, const struct td_member *members, size_t count)
{
    struct td_buf passed = {0};
    size_t first = f->count;

    for (size_t i = 0; i < count; i++) {
        struct load_found one = archive;

        if (f->delivery->members.at == NULL && is_letter(members[i].name)) {
            td_buf_printf(&passed, "%s%s", passed.len > 0 ? "; " : "", members[i].name.at);
            continue;
        }
        if (f->delivery->members.at != NULL && !match_member(f->delivery, members[i].name, &one.match))
            continue;
        one.member = &members[i];
        add(f, one);
    }
    if (f->count > first && passed.len > 0)
        f->found[first].passed_over = td_arena_str(f->arena, td_buf_view(&passed));
    td_buf_free(&passed);
}

static void
look_into(struct finding *f, struct td_str name, struct td_file_match match)
{
    struct load_found one = {.name = name, .match = match};
    struct td_error err = {0};
    struct td_member *members;
    struct td_buf path = {0};
    size_t count;

    td_buf_printf(&path, "%s/%s", f->folder, name.at);
    bool ok = td_archive_list(path.at, f->arena, &members, &count, &err);
    td_buf_free(&path);
    if (!ok) {
        struct td_error *kept = td_arena_alloc(f->arena, 1, sizeof *kept);
        *kept = err;
        one.error = kept;
        add(f, one);
    } else if (count > 0) {
        add_members(f, one, members, count);
    } else if (f->delivery->members.at == NULL) {
        add(f, one);
    }
}

static int
order_found(const void *a, const void *b)
{
    const struct load_found *x = a, *y = b;
    int order;

    if (x->match.date != y->match.date)
        return x->match.date < y->match.date ? -1 : 1;
    order = td_str_order(x->name, y->name);
    if (order != 0 || x->member == NULL || y->member == NULL)
        return order;
    return td_str_order(x->member->name, y->member->name);
}

void
load_match_name(const struct td_delivery *d, struct td_str file, struct td_file_match *match)
{
    const char *colon = memchr(file.at, ':', file.len);

    *match = (struct td_file_match){0, TD_DATE_NONE};
    if (td_pattern_match(d->files, file, match) || !colon)
        return;
    size_t before = (size_t)(colon - file.at);
    (void)td_pattern_match(d->files, (struct td_str){file.at, before}, match);
    if (d->members.at)
        (void)match_member(d, (struct td_str){colon + 1, file.len - before - 1}, match);
}

bool
load_claims(const struct td_delivery *d, struct td_str name)
{
    struct td_file_match match = {0, TD_DATE_NONE};

    return td_pattern_match(d->files, name, &match) ||
           (d->expects.control.file.at && td_pattern_match(d->expects.control.file, name, &match));
}

size_t
load_find(struct td_arena *arena, const char *folder, const struct td_str *names, size_t name_count,
          const struct td_delivery *d, td_date as_of, struct load_found **found)
{
    struct finding f = {.arena = arena, .folder = folder, .delivery = d, .as_of = as_of};

    for (size_t i = 0; i < name_count; i++) {
        struct td_file_match match = {0, TD_DATE_NONE};

        if (td_pattern_match(d->files, names[i], &match) &&
            (match.date == TD_DATE_NONE || match.date <= as_of))
            look_into(&f, names[i], match);
    }
    if (f.count)
        qsort(f.found, f.count, sizeof *f.found, order_found);
    *found = f.found;
    return f.count;
}
