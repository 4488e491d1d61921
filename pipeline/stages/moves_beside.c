/*
 * Firms on two lists: that of their target, and one on which a person put or held them. They are read as two, "code" and
 * "code+list". When the target was or becomes the very list of the second, the firm stays there and only the other list is
 * new or lost: then the second is what stands on that list, in whatever way, and the first all else.
 */
#include "moves.h"

#include <stdlib.h>
#include <string.h>

static int
firm_order(const void *key, const void *item)
{
    return strcmp(key, ((const struct td_moves_firm *)item)->uscc);
}

static struct td_moves_firm *
main_of(struct moves *v, const struct td_moves_firm *f)
{
    char code[24] = "";

    memcpy(code, f->uscc, strcspn(f->uscc, "+"));
    return bsearch(code, v->m.firms, v->m.count, sizeof *v->m.firms, firm_order);
}

/* Who stands there by an order has no verdict of that list. */
static void
one_verdict(struct td_moves_firm *second, bool was_target)
{
    if (was_target)
        second->is.verdict = second->was.verdict;
    else
        second->was.verdict = second->is.verdict;
}

static void
swap_if(bool yes, struct td_standing *a, struct td_standing *b)
{
    if (!yes)
        return;
    *b = *a;
    *a = TD_NOWHERE;
}

static void
part_lists(struct moves *v, struct td_moves_firm *target, struct td_moves_firm *second, int slot)
{
    struct moves_firm *a = &v->beside[target->beside], *b = &v->beside[second->beside];

    for (int world = 0; world < TD_WORLDS; world++)
        if (target->own[world] && target->own[world]->slot == slot) {
            second->own[world] = target->own[world];
            target->own[world] = NULL;
        }
    if (target->was.slot == slot) {
        b->will = a->will;
        a->will = TD_POOL_PLAIN;
    }
    bool was_target = target->was.slot == slot;
    swap_if(was_target, &target->was, &second->was);
    swap_if(target->is.slot == slot, &target->is, &second->is);
    one_verdict(second, was_target);
    b->steps |= a->steps;
}

void
moves_part_lists(struct moves *v)
{
    for (size_t i = 0; i < v->m.count; i++) {
        struct td_moves_firm *second = &v->m.firms[i], *target;
        if (!strchr(second->uscc, '+') || !(target = main_of(v, second)))
            continue;
        int slot = second->was.slot >= 0 ? second->was.slot : second->is.slot;
        if (slot >= 0 && (target->was.slot == slot || target->is.slot == slot))
            part_lists(v, target, second, slot);
    }
}
