/* Cells to figures: numbers with their units, years, registered capital with its currency. */
#include "typing.h"

#include "words.h"

#include <string.h>

static bool
cut_end(struct td_str *text, struct td_str end)
{
    if (text->len <= end.len || !td_str_ends(*text, end))
        return false;
    *text = td_cell_trim((struct td_str){text->at, text->len - end.len});
    return true;
}

/* 25人, 3项, 12年, 85.5分: the unit of a plain count, number or score may stand in the cell. */
static struct td_str
cut_count_unit(enum td_type type, struct td_str text)
{
    static const char *const counts[] = {"人", "个", "项", "件", "家", "名"};
    static const char *const numbers[] = {"年", "名", "位", "级", "项", "个"};

    if (text.len < 4 || (unsigned char)text.at[text.len - 1] < 0x80)
        return text;
    if (type == TD_SCORE) {
        cut_end(&text, TD_STR("分"));
        return text;
    }
    for (size_t i = 0; i < 6; i++)
        if (cut_end(&text, td_str(type == TD_COUNT ? counts[i] : numbers[i])))
            break;
    return text;
}

/* 1000万元人民币, ￥1,000 */
static struct td_str
cut_currency(struct td_str text)
{
    static const char *const marks[] = {"¥", "￥"};

    cut_end(&text, TD_STR("人民币"));
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (td_str_starts(text, td_str(marks[i])))
            return td_cell_trim(
                (struct td_str){text.at + strlen(marks[i]), text.len - strlen(marks[i])});
    return text;
}

static bool
has_unit(struct td_str text, const char *const *units, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (td_str_has(text, td_str(units[i])))
            return true;
    return false;
}

/*
 * A unit within the cell (1200万元, (1200万元), 12%) is the cell's own: the column's does not count
 * then. False: a unit that this kind of figure cannot have (12% of money, 5元 of persons).
 */
static bool
scale_of(const struct td_step *step, struct td_str text, int *scale, bool *own)
{
    static const char *const money[] = {"元", "千", "万", "亿"};
    static const char *const ratio[] = {"%", "％", "‰"};
    unsigned char last = (unsigned char)text.at[text.len - 1];
    bool is_money, is_ratio;

    *scale = step->column->scale;
    *own = false;
    if (last >= '0' && last <= '9')
        return true;
    is_money = has_unit(text, money, sizeof money / sizeof money[0]);
    is_ratio = has_unit(text, ratio, sizeof ratio / sizeof ratio[0]);
    *own = is_money || is_ratio;
    if (step->type == TD_MONEY && is_money)
        *scale = TD_YUAN_SCALE;
    else if (step->type == TD_SHARE && is_ratio)
        *scale = 6;
    else if (step->type == TD_COUNT && is_money) /* 1.2万 persons */
        *scale = 0;
    return !(is_ratio && step->type != TD_SHARE) &&
           !(is_money && step->type != TD_MONEY &&
             (step->type != TD_COUNT || td_str_has(text, TD_STR("元"))));
}

enum td_fault
typing_range(enum td_type type, int64_t number)
{
    switch (type) {
    case TD_COUNT:
    case TD_NUMBER:
        return number < 0 || number > INT32_MAX ? TD_FAULT_NUMBER_RANGE : TD_FAULT_NONE;
    case TD_SHARE:
        return number < 0 || number > 1000000 ? TD_FAULT_NUMBER_RANGE : TD_FAULT_NONE;
    case TD_SCORE:
        return number < 0 || number > 10000 ? TD_FAULT_NUMBER_RANGE : TD_FAULT_NONE;
    default:
        return number > TD_NUMBER_MAX || number < -TD_NUMBER_MAX ? TD_FAULT_NUMBER_RANGE
                                                                 : TD_FAULT_NONE;
    }
}

/* A figure whose unit should stand in the cell and does not: not known, and counted. 0 needs none. */
static void
without_unit(struct td_typed *row, struct td_value *value)
{
    if (value->number == 0)
        return;
    value->known = false;
    typing_note(row, TD_NOTE_AMOUNT_WITHOUT_UNIT);
}

enum td_fault
typing_number(const struct td_step *step, struct td_str text, struct td_typed *row,
              struct td_value *value)
{
    enum td_fault fault;
    bool own; /* a unit stands in the cell */
    int scale;

    if (step->type == TD_COUNT || step->type == TD_NUMBER || step->type == TD_SCORE)
        text = cut_count_unit(step->type, text);
    else if (step->type == TD_MONEY)
        text = cut_currency(text);
    if (text.len == 0 || !scale_of(step, text, &scale, &own))
        return TD_FAULT_BAD_NUMBER;
    fault = td_number(text, scale, &value->number);
    if (fault == TD_FAULT_NONE && step->column->unit_in_cell && !own)
        without_unit(row, value);
    return fault != TD_FAULT_NONE ? fault : typing_range(step->type, value->number);
}

/* 2025, 2025年, 2025年度, 2025.0, ２０２５ */
static bool
read_year(struct td_str text, struct td_buf *fold, int64_t *year)
{
    if (text.len > 4 && (unsigned char)text.at[0] >= 0x80) {
        td_buf_reset(fold);
        td_name_key(text, fold);
        text = td_buf_view(fold);
    }
    if (!cut_end(&text, TD_STR("年度")))
        cut_end(&text, TD_STR("年"));
    *year = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (i == 4 && text.at[i] == '.' && text.len > 5)
            continue;
        if (text.at[i] < '0' || text.at[i] > '9' || (i > 4 && text.at[i] != '0') || i > 8)
            return false;
        if (i < 4)
            *year = *year * 10 + (text.at[i] - '0');
        else if (i == 4)
            return false;
    }
    return text.len >= 4;
}

enum td_fault
typing_year(const struct td_step *step, struct td_str text, struct td_buf *fold, int64_t *out)
{
    td_date date;

    if (step->column->date_forms) {
        if (td_date_parse(text, step->column->date_forms, &date) != TD_FAULT_NONE)
            return TD_FAULT_BAD_YEAR;
        *out = td_date_civil(date).year;
    } else if (!read_year(text, fold, out)) {
        return TD_FAULT_BAD_YEAR;
    }
    return *out < 1949 || *out > 2199 || (step->year && *out != step->year) ? TD_FAULT_BAD_YEAR
                                                                            : TD_FAULT_NONE;
}

/* ---- registered capital ------------------------------------------------------------------ */
/* The currency that the names beside the figure agree on; *to.at NULL: there is none. */
static enum td_fault
find_currency(const struct td_input_column *c, const struct td_amount *amount,
              struct td_buf *fold, struct td_str *to)
{
    for (int i = 0; i < amount->currencies; i++) {
        struct td_str name = td_str(amount->currency[i]), word;

        if (td_words_exact(c->currencies, name, fold, &word) != TD_MATCH_WORD &&
            td_words_glob(c->currencies, name, fold, &word) != TD_MATCH_WORD)
            return TD_FAULT_BAD_NUMBER;
        if (to->at && !td_str_equal(*to, word))
            return TD_FAULT_CURRENCY_CONFLICT;
        *to = word;
    }
    return TD_FAULT_NONE;
}

/* Nothing but digits and a point: what departments deliver. */
static bool
is_bare(struct td_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.at[i] < '0' || text.at[i] > '9') && text.at[i] != '.')
            return false;
    return true;
}

/*
 * The figure, and the currency that stands in its cell into row->currency. 元 alone (万元) is of the
 * currency of its column, and of 人民币 where there is none; a figure without any unit says nothing.
 */
enum td_fault
typing_capital(const struct td_step *step, struct td_str text, struct td_typed *row,
               struct td_value *value)
{
    struct td_amount amount;
    struct td_str currency = {0};
    enum td_fault fault;

    if (is_bare(text))
        return typing_number(step, text, row, value);
    fault = td_amount(text, step->column->scale, &amount);
    if (fault == TD_FAULT_NONE)
        fault = find_currency(step->column, &amount, &row->fold, &currency);
    if (fault != TD_FAULT_NONE)
        return fault;
    if (amount.value < 0)
        return TD_FAULT_NUMBER_RANGE;
    value->number = amount.value;
    if (amount.chinese)
        typing_note(row, TD_NOTE_AMOUNT_CHINESE);
    if (currency.at)
        typing_note(row, TD_NOTE_AMOUNT_CURRENCY);
    if (step->column->unit_in_cell && !amount.has_unit)
        without_unit(row, value);
    row->currency = currency;
    row->plain_yuan = amount.plain_yuan;
    return typing_range(step->type, amount.value);
}
