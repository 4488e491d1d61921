/* What a rule of data quality may speak of: a dataset's numbers and dates, and what is known of the firm. */
#include "quality.h"

#include <string.h>

struct context {
    const char *name, *title;
    enum td_type type;
};
enum context_fact { C_ESTABLISHED, C_FOUNDED, C_CAPITAL, C_EMPLOYEES, C_INSURED, C_REVENUE, C_INDUSTRY, CONTEXTS };
static const struct context contexts[CONTEXTS] = {
    [C_ESTABLISHED] = {"firm_established", "企业成立日期", TD_DATE},
    [C_FOUNDED] = {"founded", "成立年份", TD_YEAR},
    [C_CAPITAL] = {"firm_capital", "注册资本", TD_MONEY},
    [C_EMPLOYEES] = {"year_employees", "同年职工总数", TD_COUNT},
    [C_INSURED] = {"year_insured", "同年参保人数", TD_COUNT},
    [C_REVENUE] = {"year_revenue", "同年营业收入", TD_MONEY},
    [C_INDUSTRY] = {"industry", "行业代码", TD_INDUSTRY},
};
static const char *const names[TD_Q_KINDS] = {"registry", "finance", "staff",  "ip",
                                              "title",    "product", "equity", "conduct"};

static bool
is_number(enum td_type type)
{
    return type >= TD_MONEY && type <= TD_BOOL;
}

static const struct td_dataset *
dataset_of(enum td_quality_kind kind)
{
    return td_dataset_find(td_str(names[kind]));
}

/* The context facts of a kind: what is of a year only where the records are. */
static bool
has_context(enum td_quality_kind kind, enum context_fact c)
{
    switch (c) {
    case C_EMPLOYEES:
    case C_INSURED:
        return kind == TD_Q_FINANCE;
    case C_REVENUE:
        return kind == TD_Q_STAFF;
    case C_ESTABLISHED:
    case C_CAPITAL:
        return kind != TD_Q_REGISTRY; /* its own fields */
    default:
        return true;
    }
}

/* Own field (then *context is CONTEXTS) or context of a place among the facts. */
static const struct td_field *
locate(enum td_quality_kind kind, size_t fact, enum context_fact *context)
{
    const struct td_dataset *d = dataset_of(kind);
    size_t at = 0;

    *context = CONTEXTS;
    for (size_t i = 0; i < d->field_count; i++)
        if (is_number(d->fields[i].type) && !(d->fields[i].flags & TD_PERSONAL) && at++ == fact)
            return &d->fields[i];
    for (int c = 0; c < CONTEXTS; c++)
        if (has_context(kind, (enum context_fact)c) && at++ == fact) {
            *context = (enum context_fact)c;
            return NULL;
        }
    return NULL;
}

const char *
td_quality_dataset(enum td_quality_kind kind)
{
    return names[kind];
}

const char *
td_quality_dataset_title(enum td_quality_kind kind)
{
    return dataset_of(kind)->title;
}

size_t
td_quality_own(enum td_quality_kind kind)
{
    const struct td_dataset *d = dataset_of(kind);
    size_t count = 0;

    for (size_t i = 0; i < d->field_count; i++)
        count += is_number(d->fields[i].type) && !(d->fields[i].flags & TD_PERSONAL);
    return count;
}

size_t
td_quality_facts(enum td_quality_kind kind)
{
    size_t count = td_quality_own(kind);

    for (int c = 0; c < CONTEXTS; c++)
        count += has_context(kind, (enum context_fact)c);
    return count;
}

const char *
td_quality_fact(enum td_quality_kind kind, size_t fact)
{
    enum context_fact c;
    const struct td_field *f = locate(kind, fact, &c);

    return f ? f->name : contexts[c].name;
}

const char *
td_quality_fact_title(enum td_quality_kind kind, size_t fact)
{
    enum context_fact c;
    const struct td_field *f = locate(kind, fact, &c);

    return f ? f->title : contexts[c].title;
}

enum td_type
td_quality_fact_type(enum td_quality_kind kind, size_t fact)
{
    enum context_fact c;
    const struct td_field *f = locate(kind, fact, &c);

    return f ? f->type : contexts[c].type;
}

int
quality_fact_find(enum td_quality_kind kind, struct td_str name)
{
    size_t count = td_quality_facts(kind);

    for (size_t i = 0; i < count; i++)
        if (td_str_equal(td_str(td_quality_fact(kind, i)), name))
            return (int)i;
    return -1;
}

/* Dates are numbers of days, so that two of them may be compared and subtracted. */
static enum unit
unit_of(enum td_type type)
{
    static const enum unit units[] = {[TD_MONEY] = UNIT_MONEY, [TD_COUNT] = UNIT_COUNT, [TD_NUMBER] = UNIT_NUMBER,
                                      [TD_SHARE] = UNIT_SHARE, [TD_SCORE] = UNIT_SCORE, [TD_YEAR] = UNIT_NUMBER,
                                      [TD_DATE] = UNIT_DAYS,   [TD_BOOL] = UNIT_BOOL};

    return type == TD_INDUSTRY ? UNIT_CODE : units[type];
}

void
quality_facts_make(struct td_rules *r, enum td_quality_kind kind)
{
    size_t count = td_quality_facts(kind);

    r->facts = td_arena_alloc(&r->arena, count, sizeof *r->facts);
    r->fact_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        struct fact *f = &r->facts[i];

        f->name = td_str(td_quality_fact(kind, i));
        f->title = td_str(td_quality_fact_title(kind, i));
        f->unit = unit_of(td_quality_fact_type(kind, i));
        f->slot_count = 1;
        f->slots = td_arena_alloc(&r->arena, 1, sizeof(int));
        f->slots[0] = -1;
    }
}

/* ---- values ------------------------------------------------------------------------------------- */
size_t
quality_places(enum td_quality_kind kind, struct quality_place places[TD_Q_FACTS])
{
    size_t count = td_quality_facts(kind), own = td_quality_own(kind);
    enum context_fact c;

    for (size_t i = 0; i < count; i++) {
        places[i] = (struct quality_place){.context = -1, .field = -1};
        if (i < own)
            continue;
        locate(kind, i, &c);
        places[i].context = (int)c;
        if (c == C_EMPLOYEES || c == C_INSURED)
            places[i].field = quality_fact_find(TD_Q_STAFF, td_str(c == C_EMPLOYEES ? "employees" : "insured"));
        if (c == C_REVENUE)
            places[i].field = quality_fact_find(TD_Q_FINANCE, TD_STR("revenue"));
        if (places[i].field >= 0)
            places[i].own = td_quality_own(c == C_REVENUE ? TD_Q_FINANCE : TD_Q_STAFF);
    }
    return own;
}

/* The most that any record of the unit and year says of a field: of two departments that differ, the one
 * that speaks for the firm's being at work. */
static bool
of_year(const struct td_quality_records *r, const struct td_quality_record *of, const struct quality_place *place, int64_t *value)
{
    bool known = false;

    for (size_t i = r->first ? r->first[of->unit] : 1; r->first && i < r->first[of->unit + 1]; i++) {
        int64_t v = r->values[i * place->own + (size_t)place->field];

        if (r->at[i].year != of->year || !(r->at[i].known >> place->field & 1) || (known && v <= *value))
            continue;
        *value = v;
        known = true;
    }
    return known;
}

bool
quality_context_value(const struct td_quality_data *data, const struct td_quality_record *r, const struct quality_place *place,
                      int64_t *value)
{
    const struct td_quality_unit *u = &data->units[r->unit];

    *value = 0;
    switch (place->context) {
    case C_ESTABLISHED:
        *value = u->established;
        return u->has_established;
    case C_FOUNDED:
        *value = u->has_established ? td_date_civil((td_date)u->established).year : 0;
        return u->has_established;
    case C_CAPITAL:
        *value = u->capital;
        return u->has_capital;
    case C_EMPLOYEES:
    case C_INSURED:
        return of_year(&data->records[TD_Q_STAFF], r, place, value);
    case C_REVENUE:
        return of_year(&data->records[TD_Q_FINANCE], r, place, value);
    default:
        *value = u->industry;
        return u->has_industry;
    }
}

void
quality_values(const struct td_quality_data *data, enum td_quality_kind kind, size_t record, int64_t values[TD_Q_FACTS],
               uint32_t *known)
{
    const struct td_quality_records *r = &data->records[kind];
    struct quality_place places[TD_Q_FACTS];
    size_t own = quality_places(kind, places), facts = td_quality_facts(kind);

    *known = r->at[record].known;
    memcpy(values, r->values + record * own, own * sizeof *values);
    for (size_t f = own; f < facts; f++)
        *known |= (uint32_t)quality_context_value(data, &r->at[record], &places[f], &values[f]) << f;
}

bool
quality_fact_value(const struct td_quality_data *data, enum td_quality_kind kind, size_t record, size_t fact, int64_t *value)
{
    const struct td_quality_records *r = &data->records[kind];
    struct quality_place places[TD_Q_FACTS];
    size_t own = quality_places(kind, places);

    if (fact >= own)
        return quality_context_value(data, &r->at[record], &places[fact], value);
    *value = r->values[record * own + fact];
    return r->at[record].known >> fact & 1;
}
