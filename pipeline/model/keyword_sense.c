/*
 * What the words of a text say together.
 *
 * A text is parted into clauses by stops (，；。！ and line ends); a bracket is a clause of its
 * own inside another, which goes on behind it. In a clause, verbs that stand together
 * (研发、生产和销售) are a run; a keyword is governed by the first run behind it, else by the
 * last one before it, else, in a bracket, by those of the clause around. One verb of making in
 * the run makes it TD_KEYWORD_MAKES.
 *
 * Denied, and not counted: what follows 不含 in its clause; what stands between 除 and 外,
 * before 除外, and behind a 除 that begins a bracket.
 *
 * Every step is linear in the number of words found: a list is taken off once what is on it is
 * decided.
 */
#include "keyword.h"

#include <string.h>

static bool
is_verb(enum word_role role)
{
    return role == WORD_MAKES || role == WORD_TRADES || role == WORD_SERVES;
}

static void
grade(struct td_keyword_scratch *s, int use, enum td_keyword_grade g)
{
    if (s->grades[use] == 0)
        s->found_uses[s->found_use_count++] = use;
    if (s->grades[use] < g)
        s->grades[use] = (uint8_t)g;
}

static void
grade_by_run(const struct td_keywords *k, struct td_keyword_scratch *s, int use,
             const struct run *run)
{
    bool serves = run->serves && !run->trades && k->list.entries[k->uses[use].entry].services;

    grade(s, use, run->makes || serves ? TD_KEYWORD_MAKES : TD_KEYWORD_TRADES);
}

/* ---- which words are only part of longer ones
 * -----------------------------------------------------
 */
static void
sort_events(struct td_keyword_scratch *s)
{
    /* they come in the order of their ends: each has only as far to go as a word is long */
    for (size_t i = 1; i < s->event_count; i++) {
        struct event e = s->events[i];
        size_t at = i;

        for (; at > 0 && (s->events[at - 1].from > e.from ||
                          (s->events[at - 1].from == e.from && s->events[at - 1].to < e.to));
             at--)
            s->events[at] = s->events[at - 1];
        s->events[at] = e;
    }
}

static void
drop_covered(const struct td_keywords *k, struct td_keyword_scratch *s)
{
    uint32_t keys = 0, plain = 0;
    size_t kept = 0;

    for (size_t i = 0; i < s->event_count; i++)
        if (k->uses[s->events[i].use].entry >= 0)
            s->entry_until[k->uses[s->events[i].use].entry] = 0;
    for (size_t i = 0; i < s->event_count; i++) {
        struct event e = s->events[i];
        const struct use *u = &k->uses[e.use];
        bool covered;

        if (u->role == WORD_KEY || u->role == WORD_NOT) {
            covered = s->entry_until[u->entry] >= e.to;
            if (!covered)
                s->entry_until[u->entry] = e.to;
            if (u->role == WORD_KEY && !covered && keys < e.to)
                keys = e.to;
            covered = covered || u->role == WORD_NOT;
        } else if (is_verb(u->role)) {
            covered = plain >= e.to ||
                      keys > e.to; /* 加工中心 is a machine; 软件开发 is developing */
        } else {
            covered = plain >= e.to;
            if (u->role != WORD_FROM && u->role != WORD_TO && plain < e.to)
                plain = e.to;
            covered = covered || u->role == WORD_PLAIN;
        }
        if (!covered)
            s->events[kept++] = e;
    }
    s->event_count = kept;
}

/* ---- clauses
 * ----------------------------------------------------------------------------------------------
 */
static void
begin_clause(struct td_keyword_scratch *s, uint32_t from, bool denied)
{
    s->clauses[s->depth] =
        (struct clause){.head = -1, .mark = -1, .run = -1, .from = from, .denied = denied};
}

static void
end_clause(struct td_keyword_scratch *s, enum td_keyword_origin origin)
{
    struct clause *c = &s->clauses[s->depth],
                  *outer = s->depth > 0 ? &s->clauses[s->depth - 1] : NULL;
    int next;

    if (c->open && c->leading)
        c->head = c->mark;
    if (outer && outer->open)
        return; /* 除（…）外 */
    for (int at = c->head; at >= 0; at = next) {
        struct hit *h = &s->hits[at];
        int run = h->after >= 0 ? h->after : h->before;

        next = h->next;
        if (run < 0 && outer) { /* the verbs around the bracket */
            h->before = outer->run;
            h->next = outer->head;
            outer->head = at;
        } else if (run < 0) {
            grade(s, h->use,
                  origin == TD_KEYWORD_PRODUCT ? TD_KEYWORD_MAKES : TD_KEYWORD_TRADES);
        } else {
            grade_by_run(s->keywords, s, h->use, &s->runs[run]);
        }
    }
}

static void
pass_bound(struct td_keyword_scratch *s, const struct boundary *b,
           enum td_keyword_origin origin)
{
    if (b->kind == BOUND_OPEN && s->depth == CLAUSE_DEPTH - 1) {
        s->ignored++;
    } else if (b->kind == BOUND_OPEN) {
        bool denied = s->clauses[s->depth].denied;

        s->depth++;
        begin_clause(s, b->at + 1, denied);
    } else if (b->kind == BOUND_CLOSE && s->ignored > 0) {
        s->ignored--;
    } else if (b->kind == BOUND_CLOSE && s->depth > 0) {
        end_clause(s, origin);
        s->depth--;
    } else if (b->kind == BOUND_END) {
        end_clause(s, origin);
        begin_clause(s, b->at + 1, s->depth > 0 && s->clauses[s->depth - 1].denied);
    }
}

/* Nothing but 、和及与或 between two verbs, and little of it. */
static bool
joined(struct td_str gap)
{
    static const char *const words[] = {"、", "和", "及", "与", "或",
                                        "以", "并", "兼", "/",  " "};

    if (gap.len > 9)
        return false;
    while (gap.len > 0) {
        size_t i = 0, n = sizeof(words) / sizeof(*words);

        while (i < n && !td_str_starts(gap, td_str(words[i])))
            i++;
        if (i == n)
            return false;
        gap.at += strlen(words[i]);
        gap.len -= strlen(words[i]);
    }
    return true;
}

static void
take_verb(struct td_keyword_scratch *s, struct clause *c, const struct event *e,
          enum word_role role)
{
    struct td_str gap = {s->folded.text.at + c->run_end,
                         e->from > c->run_end ? e->from - c->run_end : 0};

    if (c->run < 0 || !joined(gap)) {
        if (s->run_count == s->run_cap) {
            s->run_cap = s->run_cap ? 2 * s->run_cap : 64;
            s->runs = td_realloc(s->runs, s->run_cap, sizeof(*s->runs));
        }
        c->run = (int)s->run_count++;
        s->runs[c->run] = (struct run){0};
        for (int at = c->head; at >= 0 && s->hits[at].after < 0; at = s->hits[at].next)
            s->hits[at].after = c->run;
    }
    *(role == WORD_MAKES    ? &s->runs[c->run].makes
      : role == WORD_SERVES ? &s->runs[c->run].serves
                            : &s->runs[c->run].trades) = true;
    c->run_end = e->to;
}

static void
take_keyword(struct td_keyword_scratch *s, struct clause *c, int use)
{
    if (c->denied)
        return;
    if (s->hit_count == s->hit_cap) {
        s->hit_cap = s->hit_cap ? 2 * s->hit_cap : 64;
        s->hits = td_realloc(s->hits, s->hit_cap, sizeof(*s->hits));
    }
    s->hits[s->hit_count] = (struct hit){use, c->run, -1, c->head};
    c->head = (int)s->hit_count++;
}

static void
take_event(const struct td_keywords *k, struct td_keyword_scratch *s, const struct event *e)
{
    struct clause *c = &s->clauses[s->depth];

    switch (k->uses[e->use].role) {
    case WORD_KEY:
        take_keyword(s, c, e->use);
        break;
    case WORD_MAKES:
    case WORD_TRADES:
    case WORD_SERVES:
        take_verb(s, c, e, k->uses[e->use].role);
        break;
    case WORD_DENY:
        c->denied = true;
        break;
    case WORD_FROM:
        c->open = true;
        c->mark = c->head;
        c->leading = s->depth > 0 && e->from == c->from;
        break;
    case WORD_TO:
        if (c->open)
            c->head = c->mark;
        c->open = false;
        break;
    case WORD_BEFORE:
        c->head = c->open ? c->mark : -1;
        c->open = false;
        break;
    default:
        break;
    }
}

/* Ends a part: is there an event in it? They are passed over one after the other. */
static void
end_part(struct td_keyword_scratch *s, struct part part, size_t *event)
{
    bool any = false;

    for (; *event < s->event_count && s->events[*event].to <= part.to; ++*event)
        any = true;
    if (!any)
        return;
    if (s->part_count == s->part_cap) {
        s->part_cap = s->part_cap ? 2 * s->part_cap : 64;
        s->parts = td_realloc(s->parts, s->part_cap, sizeof(*s->parts));
    }
    s->parts[s->part_count++] = part;
}

void
keyword_parts(struct td_keyword_scratch *s)
{
    struct part part = {0};
    size_t event = 0;
    int depth = 0;

    s->part_count = 0;
    for (size_t i = 0; i < s->folded.bound_count && event < s->event_count; i++) {
        const struct boundary *b = &s->folded.bounds[i];

        depth += b->kind == BOUND_OPEN ? 1 : b->kind == BOUND_CLOSE && depth > 0 ? -1 : 0;
        if (b->kind == BOUND_RESET)
            depth = 0;
        if (depth > 0 || b->kind == BOUND_OPEN || b->kind == BOUND_CLOSE)
            continue;
        part.to = b->at;
        part.bound_end = i;
        end_part(s, part, &event);
        part.from = b->at + 1;
        part.bound = i + 1;
    }
    part.to = (uint32_t)s->folded.text.len;
    part.bound_end = s->folded.bound_count;
    end_part(s, part, &event);
}

void
keyword_sense(const struct td_keywords *k, struct td_keyword_scratch *s,
              const struct part *part, enum td_keyword_origin origin)
{
    size_t bound = part->bound;

    sort_events(s);
    drop_covered(k, s);
    s->run_count = s->hit_count = 0;
    s->depth = s->ignored = 0;
    begin_clause(s, part->from, false);
    for (size_t i = 0; i < s->event_count; i++) {
        for (; bound < part->bound_end && s->folded.bounds[bound].at < s->events[i].from;
             bound++)
            pass_bound(s, &s->folded.bounds[bound], origin);
        take_event(k, s, &s->events[i]);
    }
    for (; bound < part->bound_end; bound++)
        pass_bound(s, &s->folded.bounds[bound], origin);
    for (; s->depth > 0; s->depth--)
        end_clause(s, origin);
    end_clause(s, origin);
}
