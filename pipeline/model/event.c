#include "tidu/event.h"

#include "tidu/scalar.h"

#include <string.h>

static const char *const words[TD_EVENT_KINDS] = {"birth",  "gone", "return", "rename", "move",
                                                  "status", "form", "code",   "merge",  "split"};

const char *
td_event_word(enum td_event_kind kind)
{
    return words[kind];
}

bool
td_event_find(struct td_str word, enum td_event_kind *kind)
{
    for (int k = 0; k < TD_EVENT_KINDS; k++)
        if (td_str_equal(word, td_str(words[k]))) {
            *kind = (enum td_event_kind)k;
            return true;
        }
    return false;
}

static bool
same_name(struct td_str a, struct td_str b)
{
    struct td_buf x = {0}, y = {0};

    if (td_str_equal(a, b))
        return true;
    td_name_key(a, &x);
    td_name_key(b, &y);
    bool same = td_str_equal(td_buf_view(&x), td_buf_view(&y));
    td_buf_free(&x);
    td_buf_free(&y);
    return same;
}

/* Both known, and not the same. */
static bool
changed(struct td_str a, struct td_str b)
{
    return a.len && b.len && !td_str_equal(a, b);
}

static bool
ended(struct td_str status)
{
    return status.len && !td_str_equal(status, TD_STR("active"));
}

size_t
td_events_between(const struct td_unit_state *was, const struct td_unit_state *now,
                  struct td_event events[TD_EVENTS_MOST])
{
    size_t n = 0;

    if (!was->there) {
        if (now->stands)
            events[n++] = (struct td_event){TD_EVENT_BIRTH, {0}, now->name};
        return n;
    }
    if (was->stands != now->stands)
        events[n++] = was->stands ? (struct td_event){TD_EVENT_GONE, was->name, {0}}
                                  : (struct td_event){TD_EVENT_RETURN, {0}, now->name};
    if (!now->stands)
        return n; /* what a unit that is not there is called now, nobody says */
    if (was->name.len && now->name.len && !same_name(was->name, now->name))
        events[n++] = (struct td_event){TD_EVENT_RENAME, was->name, now->name};
    if (changed(was->county, now->county))
        events[n++] = (struct td_event){TD_EVENT_MOVE, was->county, now->county};
    if (changed(was->status, now->status)) {
        /* one return a night: a unit that is back in the registry and active again has come back once */
        bool again = ended(was->status) && !ended(now->status) && was->stands;
        events[n++] = (struct td_event){again ? TD_EVENT_RETURN : TD_EVENT_STATUS, was->status, now->status};
    }
    if (changed(was->form, now->form))
        events[n++] = (struct td_event){TD_EVENT_FORM, was->form, now->form};
    return n;
}
