/* The answer for a holder: what a person said, what fits exactly, what is alike. */
#include "match_own.h"

#include <stdlib.h>
#include <string.h>

/* What was last said of the two; NULL if nothing. */
static const struct judgement *
said_of(const struct td_match *m, const struct holder *h, struct td_str uscc)
{
    for (int32_t i = h->said; i != NONE; i = m->judgements[i].next)
        if (td_str_equal(m->judgements[i].uscc, uscc))
            return &m->judgements[i];
    return NULL;
}

/* The unit of which "the same" was said last, and still stands. */
static const struct judgement *
said_same(const struct td_match *m, const struct holder *h)
{
    for (int32_t i = h->said; i != NONE; i = m->judgements[i].next)
        if (m->judgements[i].say == TD_MATCH_SAME && said_of(m, h, m->judgements[i].uscc) == &m->judgements[i])
            return &m->judgements[i];
    return NULL;
}

/* ---- what fits exactly ----------------------------------------------------------------------- */
static bool
admissible(const struct holder *h, const struct unit *u, enum td_match_method method)
{
    if (method == TD_MATCH_OLD_CODE)
        return true; /* the registry's own word */
    /* pilot codes and institutions have classes of their own: only 92 and 93 are told apart */
    if (h->coded && h->class != u->class &&
        (h->class == TD_UNIT_INDIVIDUAL || h->class == TD_UNIT_COOPERATIVE ||
         u->class == TD_UNIT_INDIVIDUAL || u->class == TD_UNIT_COOPERATIVE))
        return false;
    return method == TD_MATCH_ORG_CODE || !h->branch || u->branch;
}

static int
by_code(const void *a, const void *b)
{
    return td_str_order(*(const struct td_str *)a, *(const struct td_str *)b);
}

/* The distinct admissible units of one method into m->found; with `legal`, legal persons only. */
static size_t
collect(struct td_match *m, const struct holder *h, enum td_match_method method, bool legal)
{
    size_t n = 0, distinct = 0;

    for (int32_t i = h->first; i != NONE; i = m->candidates[i].next)
        n += m->candidates[i].method == method;
    m->found = td_realloc(m->found, n + 1, sizeof *m->found);
    n = 0;
    for (int32_t i = h->first; i != NONE; i = m->candidates[i].next) {
        const struct unit *u = &m->units[m->candidates[i].unit];
        const struct judgement *said = said_of(m, h, (struct td_str){u->uscc, u->len});
        if (m->candidates[i].method == method && admissible(h, u, method) && (!legal || u->legal) &&
            !(said && said->say == TD_MATCH_NOT))
            m->found[n++] = (struct td_str){u->uscc, u->len};
    }
    if (n)
        qsort(m->found, n, sizeof *m->found, by_code);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !td_str_equal(m->found[distinct - 1], m->found[i]))
            m->found[distinct++] = m->found[i];
    return distinct;
}

/* Of the units in m->found the one that is active, if all others are known to have ended. */
static const struct td_str *
only_active(struct td_match *m, const struct holder *h, size_t count)
{
    const struct td_str *active = NULL;

    for (size_t i = 0; i < count; i++) {
        enum td_match_active state = TD_MATCH_STATUS_UNKNOWN;
        for (int32_t c = h->first; c != NONE; c = m->candidates[c].next) {
            const struct unit *u = &m->units[m->candidates[c].unit];
            if (td_str_equal((struct td_str){u->uscc, u->len}, m->found[i]) && u->active < state)
                state = (enum td_match_active)u->active;
        }
        if (state == TD_MATCH_STATUS_UNKNOWN || (state == TD_MATCH_ACTIVE && active))
            return NULL;
        if (state == TD_MATCH_ACTIVE)
            active = &m->found[i];
    }
    return active;
}

/* The units of the first method that any fits, in m->found: their number; 0 if none fits. */
static size_t
exact(struct td_match *m, const struct holder *h, enum td_match_method *method)
{
    for (int i = 0; i < TD_MATCH_EXACT; i++) {
        size_t n = collect(m, h, (enum td_match_method)i, true);
        if (n == 0)
            n = collect(m, h, (enum td_match_method)i, false);
        *method = (enum td_match_method)i;
        if (n > 0)
            return n;
    }
    return 0;
}

/* ---- what is alike ----------------------------------------------------------------------------- */
/* A person's word: never these two; or (unsure) not without a person. */
static bool
refused(const void *context, size_t holder, struct td_str uscc, bool by_itself)
{
    const struct td_match *m = context;
    const struct judgement *said = said_of(m, &m->holders[holder], uscc);

    return said && (said->say == TD_MATCH_NOT || (by_itself && said->say == TD_MATCH_UNSURE));
}

/* What an individual business or a co-operative is called says little: nothing is looked for. */
static bool
wants_alike(struct td_match *m, const struct holder *h)
{
    enum td_match_method method;

    return h->name.len > 0 && !(h->coded && (h->class == TD_UNIT_INDIVIDUAL || h->class == TD_UNIT_COOPERATIVE)) &&
           !said_same(m, h) && exact(m, h, &method) == 0;
}

void
td_match_finish(struct td_match *m, const struct td_linkage *linkage, int threads)
{
    struct alike_holder *wanting = td_alloc(m->holder_count + 1, sizeof *wanting);
    size_t n = 0;

    for (size_t i = 0; m->alike && linkage && i < m->holder_count; i++)
        if (wants_alike(m, &m->holders[i])) {
            m->holders[i].answer = (int32_t)n;
            wanting[n++] = (struct alike_holder){m->holders[i].name, i, m->holders[i].coded};
        }
    if (n > 0)
        m->answers = alike_run(m->alike, linkage, wanting, n, (struct alike_say){refused, m}, threads);
    free(wanting);
}

uint64_t
td_match_pairs(const struct td_match *m)
{
    return m->alike ? alike_pairs(m->alike) : 0;
}

void
td_match_doubt(struct td_match *m, size_t holder)
{
    m->holders[holder].doubted = true;
}

/* ---- the answer -------------------------------------------------------------------------------- */
static struct td_match_candidate *
shown(struct td_match *m, size_t count)
{
    m->shown = td_realloc(m->shown, count + 1, sizeof *m->shown);
    td_buf_reset(&m->words);
    return m->shown;
}

static struct td_match_result
answer_exact(struct td_match *m, const struct holder *h, enum td_match_method method, size_t n)
{
    bool doubted = h->doubted && (method == TD_MATCH_NAME || method == TD_MATCH_FORMER_NAME);
    const struct td_str *one = doubted ? NULL : n == 1 ? m->found : only_active(m, h, n);
    struct td_match_candidate *list;

    if (one) {
        const struct judgement *said = said_of(m, h, *one);
        if (!said || said->say != TD_MATCH_UNSURE)
            return (struct td_match_result){.method = method, .uscc = *one, .score = -1};
    }
    list = shown(m, n);
    td_buf_printf(&m->words, "%s相同，共 %zu 家", method <= TD_MATCH_ORG_CODE ? "代码" : method == TD_MATCH_NAME ? "名称" : "曾用名", n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct td_match_candidate){m->found[i], TD_SCORE_MAX, td_buf_view(&m->words)};
    return (struct td_match_result){
        .method = TD_MATCH_AMBIGUOUS, .score = -1, .candidates = list, .candidate_count = n};
}

static struct td_match_result
answer_alike(struct td_match *m, const struct holder *h, const struct alike_answer *a)
{
    struct td_match_candidate *list = shown(m, a->count);
    size_t ends[TD_CANDIDATES];
    bool sure = a->sure && !h->doubted;

    for (int i = 0; i < a->count; i++) {
        alike_evidence(m->alike, h->name, &a->hits[i], &m->words);
        ends[i] = m->words.len;
    }
    for (int i = 0; i < a->count; i++) {
        const struct alike_unit *u = alike_unit_at(m->alike, a->hits[i].unit);
        size_t from = i ? ends[i - 1] : 0;
        list[i] = (struct td_match_candidate){
            {u->uscc, u->len}, a->hits[i].score, {m->words.at + from, ends[i] - from}};
    }
    struct td_match_result r = {.method = TD_MATCH_NEAR, .score = -1, .candidates = list, .candidate_count = a->count};
    if (sure) {
        r.method = TD_MATCH_FUZZY;
        r.uscc = list[0].uscc;
        r.score = list[0].score;
        r.evidence = list[0].evidence;
    }
    return r;
}

struct td_match_result
td_match_find(struct td_match *m, size_t holder)
{
    const struct holder *h = &m->holders[holder];
    const struct judgement *same = said_same(m, h);
    enum td_match_method method;

    if (same)
        return (struct td_match_result){.method = TD_MATCH_JUDGED, .uscc = same->uscc, .score = -1};
    size_t n = exact(m, h, &method);
    if (n > 0)
        return answer_exact(m, h, method, n);
    if (h->answer != NONE && m->answers && m->answers[h->answer].count > 0)
        return answer_alike(m, h, &m->answers[h->answer]);
    return (struct td_match_result){.method = h->branch ? TD_MATCH_BRANCH : TD_MATCH_UNMATCHED, .score = -1};
}
