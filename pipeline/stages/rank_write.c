#include "rank.h"

#include <inttypes.h>
#include <stdio.h>

static struct td_str
county_code(const struct ranking *r, size_t county)
{
    return county < r->run->profile.county_count ? r->run->profile.counties[county].code : TD_STR("");
}

static void
put_county(struct ranking *r, int16_t program, size_t county, const struct td_pool_rules *rules,
           const struct td_pool_county_seats *s)
{
    bool open = rules->seats == TD_POOL_NO_LIMIT;
    struct td_pool_bounds b = rules->of_county ? rules->of_county[county] : (struct td_pool_bounds){0, TD_POOL_NO_LIMIT};
    char fraction[48];
    int len = snprintf(fraction, sizeof fraction, "%" PRId64 "/%" PRId64, s->given.remainder, s->given.of);

    td_put_row(&r->seats, 11);
    td_put_int8(&r->seats, r->run->run);
    td_put_int4(&r->seats, program);
    td_put_text(&r->seats, county_code(r, county));
    td_put_int8(&r->seats, s->eligible);
    td_put_int8(&r->seats, open ? s->seated : s->given.seats);
    td_put_text(&r->seats, open ? TD_STR("") : (struct td_str){fraction, (size_t)len});
    td_put_int8(&r->seats, s->seated);
    td_put_int8(&r->seats, s->handed);
    td_put_int8(&r->seats, s->beside);
    td_put_int8(&r->seats, b.floor);
    if (b.ceiling == TD_POOL_NO_LIMIT)
        td_put_null(&r->seats);
    else
        td_put_int8(&r->seats, b.ceiling);
}

static void
put_total(struct ranking *r, int16_t program, const struct td_seats *own, const struct td_pool_seating *s)
{
    struct td_buf share = {0};

    td_buf_text(&share, "");
    if (own && own->among) {
        td_buf_printf(&share, "%" PRId64 "/%" PRId64 " = ", own->of, own->among);
        td_pool_share_text(own->of, own->among, &share);
    }
    td_put_row(&r->totals, 6);
    td_put_int8(&r->totals, r->run->run);
    td_put_int4(&r->totals, program);
    if (own)
        td_put_int8(&r->totals, s->seats);
    else
        td_put_null(&r->totals);
    td_put_text(&r->totals, td_buf_view(&share));
    td_put_int8(&r->totals, s->seated);
    td_put_int8(&r->totals, own ? s->unfilled : 0);
    td_buf_free(&share);
}

static void
put_way(struct ranking *r, int16_t program, const struct td_seats *own, const struct td_pool_gave_way *w)
{
    static const struct {
        const char *word, *zh, *en;
    } ways[] = {[TD_POOL_WAY_FLOORS] = {"floors", "区县下限让予人工决定", "the counties' floors gave way to overrides"},
                [TD_POOL_WAY_CEILING] = {"county_ceiling", "区县上限让予人工决定", "a county's ceiling gave way to overrides"},
                [TD_POOL_WAY_SECTOR] = {"industry_ceiling", "行业上限让予人工决定", "an industry's ceiling gave way to overrides"},
                [TD_POOL_WAY_SEATS] = {"seats", "人工决定超过全市名额", "overrides are more than the city's seats"},
                [TD_POOL_WAY_MINIMUM] = {"industry_floor", "行业下限没有达到（区县名额或候选企业不足）",
                                         "an industry's floor was not reached (seats of counties, or candidates, were too few)"},
                [TD_POOL_WAY_UNFILLED] = {"county_floor", "区县下限没有达到（候选企业不足）",
                                          "a county's floor was not reached (too few candidates)"}};
    bool industry = w->way == TD_POOL_WAY_SECTOR || w->way == TD_POOL_WAY_MINIMUM;
    struct td_str place = w->index < 0 ? TD_STR("") : industry ? own->industries[w->index] : county_code(r, (size_t)w->index);

    td_put_row(&r->ways, 6);
    td_put_int8(&r->ways, r->run->run);
    td_put_int4(&r->ways, program);
    td_put_text(&r->ways, td_str(ways[w->way].word));
    td_put_text(&r->ways, place);
    td_put_int8(&r->ways, w->asked);
    td_put_int8(&r->ways, w->got);
    td_log_note(r->run->log, TD_T("%s %.*s：%s，要求 %" PRId64 "，得到 %" PRId64, "%s %.*s: %s; asked %" PRId64 ", got %" PRId64),
                r->tiers[program], (int)place.len, place.at, TD_T(ways[w->way].zh, ways[w->way].en), w->asked, w->got);
}

void
rank_put_seating(struct ranking *r, int16_t program, const struct td_seats *own, const struct td_pool_seating *seating)
{
    const struct td_pool_rules open = {.seats = TD_POOL_NO_LIMIT};

    for (size_t c = 0; c < r->counties; c++) {
        const struct td_pool_county_seats *s = &seating->counties[c];
        if (s->eligible || s->beside || s->given.seats)
            put_county(r, program, c, own ? &own->rules : &open, s);
    }
    put_total(r, program, own, seating);
    for (size_t i = 0; i < seating->way_count; i++)
        put_way(r, program, own, &seating->ways[i]);
}

static bool
send(struct td_db *db, const char *sql, const struct td_buf *rows, struct td_error *err)
{
    struct td_copy_in copy = {0};

    if (rows->len == 0)
        return true;
    bool ok = td_copy_in_open(&copy, db, sql, NULL, err);
    ok = ok && td_copy_in_send(&copy, td_buf_view(rows), err) && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

static bool
send_shortlist(const struct ranking *r, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_copy_in_open(&copy, r->run->db, "rank/shortlist_in", NULL, err);

    for (size_t i = 0; ok && i < r->count; i++) {
        const struct td_pool_candidate *c = &r->rows[i];
        if (c->place == 0)
            continue;
        td_put_row(&copy.buffer, 9);
        td_put_text(&copy.buffer, td_str(c->uscc));
        td_put_int8(&copy.buffer, r->run->run);
        td_put_int4(&copy.buffer, c->program);
        td_put_text(&copy.buffer, county_code(r, (size_t)c->county));
        td_put_int4(&copy.buffer, c->place);
        td_put_int4(&copy.buffer, c->county_place);
        td_put_bool(&copy.buffer, c->seated);
        td_put_bool(&copy.buffer, c->tie);
        td_put_int2(&copy.buffer, c->reason);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

bool
rank_write(struct ranking *r, struct td_error *err)
{
    struct td_db *db = r->run->db;

    return send(db, "rank/seat_in", &r->seats, err) && send(db, "rank/seat_total_in", &r->totals, err) &&
           send(db, "rank/gave_way_in", &r->ways, err) && send_shortlist(r, err) &&
           td_db_script(db, "rank/analyze", NULL, err) && td_db_script(db, "rank/member", NULL, err);
}
