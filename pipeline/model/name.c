/*
 * A name is taken apart from its ends: remarks, what makes a branch, form and 集团 from behind, places from the
 * front; what is left between is brand and trade: the trade is what known words cover from behind, as long as two
 * characters of brand stay. Every character gets a kind; runs of one kind are the parts.
 *
 *   聊城市东昌府区 华阳 精密轴承 (集团) 有限公司 (已注销)
 *   region region  brand trade   group  form     remark
 *
 * A place that leaves no brand before a trade is the brand: 阳谷铜业.
 */
#include "name_words.h"

#include <string.h>

struct reading { /* one name while it is taken apart */
    const struct td_names *w;
    struct td_name *n;
    int from, to; /* what is not yet known lies between */
    int last;     /* the last place from the front: first character, -1 none */
    uint8_t kinds[TD_NAME_CHARS];
    int16_t words[TD_NAME_CHARS];
    bool starts[TD_NAME_CHARS];
};
enum { UNKNOWN = 255, SHI = 0x5E02 }; /* SHI: 市 */

static void
mark(struct reading *r, int from, int to, enum td_name_kind kind, int word)
{
    for (int i = from; i < to; i++) {
        r->kinds[i] = (uint8_t)kind;
        r->words[i] = (int16_t)word;
        r->starts[i] = i == from;
    }
}

/* The bracket that the one before `to` closes; -1 if none opens it. */
static int
opening(const struct reading *r, int from, int to)
{
    int depth = 0;

    for (int i = to - 1; i >= from; i--) {
        depth += r->n->chars[i] == ')' ? 1 : r->n->chars[i] == '(' ? -1 : 0;
        if (depth == 0)
            return i;
    }
    return -1;
}

/* ---- from behind -------------------------------------------------------------------------------- */
/* Does the text in brackets say something of the firm's life, not of its name? */
static bool
is_remark(const struct reading *r, int from, int to)
{
    const struct name_word *word = name_word_before(r->w, r->n->chars, from, to, WORD_REMARK);

    if (word && to - from == word->len)
        return true;
    for (int end = from + 1; end <= to && end <= from + 5; end++)
        if ((word = name_word_before(r->w, r->n->chars, from, end, WORD_FORMER)) && word->len == end - from)
            return true;
    return false;
}

static void
take_remarks(struct reading *r)
{
    const struct name_word *word;

    for (;;) {
        int at = r->to > r->from && r->n->chars[r->to - 1] == ')' ? opening(r, r->from, r->to) : -1;
        if (at > r->from && is_remark(r, at + 1, r->to - 1)) {
            mark(r, at, r->to, TD_NAME_REMARK, -1);
            r->to = at;
            continue;
        }
        word = name_word_before(r->w, r->n->chars, r->from, r->to, WORD_REMARK);
        at = word ? r->to - word->len : -1;
        /* without brackets only behind a form: 在业 may be the end of a brand */
        if (at <= r->from || word->len < 2 ||
            !name_word_before(r->w, r->n->chars, r->from, at, WORD_FORM))
            return;
        mark(r, at, r->to, TD_NAME_REMARK, -1);
        r->to = at;
    }
}

static bool
is_company(const struct name_word *word)
{
    return word && (word->value == TD_FORM_LIMITED || word->value == TD_FORM_STOCK);
}

static int
skip_places(const struct reading *r, int from, int to);

/* Behind the first company's form stands what is not the company: 临清分公司, 第二车间, 工会. */
static void
take_branch(struct reading *r)
{
    for (int end = r->from + 3; end < r->to; end++) {
        const struct name_word *form = name_word_before(r->w, r->n->chars, r->from, end, WORD_FORM);
        if (!is_company(form) || end - form->len < r->from + 1)
            continue;
        int next = end;
        while (next < r->to && r->n->chars[next] == '(') { /* 有限公司(聊城), 有限公司(有限合伙) are the firm */
            int close = next;
            while (close < r->to && r->n->chars[close] != ')')
                close++;
            form = name_word_before(r->w, r->n->chars, next, close + 1, WORD_FORM);
            if (close == r->to || !((form && form->len == close + 1 - next) ||
                                    skip_places(r, next + 1, close) == close))
                break;
            next = close + 1;
        }
        if (next < r->to) {
            mark(r, end, r->to, TD_NAME_BRANCH, -1);
            r->n->branch = true;
            r->to = end;
        }
        return;
    }
    const struct name_word *word = name_word_before(r->w, r->n->chars, r->from, r->to, WORD_BRANCH);
    if (word && r->to - word->len > r->from) {
        mark(r, r->to - word->len, r->to, TD_NAME_BRANCH, -1);
        r->n->branch = true;
        r->to -= word->len;
    }
}

/* Places one after the other from `from`; where they end. */
static int
skip_places(const struct reading *r, int from, int to)
{
    int place;

    while (from < to && (place = name_place_at(r->w, r->n->chars, from, to)) >= 0)
        from += r->w->places[place].len;
    return from;
}

static void
mark_places(struct reading *r, int from, int to)
{
    while (from < to) {
        int place = name_place_at(r->w, r->n->chars, from, to);
        if (place < 0)
            return;
        mark(r, from, from + r->w->places[place].len, TD_NAME_REGION, place);
        from += r->w->places[place].len;
    }
}

/* "(聊城)" or, behind all else, "(集团)" from `open` to before `close`: its kind, or UNKNOWN. */
static int
take_bracket(struct reading *r, int open, int close, bool last)
{
    const struct name_word *word;

    if (close - open < 3)
        return UNKNOWN;
    word = name_word_before(r->w, r->n->chars, open + 1, close - 1, WORD_GROUP);
    if (last && word && word->len == close - open - 2) {
        mark(r, open, open + 1, TD_NAME_MARK, -1);
        mark(r, open + 1, close - 1, TD_NAME_GROUP, -1);
        mark(r, close - 1, close, TD_NAME_MARK, -1);
        r->n->group = true;
        return TD_NAME_GROUP;
    }
    if (skip_places(r, open + 1, close - 1) == close - 1) {
        mark(r, open, open + 1, TD_NAME_MARK, -1);
        mark_places(r, open + 1, close - 1);
        mark(r, close - 1, close, TD_NAME_MARK, -1);
        return TD_NAME_REGION;
    }
    return UNKNOWN;
}

/* Form, 集团 and brackets between and behind them, as often as they come; one company's form at most. */
static void
take_form(struct reading *r)
{
    for (bool more = true; more && r->to > r->from;) {
        const struct name_word *word = name_word_before(r->w, r->n->chars, r->from, r->to, WORD_FORM);
        int open = r->n->chars[r->to - 1] == ')' ? opening(r, r->from, r->to) : -1;

        more = false;
        if (word && r->to - word->len > r->from &&
            (r->n->form == TD_FORM_NONE || r->n->form == TD_FORM_PARTNERSHIP || r->n->form == TD_FORM_SOLE)) {
            mark(r, r->to - word->len, r->to, TD_NAME_FORM, -1);
            r->to -= word->len;
            if (r->n->form == TD_FORM_NONE)
                r->n->form = word->value;
            more = true;
        } else if (open > r->from && take_bracket(r, open, r->to, true) != UNKNOWN) {
            r->to = open;
            more = true;
        } else if ((word = name_word_before(r->w, r->n->chars, r->from, r->to, WORD_GROUP)) != NULL &&
                   r->to - word->len > r->from) {
            mark(r, r->to - word->len, r->to, TD_NAME_GROUP, -1);
            r->n->group = true;
            r->to -= word->len;
            more = true;
        }
    }
}

/* ---- from the front ----------------------------------------------------------------------------- */
/* Does a word of this kind stand at `from`? Its length, 0 if not. */
static int
word_at(const struct reading *r, int from, unsigned kind)
{
    int most = r->to - from < 12 ? r->to - from : 12;

    for (int len = most; len >= 2; len--) {
        const struct name_word *word = name_word_before(r->w, r->n->chars, from, from + len, kind);
        if (word && word->len == len)
            return len;
    }
    return 0;
}

/* Do all places that the name has so far, in front or in brackets, hold this one? */
static bool
lies_in_others(const struct reading *r, int place)
{
    for (int i = 0; i < r->n->count; i++) {
        enum td_region_relation lies;
        if (r->kinds[i] != TD_NAME_REGION || !r->starts[i])
            continue;
        lies = td_region_relation(r->w, place, r->words[i]);
        if (lies != TD_REGION_WITHIN && lies != TD_REGION_SAME)
            return false;
    }
    return true;
}

/* Does the place before it in front of the name have nothing to do with this one? */
static bool
lies_elsewhere(const struct reading *r, int place)
{
    return r->last >= 0 && td_region_relation(r->w, place, r->words[r->last]) == TD_REGION_DIFFERS;
}

/* 市 of 市政工程 or 市场 is no rank of a place: 临清市政工程. */
static bool
starts_trade(const struct reading *r, int at)
{
    return r->n->chars[at] == SHI && word_at(r, at, WORD_TRADE) > 0;
}

/* A short county's name only counts where it lies in the other places: 东方国信(北京) is not of 东方市. Behind a place
 * any other is the brand: 翁牛特旗安顺 is not of 安顺市. */
static int
next_place(const struct reading *r)
{
    int place = name_place_at(r->w, r->n->chars, r->from, r->to);

    while (place >= 0 && (lies_elsewhere(r, place) || (td_region_weak(r->w, place) && !lies_in_others(r, place)) ||
                          starts_trade(r, r->from + r->w->places[place].len - 1)))
        place = name_place_shorter(r->w, place, r->n->chars, r->from, r->to);
    return place;
}

/* Characters of the place at `from`: 市 behind a short name is its rank, though it may be a county's (如东市). */
static int
place_length(const struct reading *r, int place)
{
    int len = r->w->places[place].len, end = r->from + len;

    return len + (r->w->places[place].brief && end < r->to && r->n->chars[end] == SHI && !starts_trade(r, end));
}

static bool
is_sign(uint32_t c)
{
    return c < 0x80 ? !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) : (c >= 0x2010 && c <= 0x206F) ||
           c == 0xB7 || c == 0x30FB || c == 0xFF0C || (c >= 0x3001 && c <= 0x303F && c != 0x3007);
}

static void
take_zones(struct reading *r)
{
    int zone;

    while (r->from < r->to && (zone = word_at(r, r->from, WORD_ZONE)) > 0) {
        mark(r, r->from, r->from + zone, TD_NAME_ZONE, -1);
        r->from += zone;
    }
}

static void
take_places(struct reading *r)
{
    int place;

    for (; r->from < r->to && r->n->chars[r->from] != '(' && is_sign(r->n->chars[r->from]); r->from++)
        mark(r, r->from, r->from + 1, TD_NAME_MARK, -1);
    if (r->from < r->to && r->n->chars[r->from] == '(') {
        int close = r->from;
        while (close < r->to && r->n->chars[close] != ')')
            close++;
        if (close < r->to && take_bracket(r, r->from, close + 1, false) == TD_NAME_REGION)
            r->from = close + 1;
    }
    take_zones(r);
    while (r->from < r->to && (place = next_place(r)) >= 0) {
        int len = place_length(r, place);
        mark(r, r->from, r->from + len, TD_NAME_REGION, place);
        r->last = r->from;
        r->from += len;
        take_zones(r);
    }
}

/* ---- what is left ------------------------------------------------------------------------------- */
/* Only places: 集团 in the middle is of the brand, with brackets or without (海拉尔农垦(集团)格尼农牧). */
static void
take_inner_brackets(struct reading *r)
{
    for (int i = r->from; i < r->to; i++) {
        int close = i;
        if (r->n->chars[i] != '(')
            continue;
        while (close < r->to && r->n->chars[close] != ')')
            close++;
        if (close < r->to && take_bracket(r, i, close + 1, false) != UNKNOWN)
            i = close;
    }
}

/* Characters of the brand among the unknown ones: the fewest, `least` or more, behind which known trades cover
 * everything (新能源科技 is 新能源 and 科技, not 新 and 能源科技). */
static int
brand_length(const struct reading *r, const uint32_t *left, int count, int least)
{
    bool covered[TD_NAME_CHARS + 1] = {false};
    int brand = count;

    covered[count] = true;
    for (int end = count; end > least; end--) {
        if (!covered[end])
            continue;
        const struct name_word *word = name_word_before(r->w, left, least, end, WORD_TRADE);
        for (; word; word = name_word_shorter(r->w, word, left, least, end, WORD_TRADE)) {
            covered[end - word->len] = true;
            if (end - word->len < brand)
                brand = end - word->len;
        }
    }
    return brand;
}

static void
take_rest(struct reading *r)
{
    uint32_t left[TD_NAME_CHARS];
    uint8_t where[TD_NAME_CHARS];
    int count = 0, brand;

    for (int i = r->from; i < r->to; i++) {
        if (r->kinds[i] == UNKNOWN && is_sign(r->n->chars[i]))
            mark(r, i, i + 1, TD_NAME_MARK, -1);
        if (r->kinds[i] == UNKNOWN) {
            where[count] = (uint8_t)i;
            left[count++] = r->n->chars[i];
        }
    }
    /* 阳谷铜业, 锦州港: the place is the brand */
    brand = brand_length(r, left, count, 0);
    if (r->last >= 0 && (brand == 0 || count < 2)) {
        int end = r->last;
        while (end < r->n->count && r->kinds[end] == TD_NAME_REGION && (end == r->last || !r->starts[end]))
            end++;
        mark(r, r->last, end, TD_NAME_BRAND, r->words[r->last]);
    } else {
        brand = brand_length(r, left, count, 2);
    }
    for (int i = 0; i < count; i++) {
        r->kinds[where[i]] = i < brand ? TD_NAME_BRAND : TD_NAME_TRADE;
        r->words[where[i]] = -1;
        r->starts[where[i]] = i == 0 || i == brand;
    }
}

static void
join_parts(const struct reading *r, struct td_name *n)
{
    for (int i = 0; i < n->count; i++) {
        struct td_name_part *p = n->part_count ? &n->parts[n->part_count - 1] : NULL;
        if (p && !r->starts[i] && p->kind == r->kinds[i]) {
            p->len++;
            continue;
        }
        n->parts[n->part_count++] =
            (struct td_name_part){.kind = r->kinds[i], .at = (uint8_t)i, .len = 1, .word = r->words[i]};
    }
}

void
name_parse_key(const struct td_names *names, struct td_str key, struct td_name *out)
{
    struct reading r = {.w = names, .n = out, .last = -1};
    const char *at = key.at, *end = key.at + key.len;

    out->count = out->part_count = out->form = 0;
    out->group = out->branch = false;
    while (at < end && out->count < TD_NAME_CHARS) {
        uint32_t c = name_take(&at, end);
        out->chars[out->count++] = c < 65536 ? names->simple[c] : c;
    }
    out->cut = at < end;
    memset(r.kinds, UNKNOWN, out->count);
    memset(r.starts, 0, out->count);
    for (int i = 0; i < out->count; i++)
        r.words[i] = -1;
    r.to = out->count;
    take_remarks(&r);
    take_branch(&r);
    take_form(&r);
    take_places(&r);
    take_inner_brackets(&r);
    take_rest(&r);
    join_parts(&r, out);
}

void
td_name_parse(const struct td_names *names, struct td_str raw, struct td_name *out)
{
    struct td_buf key = {0};

    td_name_key(raw, &key);
    name_parse_key(names, td_buf_view(&key), out);
    td_buf_free(&key);
}

static void
put_chars(const uint32_t *chars, size_t count, struct td_buf *out)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t c = chars[i];
        char bytes[4] = {(char)c};
        size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

        for (size_t k = n - 1; n > 1 && k > 0; k--, c >>= 6)
            bytes[k] = (char)(0x80 | (c & 0x3F));
        if (n > 1)
            bytes[0] = (char)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | c);
        td_buf_add(out, bytes, n);
    }
}

void
td_name_text(const struct td_name *name, struct td_buf *out)
{
    put_chars(name->chars, name->count, out);
}

void
td_name_part_text(const struct td_name *name, const struct td_name_part *part, struct td_buf *out)
{
    put_chars(name->chars + part->at, part->len, out);
}
