#include "match_own.h"

#include <stdlib.h>
#include <string.h>

const char *
td_match_word(enum td_match_method m)
{
    static const char *const words[TD_MATCH_RESULTS] = {
        "old_code", "org_code",  "name",      "former_name", "fuzzy",
        "judged",   "unmatched", "ambiguous", "branch",      "near"};

    return words[m];
}

struct td_match *
td_match_new(void)
{
    return td_alloc(1, sizeof(struct td_match));
}

void
td_match_free(struct td_match *m)
{
    if (!m)
        return;
    td_arena_free(&m->arena);
    td_buf_free(&m->name);
    td_buf_free(&m->words);
    alike_free(m->alike);
    free(m->judgements);
    free(m->shown);
    free(m->holders);
    free(m->keys);
    free(m->units);
    free(m->candidates);
    free(m->buckets);
    free(m->found);
    free(m);
}

/* Room for one more element of a growing array. */
static void *
grown(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 256;
    return td_realloc(items, *cap, size);
}

/* ---- holders --------------------------------------------------------------------------------- */
static uint64_t
key_hash(struct td_str text, uint8_t method)
{
    return td_hash64(text.at, text.len, method);
}

static struct td_str
add_key(struct td_match *m, struct td_str text, enum td_match_method method)
{
    if (text.len == 0)
        return text;
    m->keys = grown(m->keys, m->key_count, &m->key_cap, sizeof *m->keys);
    m->keys[m->key_count++] = (struct key){.hash = key_hash(text, (uint8_t)method),
                                           .text = td_arena_str(&m->arena, text),
                                           .holder = (int32_t)m->holder_count,
                                           .method = (uint8_t)method};
    return m->keys[m->key_count - 1].text;
}

static struct td_str
name_key(struct td_match *m, struct td_str name)
{
    td_buf_reset(&m->name);
    td_name_key(name, &m->name);
    return td_buf_view(&m->name);
}

size_t
td_match_holder(struct td_match *m, struct td_str id, struct td_str name)
{
    struct holder h = {.first = NONE, .said = NONE, .answer = NONE, .class = TD_UNIT_OTHER};
    bool old = id.len > 1 && id.at[0] == '#', named = id.len > 0 && id.at[0] == '~';
    struct td_str text = old || named ? (struct td_str){id.at + 1, id.len - 1} : id;
    struct td_str key = name_key(m, named ? text : name);

    if (!named)
        add_key(m, text, TD_MATCH_OLD_CODE);
    if (old && text.len == ORG)
        add_key(m, text, TD_MATCH_ORG_CODE);
    if (!old && !named && text.len == USCC) {
        h.coded = true;
        h.class = (uint8_t)td_uscc_unit(text.at);
        add_key(m, (struct td_str){text.at + ORG_AT, ORG}, TD_MATCH_ORG_CODE);
    }
    h.name = add_key(m, key, TD_MATCH_NAME);
    h.branch = td_name_is_branch(key);
    if (key.len && !m->alike)
        m->alike = alike_new();
    m->holders = grown(m->holders, m->holder_count, &m->holder_cap, sizeof *m->holders);
    m->holders[m->holder_count] = h;
    return m->holder_count++;
}

void
td_match_judge(struct td_match *m, size_t holder, struct td_str uscc, enum td_match_say say)
{
    struct holder *h = &m->holders[holder];

    m->judgements = grown(m->judgements, m->judgement_count, &m->judgement_cap, sizeof *m->judgements);
    m->judgements[m->judgement_count] =
        (struct judgement){td_arena_str(&m->arena, uscc), h->said, (uint8_t)say};
    h->said = (int32_t)m->judgement_count++;
}

static void
make_buckets(struct td_match *m)
{
    size_t n = 16;

    while (n < m->key_count * 2)
        n *= 2;
    m->buckets = td_alloc(n, sizeof *m->buckets);
    m->mask = n - 1;
    for (size_t i = 0; i < n; i++)
        m->buckets[i] = NONE;
    for (size_t i = 0; i < m->key_count; i++) {
        int32_t *bucket = &m->buckets[m->keys[i].hash & m->mask];
        m->keys[i].next = *bucket;
        *bucket = (int32_t)i;
    }
}

/* ---- units ----------------------------------------------------------------------------------- */
static struct unit
unit_of(const struct td_match_unit *row, struct td_str key)
{
    struct unit u = {.class = TD_UNIT_OTHER, .active = TD_MATCH_STATUS_UNKNOWN};

    u.len = (uint8_t)(row->uscc.len < USCC ? row->uscc.len : USCC);
    memcpy(u.uscc, row->uscc.at, u.len);
    if (u.len == USCC)
        u.class = (uint8_t)td_uscc_unit(u.uscc);
    if (row->status.len)
        u.active = td_str_equal(row->status, TD_STR("active")) ? TD_MATCH_ACTIVE : TD_MATCH_ENDED;
    u.branch = td_str_equal(row->org_kind, TD_STR("branch")) || td_name_is_branch(key);
    u.legal = !u.branch && u.class != TD_UNIT_INDIVIDUAL && u.class != TD_UNIT_COOPERATIVE &&
              !td_str_equal(row->org_kind, TD_STR("individual")) &&
              !td_str_equal(row->org_kind, TD_STR("cooperative"));
    return u;
}

/* A unit that is being added: it gets a place only when a key fits. */
struct adding {
    struct unit unit;
    int32_t place;
};

static void
offer(struct td_match *m, struct adding *a, struct td_str text, enum td_match_method key_method,
      enum td_match_method method)
{
    if (text.len == 0)
        return;
    uint64_t hash = key_hash(text, (uint8_t)key_method);
    for (int32_t i = m->buckets[hash & m->mask]; i != NONE; i = m->keys[i].next) {
        const struct key *k = &m->keys[i];
        if (k->hash != hash || k->method != key_method || !td_str_equal(k->text, text))
            continue;
        if (a->place == NONE) {
            m->units = grown(m->units, m->unit_count, &m->unit_cap, sizeof *m->units);
            m->units[m->unit_count] = a->unit;
            a->place = (int32_t)m->unit_count++;
        }
        struct holder *h = &m->holders[k->holder];
        m->candidates = grown(m->candidates, m->candidate_count, &m->candidate_cap, sizeof *m->candidates);
        m->candidates[m->candidate_count] = (struct candidate){h->first, a->place, (uint8_t)method};
        h->first = (int32_t)m->candidate_count++;
    }
}

/* Six digits; 0 of what is none. */
static uint32_t
county_of(struct td_str text)
{
    uint32_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n = text.len == 6 && text.at[i] >= '0' && text.at[i] <= '9' ? n * 10 + (uint32_t)(text.at[i] - '0') : 0;
    return n;
}

static void
keep_unit(struct td_match *m, const struct td_match_unit *row, const struct unit *u, struct td_str key)
{
    struct alike_unit unit = {.len = u->len, .legal = u->legal, .branch = u->branch, .county = county_of(row->county)};

    memcpy(unit.uscc, u->uscc, u->len);
    alike_unit(m->alike, &unit, key);
}

/* The next piece of a list parted by ; ； 、 (codes also by a comma; names may hold one). False at the end. */
static bool
next_piece(struct td_str *list, bool codes, struct td_str *piece)
{
    static const char *const marks[] = {";", "；", "、", "|", "\n", ",", "，"};
    size_t count = sizeof marks / sizeof *marks - (codes ? 0 : 2);
    size_t end = 0, skip = 0;

    if (list->len == 0)
        return false;
    for (; end < list->len && skip == 0; end += skip == 0)
        for (size_t k = 0; k < count && skip == 0; k++) {
            struct td_str mark = td_str(marks[k]);
            if (td_str_starts((struct td_str){list->at + end, list->len - end}, mark))
                skip = mark.len;
        }
    *piece = (struct td_str){list->at, end};
    *list = (struct td_str){list->at + end + skip, list->len - end - skip};
    return true;
}

void
td_match_unit(struct td_match *m, const struct td_match_unit *row)
{
    struct td_str list = row->old_codes, piece, key = name_key(m, row->name);
    struct adding a = {unit_of(row, key), NONE};
    char code[19];

    if (!m->buckets)
        make_buckets(m);
    if (m->alike)
        keep_unit(m, row, &a.unit, key);
    offer(m, &a, key, TD_MATCH_NAME, TD_MATCH_NAME);
    if (a.unit.len == USCC)
        offer(m, &a, (struct td_str){a.unit.uscc + ORG_AT, ORG}, TD_MATCH_ORG_CODE, TD_MATCH_ORG_CODE);
    while (next_piece(&list, true, &piece)) {
        enum td_uscc_kind kind = td_uscc(piece, code);
        if (kind == TD_USCC_GOOD || kind == TD_USCC_BAD_CHECK || kind == TD_USCC_OLD)
            offer(m, &a, td_str(code), TD_MATCH_OLD_CODE, TD_MATCH_OLD_CODE);
    }
    for (list = row->former_names; next_piece(&list, false, &piece);) {
        key = name_key(m, piece);
        offer(m, &a, key, TD_MATCH_NAME, TD_MATCH_FORMER_NAME);
        if (m->alike)
            alike_former(m->alike, key);
    }
}
