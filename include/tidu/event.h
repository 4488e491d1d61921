/*
 * What happened to a registered unit between two nights, told from how it stood before and how it stands
 * now. Pure.
 *
 * What was not known and is known now (or the other way round) has been learned and has not changed: it makes no
 * event. Names are compared by their keys (td_name_key), so that another width of brackets is no rename.
 */
#ifndef TIDU_EVENT_H
#define TIDU_EVENT_H

#include "tidu/text.h"

enum td_event_kind {
    TD_EVENT_BIRTH,  /* 新设: never seen before */
    TD_EVENT_GONE,   /* 不再在册: left the registry's deliveries */
    TD_EVENT_RETURN, /* 回到登记库, or active again after it had ended */
    TD_EVENT_RENAME, /* 更名 */
    TD_EVENT_MOVE,   /* 迁移: another county */
    TD_EVENT_STATUS, /* 登记状态: cancelled, revoked, moved out … */
    TD_EVENT_FORM,   /* 企业类型 (改制) */
    TD_EVENT_CODE,   /* 换码: another code took its place */
    TD_EVENT_MERGE,  /* 合并: a person says that two units are one */
    TD_EVENT_SPLIT,  /* 分开: … that what was followed as one are two */
    TD_EVENT_KINDS
};
/* The word of link.event.kind and of --kind. */
const char *td_event_word(enum td_event_kind kind);
/* False if there is no such word. */
bool td_event_find(struct td_str word, enum td_event_kind *kind);

struct td_unit_state { /* views; empty = not known */
    bool there;  /* some department has or had it */
    bool stands; /* … and has it still */
    struct td_str name, county, status, form;
};

struct td_event {
    enum td_event_kind kind;
    struct td_str was, became; /* views of the states */
};

enum { TD_EVENTS_MOST = 6 };
/* How many were put into events. The first six kinds and FORM; codes are told elsewhere. */
size_t td_events_between(const struct td_unit_state *was, const struct td_unit_state *now,
                         struct td_event events[TD_EVENTS_MOST]);

#endif
