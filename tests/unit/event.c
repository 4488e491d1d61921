#include "tidu/event.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct td_unit_state
state(const char *name, const char *county, const char *status, const char *form)
{
    return (struct td_unit_state){true, true, td_str(name), td_str(county), td_str(status), td_str(form)};
}

/* "kind was>became;" of each event */
static const char *
told(struct td_unit_state was, struct td_unit_state now)
{
    static char text[512];
    struct td_event events[TD_EVENTS_MOST];
    size_t n = td_events_between(&was, &now, events);

    text[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        size_t at = strlen(text);
        snprintf(text + at, sizeof text - at, "%s %.*s>%.*s;", td_event_word(events[i].kind), (int)events[i].was.len,
                 events[i].was.at ? events[i].was.at : "", (int)events[i].became.len,
                 events[i].became.at ? events[i].became.at : "");
    }
    return text;
}

static struct td_unit_state
gone(struct td_unit_state s)
{
    s.stands = false;
    return s;
}

Test(event, nothing_happened)
{
    cr_assert_str_eq(told(state("甲", "371502", "active", "company"), state("甲", "371502", "active", "company")), "");
}

Test(event, a_unit_never_seen_is_born)
{
    cr_assert_str_eq(told((struct td_unit_state){0}, state("甲", "371502", "active", "")), "birth >甲;");
}

Test(event, a_unit_that_left_and_comes_back_is_the_same_and_not_born)
{
    struct td_unit_state s = state("甲", "371502", "active", "company");

    cr_assert_str_eq(told(s, gone(s)), "gone 甲>;");
    cr_assert_str_eq(told(gone(s), s), "return >甲;");
    cr_assert_str_eq(told(gone(s), gone(s)), "");
}

Test(event, back_under_another_name_in_another_county)
{
    cr_assert_str_eq(told(gone(state("甲", "371502", "active", "")), state("乙", "371526", "active", "")),
                     "return >乙;rename 甲>乙;move 371502>371526;");
}

Test(event, fault_34_another_width_of_brackets_is_no_rename)
{
    cr_assert_str_eq(told(state("甲（聊城）有限公司", "", "", ""), state("甲(聊城)有限公司", "", "", "")), "");
}

Test(event, cancelled_and_active_again)
{
    cr_assert_str_eq(told(state("甲", "", "active", ""), state("甲", "", "cancelled", "")), "status active>cancelled;");
    cr_assert_str_eq(told(state("甲", "", "revoked", ""), state("甲", "", "active", "")), "return revoked>active;");
    cr_assert_str_eq(told(gone(state("甲", "", "moved_out", "")), state("甲", "", "active", "")),
                     "return >甲;status moved_out>active;");
}

Test(event, what_becomes_known_has_not_changed)
{
    cr_assert_str_eq(told(state("甲", "", "", ""), state("甲", "371502", "active", "company")), "");
    cr_assert_str_eq(told(state("甲", "371502", "active", "company"), state("甲", "", "", "")), "");
}

Test(event, fault_34_all_at_once_is_told_in_one_order)
{
    cr_assert_str_eq(told(state("甲有限公司", "371502", "active", "company"), state("甲股份有限公司", "371526", "moved_out", "sole")),
                     "rename 甲有限公司>甲股份有限公司;move 371502>371526;status active>moved_out;form company>sole;");
}

Test(event, words_are_found_again)
{
    enum td_event_kind kind;

    for (int k = 0; k < TD_EVENT_KINDS; k++) {
        cr_assert(td_event_find(td_str(td_event_word((enum td_event_kind)k)), &kind));
        cr_assert_eq((int)kind, k);
    }
    cr_assert_not(td_event_find(TD_STR("births"), &kind));
}
