/* One seating at work: what its files share. pool_seat.c orders, apportions and gives reasons, pool_fill.c fills the seats. */
#ifndef TIDU_MODEL_POOL_SEAT_H
#define TIDU_MODEL_POOL_SEAT_H

#include "tidu/pool.h"

struct seating {
    const struct td_pool_rules *rules;
    struct td_pool_candidate *rows; /* in the order of the list */
    size_t count;                   /* of those with a place */
    size_t counties, groups;
    struct td_pool_county_seats *by_county;
    struct td_pool_group_seats *by_group;
    struct td_pool_gave_way *ways;
    size_t way_count, way_capacity;
    int64_t seats, seated; /* without those beside the seats */
    int64_t *must;         /* by county: seats that overrides take */
    int64_t *room;         /* by county: seats not yet taken */
    bool *floored;         /* by row: an industry's floor put it there */
};

void seating_way(struct seating *s, enum td_pool_way way, int32_t index, int64_t asked, int64_t got);
bool seating_open_group(const struct seating *s, int16_t group); /* below its ceiling, or in none */
void seating_take(struct seating *s, size_t row); /* seat it on one of its county's */
struct td_pool_bounds seating_county(const struct seating *s, size_t county);

void seating_floors(struct seating *s);    /* industries' floors, as far as the counties' seats go */
void seating_in_order(struct seating *s, bool handed); /* the rest of the room, in the order of the list */
void seating_hand_over(struct seating *s); /* what is left, to counties with candidates left */

#endif
