/* Cells to values. A cell that needs no change is a view of the record. */
#include "typing.h"

#include "words.h"

#include "tidu/industry.h"

#include <stdlib.h>
#include <string.h>

/* ---- what a cell says -------------------------------------------------------------------- */
/* ="0012": how exports keep a spreadsheet from reading a code as a number. */
static struct td_str
unwrap_formula(struct td_str cell)
{
    if (cell.len < 3 || cell.at[0] != '=' || cell.at[1] != '"' || cell.at[cell.len - 1] != '"')
        return cell;
    return td_cell_trim((struct td_str){cell.at + 2, cell.len - 3});
}

/* '0012 or 0012': the mark of a text cell, for the same end; a code has none of its own. */
static struct td_str
cut_text_mark(struct td_str code)
{
    if (code.len > 1 && code.at[0] == '\'')
        code = td_cell_trim((struct td_str){code.at + 1, code.len - 1});
    if (code.len > 1 && (code.at[code.len - 1] == '\'' || code.at[code.len - 1] == '`'))
        code = td_cell_trim((struct td_str){code.at, code.len - 1});
    return code;
}

bool
typing_resolve(const struct td_input_column *c, struct td_str *text, struct td_buf *fold,
               bool *matched)
{
    struct td_str cell = unwrap_formula(td_cell_trim(*text)), to;
    enum td_match match = td_words_exact(c->own_words, cell, fold, &to);

    *matched = false;
    if (match == TD_MATCH_NONE && (cell.len == 0 || td_nulls_has(c->own_nulls, cell)))
        return false;
    if (match == TD_MATCH_NONE)
        match = td_words_exact(c->words, cell, fold, &to);
    if (match == TD_MATCH_NONE && td_nulls_has(c->nulls, cell))
        return false;
    if (match == TD_MATCH_NONE)
        match = td_words_glob(c->own_words, cell, fold, &to);
    /* a date, an amount or a code is no word, even where "*" takes any */
    if (match == TD_MATCH_NONE && c->words && !typing_is_figure(c, cell))
        match = td_words_glob(c->words, cell, fold, &to);
    *matched = match != TD_MATCH_NONE;
    *text = *matched ? to : cell;
    return match != TD_MATCH_UNKNOWN;
}

/* ---- texts ------------------------------------------------------------------------------- */
static struct td_str
scratch_since(const struct td_typed *row, size_t start)
{
    return (struct td_str){row->scratch.at + start, row->scratch.len - start};
}

static bool
is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7F;
}

static bool
word_has_control(const char *at)
{
    const uint64_t ones = 0x0101010101010101, high = 0x8080808080808080;
    uint64_t x, deleted;

    memcpy(&x, at, 8);
    deleted = x ^ (ones * 0x7F);
    return ((((x - ones * 0x20) & ~x) | ((deleted - ones) & ~deleted)) & high) != 0;
}

/* Eight bytes at a step: scopes and addresses are most of the registry's bytes. */
static bool
has_control(struct td_str s)
{
    size_t i = 0;

    for (; i + 8 <= s.len; i += 8)
        if (word_has_control(s.at + i))
            return true;
    if (s.len >= 8)
        return i < s.len && word_has_control(s.at + s.len - 8);
    for (; i < s.len; i++)
        if (is_control((unsigned char)s.at[i]))
            return true;
    return false;
}

/* Append without control characters; a line feed is kept where keep_lines. */
static void
strip_controls(struct td_str text, bool keep_lines, struct td_buf *out)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_control((unsigned char)text.at[i]) || (keep_lines && text.at[i] == '\n'))
            td_buf_add(out, text.at + i, 1);
}

static struct td_str
clean_text(struct td_str text, bool keep_lines, struct td_typed *row)
{
    size_t start = row->scratch.len;

    if (!has_control(text))
        return text;
    strip_controls(text, keep_lines, &row->scratch);
    return td_cell_trim(scratch_since(row, start));
}

void
typing_append_key(struct td_str text, struct td_typed *row)
{
    td_buf_reset(&row->fold);
    strip_controls(text, false, &row->fold);
    td_name_key(td_buf_view(&row->fold), &row->scratch);
}

/* Half width, upper case, no blanks. */
static struct td_str
clean_code(struct td_str text, struct td_typed *row)
{
    size_t start = row->scratch.len;
    bool plain = true;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        plain = plain && c > 0x20 && c < 0x7F && !(c >= 'a' && c <= 'z');
    }
    if (plain)
        return text;
    typing_append_key(text, row);
    return scratch_since(row, start);
}

/* An expert's number is no firm's code: "E:" stands before it. */
static struct td_str
expert_code(struct td_str text, struct td_typed *row)
{
    size_t start = row->scratch.len;

    td_buf_add(&row->scratch, "E:", 2);
    typing_append_key(text, row);
    return row->scratch.len == start + 2 ? (struct td_str){0} : scratch_since(row, start);
}

/* ---- codes ------------------------------------------------------------------------------- */
/* 371502001000 and 371502001 (GB/T 2260 with towns) are in county 371502. */
static enum td_fault
type_county(const struct td_step *step, struct td_str text, struct td_buf *fold,
            struct td_str *out)
{
    bool digits = text.len == 9 || text.len == 12;

    for (size_t i = 0; digits && i < text.len; i++)
        digits = text.at[i] >= '0' && text.at[i] <= '9';
    text.len = 6;
    if (digits && td_words_exact(step->column->words, text, fold, out) == TD_MATCH_WORD)
        return TD_FAULT_NONE;
    return TD_FAULT_BAD_COUNTY;
}

/* A code of td_uscc's kinds as an id in scratch; *known false when there is none. */
static enum td_fault
type_uscc(const struct td_step *step, struct td_str text, struct td_typed *row,
          struct td_value *value)
{
    char code[19];
    size_t start = row->scratch.len;

    value->known = true;
    switch (td_uscc(text, code)) {
    case TD_USCC_BAD_CHECK:
        if (step->type != TD_USCC)
            return TD_FAULT_USCC_CHECK;
        row->check_flag = true;
        break;
    case TD_USCC_GOOD:
        break;
    case TD_USCC_OLD:
        td_buf_add(&row->scratch, "#", 1);
        break;
    case TD_USCC_LENGTH:
        return TD_FAULT_USCC_LENGTH;
    case TD_USCC_CHARACTER:
        return TD_FAULT_USCC_CHARACTER;
    case TD_USCC_EXCEL:
        return TD_FAULT_EXCEL_NOTATION;
    case TD_USCC_PERSON:
        return TD_FAULT_PERSONAL_NUMBER;
    case TD_USCC_EMPTY:
        value->known = false;
        return TD_FAULT_NONE;
    }
    if (!td_str_equal(text, td_str(code)))
        typing_note(row, TD_NOTE_CODE_FORM);
    td_buf_text(&row->scratch, code);
    value->text = scratch_since(row, start);
    return TD_FAULT_NONE;
}

/* ---- one cell ---------------------------------------------------------------------------- */
static enum td_fault
type_text(const struct td_step *step, struct td_str text, bool matched, struct td_typed *row,
          struct td_value *value)
{
    const struct td_industry *industry;
    enum td_fault fault = TD_FAULT_NONE;

    value->text = text;
    switch (step->type) {
    case TD_NAME:
        value->text = clean_text(text, false, row);
        fault = typing_name(step->column, value->text);
        break;
    case TD_TEXT:
        value->text = clean_text(text, true, row);
        if (step->flags & TD_PERSON)
            fault = typing_name(step->column, value->text);
        else if ((step->flags & TD_PROSE) && typing_is_figure(step->column, value->text))
            fault = TD_FAULT_MISPLACED;
        break;
    case TD_CODE:
        text = cut_text_mark(text);
        value->text = step->expert ? expert_code(text, row) : clean_code(text, row);
        break;
    case TD_WORD:
        return matched ? TD_FAULT_NONE : TD_FAULT_BAD_WORD;
    case TD_COUNTY:
        return matched ? TD_FAULT_NONE : type_county(step, text, &row->fold, &value->text);
    case TD_INDUSTRY:
        fault = td_industry_parse(text, &industry);
        if (fault == TD_FAULT_NONE)
            value->text = td_str(industry->code);
        return fault;
    default:
        return type_uscc(step, cut_text_mark(text), row, value);
    }
    value->known = value->text.len > 0;
    return fault;
}

static enum td_fault
type_cell(const struct td_step *step, struct td_str cell, struct td_typed *row,
          struct td_value *value)
{
    bool matched;
    td_date date = 0;
    unsigned form = 0;
    enum td_fault fault;

    value->known = false;
    if (!typing_resolve(step->column, &cell, &row->fold, &matched))
        return TD_FAULT_NONE;
    value->known = true;
    switch (step->type) {
    case TD_MONEY:
    case TD_COUNT:
    case TD_NUMBER:
    case TD_SHARE:
    case TD_SCORE:
        fault = step->flags & TD_CAPITAL ? typing_capital(step, cell, row, value)
                                         : typing_number(step, cell, row, value);
        break;
    case TD_YEAR:
        fault = typing_year(step, cell, &row->fold, &value->number);
        break;
    case TD_DATE:
        fault = td_date_read(cell, step->column->date_forms, &date, &form);
        value->number = date;
        if (form)
            typing_note_date(row, form);
        break;
    case TD_BOOL:
        fault = matched ? TD_FAULT_NONE : TD_FAULT_BAD_WORD;
        value->number = matched && cell.at[0] == 't';
        break;
    default:
        fault = type_text(step, cell, matched, row, value);
    }
    if (fault != TD_FAULT_NONE)
        value->known = false;
    return fault;
}

/* ---- what was typed before --------------------------------------------------------------- */
/*
 * Words, counties and industries have few different cells, and folding them and trying patterns
 * is what costs (a third of all instructions of a registry row without this). Their values are
 * views of tables that live as long as the profile.
 */
enum { MEMO_SLOTS = 512, MEMO_BYTES = 80 };

struct memo_slot {
    const struct td_input_column *column; /* NULL = free */
    struct td_value value;
    enum td_fault fault;
    uint32_t len;
    char cell[MEMO_BYTES];
};

struct td_memo {
    struct memo_slot slots[MEMO_SLOTS];
};

static bool
is_memo_of(const struct memo_slot *slot, const struct td_input_column *column, struct td_str cell)
{
    return slot->column == column && slot->len == cell.len &&
           memcmp(slot->cell, cell.at, cell.len) == 0;
}

/* Two places for each cell: two frequent ones that want the same would be typed anew each time. */
enum td_fault
typing_cell(const struct td_step *step, struct td_str cell, struct td_typed *row,
            struct td_value *value)
{
    struct memo_slot *slot, *other;
    uint64_t place;

    if (step->type != TD_WORD && step->type != TD_BOOL && step->type != TD_COUNTY &&
        step->type != TD_INDUSTRY)
        return type_cell(step, cell, row, value);
    if (cell.len == 0 || cell.len > MEMO_BYTES)
        return type_cell(step, cell, row, value);
    if (!row->memo)
        row->memo = td_alloc(1, sizeof *row->memo);
    place = td_hash64(cell.at, cell.len, (uint64_t)(uintptr_t)step->column) % MEMO_SLOTS;
    slot = &row->memo->slots[place];
    other = &row->memo->slots[place ^ 1];
    if (!is_memo_of(slot, step->column, cell) && is_memo_of(other, step->column, cell))
        slot = other;
    if (!is_memo_of(slot, step->column, cell)) {
        *other = *slot;
        slot->fault = type_cell(step, cell, row, &slot->value);
        slot->column = step->column;
        slot->len = (uint32_t)cell.len;
        memcpy(slot->cell, cell.at, cell.len);
    }
    *value = slot->value;
    return slot->fault;
}

void
typing_step(struct td_step *step, const struct td_delivery *delivery,
            const struct td_input_column *column)
{
    const struct td_dataset *dataset = delivery->dataset;
    const struct td_field *field = &dataset->fields[column->field];

    *step = (struct td_step){.field = column->field,
                             .type = field->type,
                             .flags = field->flags,
                             .column = column,
                             .cell = -1,
                             .name_cell = -1};
    step->expert = column->field == 0 && field->type == TD_CODE;
}
