/* Values and findings of data quality in words. */
#include "quality.h"

#include <inttypes.h>

/* 123456789 -> 1,234,567.89 */
static void
put_grouped(uint64_t n, struct td_buf *out)
{
    char digits[24];
    int len = 0;

    do
        digits[len++] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    while (len-- > 0) {
        td_buf_add(out, &digits[len], 1);
        if (len % 3 == 0 && len > 0)
            td_buf_text(out, ",");
    }
}

/* 分 as 万元, to the last digit that is not 0 but at least two decimals. */
static void
put_money(int64_t fen, struct td_buf *out)
{
    uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen, rest = size % 1000000;
    int digits = 6;

    td_buf_text(out, fen < 0 ? "-" : "");
    put_grouped(size / 1000000, out);
    while (digits > 2 && rest % 10 == 0) {
        rest /= 10;
        digits--;
    }
    td_buf_printf(out, ".%0*" PRIu64 " 万元", digits, rest);
}

void
td_quality_value(enum td_type type, bool known, int64_t value, struct td_buf *out)
{
    char date[11];

    if (!known)
        td_buf_text(out, "未知");
    else if (type == TD_MONEY)
        put_money(value, out);
    else if (type == TD_DATE) {
        td_date_text((td_date)value, date);
        td_buf_text(out, date);
    } else if (type == TD_SHARE)
        td_buf_printf(out, "%" PRId64 ".%02d%%", value / 10000, (int)(value % 10000 / 100));
    else if (type == TD_BOOL)
        td_buf_text(out, value ? "是" : "否");
    else
        td_buf_printf(out, "%" PRId64, value);
}

static void
put_fact(const struct td_quality_data *data, enum td_quality_kind kind, size_t record, size_t fact, struct td_buf *out)
{
    int64_t value;
    bool known = quality_fact_value(data, kind, record, fact, &value);

    td_buf_printf(out, "%s%s ", out->len ? "；" : "", td_quality_fact_title(kind, fact));
    td_quality_value(td_quality_fact_type(kind, fact), known, value, out);
}

static void
put_factor(int power, struct td_buf *out)
{
    int64_t factor = 1;

    for (int i = 0; i < (power < 0 ? -power : power); i++)
        factor *= 10;
    td_buf_text(out, power > 0 ? "（疑似多计 " : "（疑似少计 ");
    put_grouped((uint64_t)factor, out);
    td_buf_text(out, " 倍）");
}

void
td_quality_shown(const struct td_quality *q, const struct td_quality_data *data, const struct td_quality_finding *f,
                 struct td_buf *out)
{
    const struct td_quality_rule *rule = &q->rules[f->rule];
    size_t facts = td_quality_facts(rule->kind);

    if (rule->form != TD_Q_RECORD) {
        put_fact(data, rule->kind, (size_t)f->record, (size_t)f->field, out);
        if (rule->form == TD_Q_PAIR)
            put_fact(data, rule->kind, (size_t)f->other, (size_t)f->other_field, out);
        else
            put_factor(f->factor, out);
        return;
    }
    for (size_t i = 0; i < facts; i++)
        if (rule->facts >> i & 1)
            put_fact(data, rule->kind, (size_t)f->record, i, out);
}
