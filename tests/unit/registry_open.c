/*
 * profiles/registry-open.yaml on a file that has every spelling that such data are known for. Rows and names are invented.
 * What becomes of each line stands in tests/support/registry_open/expected.txt: the code, date, kind, capital in 分, currency;
 * or the fault and its column; or why the line was passed over.
 */
#include "../../pipeline/stages/load_header.h"
#include "profile_case.h"

#include <inttypes.h>

static struct td_buf
read_all(const char *path)
{
    struct td_buf b = {0};
    FILE *f = fopen(path, "rb");
    char block[4096];
    size_t n;

    cr_assert_not_null(f, "%s", path);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        td_buf_add(&b, block, n);
    fclose(f);
    return b;
}

static bool
read_view(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct td_str *s = source;

    (void)err;
    *got = s->len < cap ? s->len : cap;
    memcpy(out, s->at, *got);
    *s = (struct td_str){s->at + *got, s->len - *got};
    return true;
}

static const struct td_value *
value(const struct td_layout *layout, const struct td_typed *row, const char *field)
{
    return &row->values[td_field_find(layout->delivery->dataset, td_str(field))];
}

static void
put_text(struct td_buf *out, const struct td_value *v)
{
    td_buf_text(out, " ");
    td_buf_str(out, v->known ? v->text : TD_STR("?"));
}

static void
put_row(struct td_buf *out, const struct td_layout *layout, const struct td_typed *row)
{
    const struct td_value *date = value(layout, row, "established"), *capital = value(layout, row, "capital");
    char day[11];

    td_date_text(date->known ? (td_date)date->number : TD_DATE_NONE, day);
    td_buf_str(out, row->values[0].text);
    td_buf_printf(out, "%s %s", row->check_flag ? "!" : "", date->known ? day : "?");
    put_text(out, value(layout, row, "org_kind"));
    if (capital->known)
        td_buf_printf(out, " %" PRId64, capital->number);
    else
        td_buf_text(out, " ?");
    put_text(out, value(layout, row, "currency"));
}

static void
put_record(struct td_buf *out, const struct td_layout *layout, const struct td_record *record,
           struct td_typed *row)
{
    static const char *const passed[] = {"", "empty", "skipped", "totals", "header again", "other header"};
    enum td_skip skip = td_type_skipped(layout, record);

    td_buf_printf(out, "%" PRIu64 " ", record->line);
    if (skip != TD_TAKEN) {
        td_buf_printf(out, "- %s", passed[skip]);
    } else {
        td_type_row(layout, record, row);
        if (row->fault == TD_FAULT_NONE) {
            put_row(out, layout, row);
        } else {
            td_buf_printf(out, "! %s ", td_fault_code(row->fault));
            td_buf_str(out, row->fault_header);
        }
    }
    td_buf_text(out, "\n");
}

/* Line by line, so that what differs is seen. */
static void
compare(const char *got, const char *wanted)
{
    for (int line = 1; *got || *wanted; line++) {
        size_t g = strcspn(got, "\n"), w = strcspn(wanted, "\n");

        cr_expect(g == w && memcmp(got, wanted, g) == 0, "line %d of expected.txt\n  wanted: %.*s\n  got:    %.*s", line,
                  (int)w, wanted, (int)g, got);
        got += g + (got[g] != 0);
        wanted += w + (wanted[w] != 0);
    }
}

Test(registry_open, fault_27_fault_28_every_line_comes_out_as_written_down)
{
    struct td_buf text = read_all(TIDU_SOURCE "/profiles/registry-open.yaml"), vocabulary = read_vocabulary();
    struct td_buf rows = read_all(TIDU_SOURCE "/tests/support/registry_open/rows.csv");
    struct td_buf wanted = read_all(TIDU_SOURCE "/tests/support/registry_open/expected.txt"), out = {0};
    struct td_str source = td_buf_view(&rows);
    struct td_csv_format format = {.delimiter = ',', .quote = '"', .read = read_view, .source = &source};
    struct td_file_match match = {0, TD_DATE_NONE};
    struct td_profile profile;
    struct td_layout layout = {0};
    struct td_typed row = {0};
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record record;

    td_lang_set(TD_EN);
    cr_assert(td_profile_parse(&profile, td_buf_view(&text), "p", td_buf_view(&vocabulary), "v", &err), "%zu: %s",
              err.line, err.text);
    struct load_head head = {.profile = &profile, .delivery = profile.deliveries, .match = &match, .format = &format, .layout = &layout};
    cr_assert(td_csv_open(&csv, &format, &err));
    cr_assert(load_head_read(&head, csv, &err), "%s (%s)", err.text, err.hint);
    cr_expect_eq(layout.unknown_headers.len, 0, "%s", layout.unknown_headers.at);
    while (td_csv_next(csv, &record, &err) && record.raw.at)
        put_record(&out, &layout, &record, &row);
    compare(out.at, wanted.at);
    cr_expect_eq(row.notes[TD_NOTE_AMOUNT_WITHOUT_UNIT], 3);
    td_typed_free(&row);
    load_head_free(&head);
    td_layout_free(&layout);
    td_csv_close(csv);
    td_profile_free(&profile);
    td_buf_free(&text);
    td_buf_free(&vocabulary);
    td_buf_free(&rows);
    td_buf_free(&wanted);
    td_buf_free(&out);
}
