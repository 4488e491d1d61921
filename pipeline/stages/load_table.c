/* Open addressing with linear probing: keys are hashes already, so their low bits are the place. */
#include "load.h"

#include <stdlib.h>

/* Largest share of used slots: 7/10 keeps probes near two and memory at 34 to 69 bytes a row. */
static bool
is_full(const struct load_table *t)
{
    return t->used * 10 >= (t->mask + 1) * 7;
}

void
load_table_init(struct load_table *t, uint64_t expected)
{
    size_t capacity = 1024;
    while (capacity * 6 < expected * 10)
        capacity *= 2;
    t->slots = td_alloc(capacity, sizeof *t->slots);
    t->mask = capacity - 1;
    t->used = 0;
}

void
load_table_free(struct load_table *t)
{
    free(t->slots);
    *t = (struct load_table){0};
}

struct load_slot *
load_table_at(struct load_table *t, uint64_t key)
{
    size_t i = (size_t)key & t->mask;
    while (t->slots[i].flags != 0 && t->slots[i].key != key)
        i = (i + 1) & t->mask;
    return &t->slots[i];
}

static void
grow(struct load_table *t)
{
    struct load_table larger = {.mask = t->mask * 2 + 1, .used = t->used};
    larger.slots = td_alloc(larger.mask + 1, sizeof *larger.slots);
    for (size_t i = 0; i <= t->mask; i++)
        if (t->slots[i].flags != 0)
            *load_table_at(&larger, t->slots[i].key) = t->slots[i];
    free(t->slots);
    *t = larger;
}

void
load_table_added(struct load_table *t)
{
    t->used++;
    if (is_full(t))
        grow(t);
}
