#include "tidu/input.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* ---- a source in memory, and records as text ----------------------------------------------
 */

enum { BLOCK = 256 * 1024 }; /* what the reader reads at a time */

struct source {
    struct td_str bytes;
    size_t piece;   /* bytes a call, 0 = all there is room for */
    size_t fail_at; /* fail when this many bytes are left, 0 = never */
};

static bool
read_source(void *at, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct source *s = at;
    size_t n = s->bytes.len < cap ? s->bytes.len : cap;

    if (s->fail_at > 0 && s->bytes.len <= s->fail_at)
        return td_fail(err, TD_E_DAMAGED, "cut");
    if (s->piece > 0 && n > s->piece)
        n = s->piece;
    memcpy(out, s->bytes.at, n);
    s->bytes.at += n;
    s->bytes.len -= n;
    *got = n;
    return true;
}

static void
show(const struct td_record *record, struct td_buf *out)
{
    td_buf_printf(out, "%" PRIu64 ":", record->line);
    if (record->fault != TD_FAULT_NONE) {
        cr_expect_eq(record->cells == NULL, record->fault != TD_FAULT_COLUMN_COUNT);
        td_buf_printf(out, "!%s ", td_fault_code(record->fault));
        td_buf_str(out, record->raw);
    }
    for (size_t i = 0; record->fault == TD_FAULT_NONE && i < record->count; i++) {
        td_buf_text(out, "[");
        td_buf_str(out, record->cells[i]);
        td_buf_text(out, "]");
    }
    td_buf_text(out, "\n");
}

struct reading {
    struct td_str bytes;
    struct td_csv_format format;
    size_t expect; /* 0 = as many columns as the first record has; SIZE_MAX = any */
    size_t piece;
    size_t from_line; /* records before this line are not shown */
    struct td_csv_notes notes;
};

/* Read everything; every record's raw bytes must lie where it says. */
static void
read_records(struct reading *r, struct td_buf *out)
{
    struct source source = {r->bytes, r->piece, 0};
    struct td_csv_format format = r->format;
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record record;
    uint64_t last = 0;

    format.read = read_source;
    format.source = &source;
    if (format.quote == 0)
        format.quote = '"';
    else if (format.quote == 1)
        format.quote = 0;
    cr_assert(td_csv_open(&csv, &format, &err));
    if (r->expect > 0 && r->expect != SIZE_MAX)
        td_csv_expect(csv, r->expect);
    for (;;) {
        cr_assert(td_csv_next(csv, &record, &err), "%s", err.text);
        if (record.raw.at == NULL)
            break;
        cr_assert(record.line > last, "lines go up");
        last = record.line;
        cr_assert_leq(record.offset + record.raw.len, r->bytes.len);
        cr_assert_eq(memcmp(r->bytes.at + record.offset, record.raw.at, record.raw.len), 0,
                     "raw bytes of line %" PRIu64, record.line);
        cr_assert(record.fault == TD_FAULT_NONE || record.detail.len > 0);
        if (record.line >= r->from_line)
            show(&record, out);
        if (r->expect == 0 && record.fault == TD_FAULT_NONE && record.line >= r->from_line) {
            td_csv_expect(csv, record.count);
            r->expect = record.count;
        }
    }
    r->notes = td_csv_notes(csv);
    cr_assert(td_csv_next(csv, &record, &err) && record.raw.at == NULL, "the end is the end");
    td_csv_close(csv);
}

struct situation {
    const char *name;
    struct td_str bytes;
    const char *expected;
    size_t expect;
    struct td_csv_format format;
};

#define BYTES(literal)                                                                         \
    {                                                                                          \
        (literal), sizeof(literal) - 1                                                         \
    }
#define ANY SIZE_MAX

/* The same records whatever the pieces they come in. */
static void
expect_in_pieces(const struct situation *s)
{
    static const size_t pieces[] = {0, 1, 2, 3, 5, 64};

    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct reading r = {
            .bytes = s->bytes, .format = s->format, .expect = s->expect, .piece = pieces[i]};
        struct td_buf out = {0};

        read_records(&r, &out);
        cr_expect_str_eq(out.at == NULL ? "" : out.at, s->expected,
                         "%s (pieces of %zu)\n--- read\n%s--- expected\n%s", s->name, pieces[i],
                         out.at == NULL ? "" : out.at, s->expected);
        td_buf_free(&out);
    }
}

/* The same records when the reader's block ends before any of their bytes. */
static void
expect_at_block_ends(const struct situation *s)
{
    struct td_buf text = {0}, first = {0};
    struct td_csv_format format = s->format;
    char *padding = td_alloc(BLOCK, 1);

    memset(padding, 'p', BLOCK);
    format.lone_cr = format.lone_cr || memchr(s->bytes.at, '\n', s->bytes.len) == NULL;
    for (size_t split = 0; split <= s->bytes.len; split++) {
        struct reading r = {.format = format, .expect = s->expect, .from_line = 2};
        struct td_buf out = {0};

        td_buf_reset(&text);
        td_buf_add(&text, padding, BLOCK - split - 1);
        td_buf_text(&text, "\n");
        td_buf_str(&text, s->bytes);
        r.bytes = td_buf_view(&text);
        read_records(&r, &out);
        if (split == 0)
            td_buf_str(&first, td_buf_view(&out));
        cr_expect(td_str_equal(td_buf_view(&first), td_buf_view(&out)),
                  "%s: a block ends %zu bytes in", s->name, split);
        td_buf_free(&out);
    }
    free(padding);
    td_buf_free(&text);
    td_buf_free(&first);
}

static void
expect_all(const struct situation *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        expect_in_pieces(&cases[i]);
        expect_at_block_ends(&cases[i]);
    }
}

#define EXPECT(cases) expect_all(cases, sizeof(cases) / sizeof *(cases))

/* ---- the cases ----------------------------------------------------------------------------
 */

Test(csv, well_formed)
{
    static const struct situation cases[] = {
        {"two records", BYTES("a,b\nc,d\n"), "1:[a][b]\n2:[c][d]\n", 0, {0}},
        {"no line end at the end", BYTES("a,b\nc,d"), "1:[a][b]\n2:[c][d]\n", 0, {0}},
        {"empty cells", BYTES(",\n\"\",\n,\"\"\n"), "1:[][]\n2:[][]\n3:[][]\n", 0, {0}},
        {"quotes",
         BYTES("\"a\",\"b,c\"\n\"d \"\"e\"\"\",f\n"),
         "1:[a][b,c]\n2:[d \"e\"][f]\n",
         0,
         {0}},
        {"only doubled quotes", BYTES("\"\"\"\",\"\"\"\"\"\"\n"), "1:[\"][\"\"]\n", 0, {0}},
        {"empty lines", BYTES("a\n\n\r\nb\n"), "1:[a]\n4:[b]\n", 0, {0}},
        {"nothing", BYTES(""), "", 0, {0}},
        {"only line ends", BYTES("\n\n"), "", 0, {0}},
        {"blanks are kept", BYTES(" a , b \n"), "1:[ a ][ b ]\n", 0, {0}},
        {"bar", BYTES("a|b,c|\"d|e\"\n"), "1:[a][b,c][d|e]\n", 0, {.delimiter = '|'}},
        {"tab", BYTES("a\tb\n"), "1:[a][b]\n", 0, {.delimiter = '\t'}},
        {"no quoting", BYTES("\"a,b\"\n"), "1:[\"a][b\"]\n", 0, {.quote = 1}},
        {"single quotes", BYTES("'a,''b',\"c\"\n"), "1:[a,'b][\"c\"]\n", 0, {.quote = '\''}},
        {"trailing empty cells",
         BYTES("a,b\nc,d,,\ne,f,\"\"\n"),
         "1:[a][b]\n2:[c][d]\n3:[e][f]\n",
         0,
         {0}},
    };
    EXPECT(cases);
}

Test(csv, case_24_line_ends_and_line_numbers)
{
    static const struct situation cases[] = {
        {"mixed",
         BYTES("a,1\r\nb,2\nc,3\r\nd,4"),
         "1:[a][1]\n2:[b][2]\n3:[c][3]\n4:[d][4]\n",
         0,
         {0}},
        {"inside quotes",
         BYTES("a,\"1\n2\"\nb,\"3\r\n4\"\r\nc,5\n"),
         "1:[a][1\n2]\n3:[b][3\r\n4]\n5:[c][5]\n",
         0,
         {0}},
        {"three lines and an empty one",
         BYTES("\"1\n\n3\",x\ny,z\n"),
         "1:[1\n\n3][x]\n4:[y][z]\n",
         0,
         {0}},
        {"doubled quotes over lines",
         BYTES("\"a\"\"\nb\"\"\",c\nd,e\n"),
         "1:[a\"\nb\"][c]\n3:[d][e]\n",
         0,
         {0}},
        {"lone CR", BYTES("a,1\rb,2\r\rc,3\r"), "1:[a][1]\n2:[b][2]\n4:[c][3]\n", 0, {0}},
        {"lone CR in quotes", BYTES("a,\"1\r2\"\rb,3\r"), "1:[a][1\r2]\n3:[b][3]\n", 0, {0}},
        {"lone CR among others",
         BYTES("a,1\rb,2\nc,3\r\nd,4\r"),
         "1:[a][1]\n2:[b][2]\n3:[c][3]\n4:[d][4]\n",
         0,
         {.lone_cr = true}},
        {"CR is text where LF ends lines",
         BYTES("a\rb,1\nc,2\n"),
         "1:[a\rb][1]\n2:[c][2]\n",
         0,
         {0}},
        {"U+2028 ends no line",
         BYTES("a\xE2\x80\xA8"
               "b,1\nc,2\n"),
         "1:[a\xE2\x80\xA8"
         "b][1]\n2:[c][2]\n",
         0,
         {0}},
        {"CR before the end", BYTES("a,1\nb,2\r"), "1:[a][1]\n2:[b][2]\n", 0, {0}},
    };
    EXPECT(cases);
}

Test(csv, case_23_a_record_of_several_lines_with_other_columns_is_one_fault)
{
    static const struct situation cases[] = {
        {"too few",
         BYTES("a,b,c,d\n1,\"x, y\nz\",2\n3,4,5,6\n"),
         "1:[a][b][c][d]\n2:!column_count 1,\"x, y\nz\",2\n4:[3][4][5][6]\n",
         0,
         {0}},
        {"too many, the last of several lines",
         BYTES("a,b\n1,2,\"x\r\ny\r\nz\"\r\n3,4\n"),
         "1:[a][b]\n2:!column_count 1,2,\"x\r\ny\r\nz\"\n5:[3][4]\n",
         0,
         {0}},
        {"a joined line that is a record by itself: the quote was open",
         BYTES("a,b,c\n1,2,\"x\n3,4,5\n6,7\",8\n9,9,9\n"),
         "1:[a][b][c]\n2:!unclosed_quote 1,2,\"x\n3:[3][4][5]\n4:[6][7\"][8]\n5:[9][9][9]\n",
         0,
         {0}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_in_pieces(&cases[i]);
}

Test(csv, case_12_a_bad_byte_costs_its_whole_record)
{
    static const struct situation cases[] = {
        {"in a joined line",
         BYTES("a,b,c\n1,\"x\ny\xFF\nz\",2\n3,4,5\n"),
         "1:[a][b][c]\n2:!bad_encoding 1,\"x\ny\xFF\nz\",2\n5:[3][4][5]\n",
         0,
         {0}},
        {"in the first of several",
         BYTES("a,b,c\n\xC0\xAF,\"x\ny\",2\n3,4,5\n"),
         "1:[a][b][c]\n2:!bad_encoding \xC0\xAF,\"x\ny\",2\n4:[3][4][5]\n",
         0,
         {0}},
        {"and the number of columns is wrong too",
         BYTES("a,b,c\n1,\"x\ny\xFF\"\n3,4,5\n"),
         "1:[a][b][c]\n2:!bad_encoding 1,\"x\ny\xFF\"\n4:[3][4][5]\n",
         0,
         {0}},
        {"in GB18030",
         BYTES("a,b,c\n\xD6\xD0,\"x\ny\xFF\xD6\xD0\n\xCE\xC4\",2\n3,4,5\n"),
         "1:[a][b][c]\n2:!bad_encoding \xD6\xD0,\"x\ny\xFF\xD6\xD0\n\xCE\xC4\",2\n5:[3][4][5]\n",
         0,
         {.encoding = TD_GB18030}},
        {"an open quote all the same",
         BYTES("a,b\n\xFF,\"x\n2,y\n3,z\n"),
         "1:[a][b]\n2:!bad_encoding \xFF,\"x\n3:[2][y]\n4:[3][z]\n",
         0,
         {0}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_in_pieces(&cases[i]);
}

Test(csv, case_16_a_nul_byte_in_a_cell_of_several_lines_costs_its_record)
{
    static const struct situation cases[] = {
        {"UTF-8",
         BYTES("a,b,c\n1,\"x\n\0\",2\n3,4,5\n"),
         NULL,
         0,
         {0}},
        {"GB18030",
         BYTES("a,b,c\n\xD6\xD0,\"x\n\0\",2\n3,4,5\n"),
         NULL,
         0,
         {.encoding = TD_GB18030}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r = {.bytes = cases[i].bytes, .format = cases[i].format};
        struct td_buf out = {0};

        read_records(&r, &out);
        cr_expect(td_str_has(td_buf_view(&out), TD_STR("2:!nul_byte")), "%s", cases[i].name);
        cr_expect(td_str_ends(td_buf_view(&out), TD_STR("\n4:[3][4][5]\n")), "%s",
                  cases[i].name);
        cr_expect_eq(r.notes.records, 3);
        td_buf_free(&out);
    }
}

Test(csv, case_21_an_unclosed_quote_costs_one_line)
{
    static const struct situation cases[] = {
        {"up to the end",
         BYTES("a,b\n1,\"x\n2,y\n3,z\n"),
         "1:[a][b]\n2:!unclosed_quote 1,\"x\n3:[2][y]\n4:[3][z]\n",
         0,
         {0}},
        {"at the end", BYTES("a,b\n1,\"x"), "1:[a][b]\n2:!unclosed_quote 1,\"x\n", 0, {0}},
        {"closed by the next quoted cell",
         BYTES("a,b\n1,\"x\n2,\"y\"\n3,z\n"),
         "1:[a][b]\n2:!unclosed_quote 1,\"x\n3:[2][y]\n4:[3][z]\n",
         0,
         {0}},
        {"swallows a delimiter and ends well",
         BYTES("a,b\n1,\"x\n2,y\"\n3,z\n"),
         "1:[a][b]\n2:[1][x\n2,y]\n4:[3][z]\n",
         0,
         {0}},
        {"too many columns once joined",
         BYTES("a,b\n1,\"x\n2\",y,z\n3,z\n"),
         "1:[a][b]\n2:!column_count 1,\"x\n2\",y,z\n4:[3][z]\n",
         0,
         {0}},
        {"too few columns once joined",
         BYTES("a,b,c\n1,\"x,7\n2,\"\n3,z,8\n"),
         "1:[a][b][c]\n2:!column_count 1,\"x,7\n2,\"\n4:[3][z][8]\n",
         0,
         {0}},
        {"a bad byte in a joined line",
         BYTES("a,b\n1,\"x\n2,\xFF\"\n3,z\n"),
         "1:[a][b]\n2:!unclosed_quote 1,\"x\n3:!bad_encoding 2,\xFF\"\n4:[3][z]\n",
         0,
         {0}},
        {"two one after another",
         BYTES("a,b\n1,\"x\n2,\"y\n3,z\n4,\"w\"\n"),
         "1:[a][b]\n2:!unclosed_quote 1,\"x\n3:!unclosed_quote 2,\"y\n4:[3][z]\n5:[4][w]\n",
         0,
         {0}},
        {"longer than a record may be",
         BYTES("a,b\n1,\"x\n2,yyyyyyyyyyyyyyyyyyyy\n3,z\n4,\"w\"\n"),
         "1:[a][b]\n2:!unclosed_quote 1,\"x\n3:[2][yyyyyyyyyyyyyyyyyyyy]\n4:[3][z]\n5:[4][w]\n",
         0,
         {.max_record = 24}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_in_pieces(&cases[i]);
    for (size_t i = 0; i + 1 < sizeof cases / sizeof *cases; i++)
        expect_at_block_ends(&cases[i]);
}

Test(csv, case_21_stray_text_behind_a_quote)
{
    static const struct situation cases[] = {
        {"same line",
         BYTES("a,b\n\"1\"x,2\n3,4\n"),
         "1:[a][b]\n2:!stray_quote \"1\"x,2\n3:[3][4]\n",
         0,
         {0}},
        {"after a doubled one",
         BYTES("a,b\n\"1\"\"\"x,2\n3,4\n"),
         "1:[a][b]\n2:!stray_quote \"1\"\"\"x,2\n3:[3][4]\n",
         0,
         {0}},
    };
    EXPECT(cases);
}

Test(csv, case_22_a_quote_inside_an_unquoted_cell_is_text)
{
    static const struct situation cases[] = {
        {"inches",
         BYTES("a,b\n12\" 显示器,5\n3,x\"y\"\n"),
         "1:[a][b]\n2:[12\" 显示器][5]\n3:[3][x\"y\"]\n",
         0,
         {0}},
        {"behind a blank, not closing the cell",
         BYTES("a,b\n1, \"x\" y\n2,z \"\n3,w\n"),
         "1:[a][b]\n2:[1][ \"x\" y]\n3:[2][z \"]\n4:[3][w]\n",
         0,
         {0}},
    };
    EXPECT(cases);
}

Test(csv, case_24_lone_cr_ends_lines_though_lf_stands_within_quotes)
{
    static const struct situation cases[] = {
        {"lone CR, and LF within quotes",
         BYTES("a,1\r\"b\nc\",2\rd,3\r"),
         "1:[a][1]\n2:[b\nc][2]\n4:[d][3]\n",
         0,
         {0}},
    };

    expect_in_pieces(&cases[0]);
}

Test(csv, case_22_blanks_around_quotes)
{
    static const struct situation cases[] = {
        {"before, behind and both",
         BYTES("a,b,c\n1, \"x,y\",2\n\"1\" ,2,3\n 4 ,\t\"5\" , \"6\" \n"),
         "1:[a][b][c]\n2:[1][x,y][2]\n3:[1][2][3]\n4:[ 4 ][5][6]\n",
         0,
         {0}},
        {"with doubled quotes, and over lines",
         BYTES("a,b,c\n1, \"x \"\"y\"\" z\",2\n3, \"x\ny\" ,4\n5,6, \"7\n8,9,0\n"),
         "1:[a][b][c]\n2:[1][x \"y\" z][2]\n3:[3][x\ny][4]\n5:!unclosed_quote 5,6, \"7\n6:[8][9][0]\n",
         0,
         {0}},
        {"tabs that part cells are no blanks",
         BYTES("a\tb\tc\n1\t\"x\"\t\n\"2\" \t\"y\"\t3\n"),
         "1:[a][b][c]\n2:[1][x][]\n3:[2][y][3]\n",
         0,
         {.delimiter = '\t'}},
    };
    EXPECT(cases);
}

Test(csv, case_22_backslashes_within_quotes_where_the_profile_says_so)
{
    static const struct situation cases[] = {
        {"quotes and backslashes",
         BYTES("a,b\n\"x \\\"y\\\" z\",2\n\"c:\\\\d\\n\",\"\\\\\"\n"),
         "1:[a][b]\n2:[x \"y\" z][2]\n3:[c:\\d\\n][\\]\n",
         0,
         {.backslash = true}},
        {"doubled quotes too",
         BYTES("a,b\n\"x \"\"y\\\"\",2\n"),
         "1:[a][b]\n2:[x \"y\"][2]\n",
         0,
         {.backslash = true}},
        {"over lines",
         BYTES("a,b\n\"x\\\"\ny\",2\n3,4\n"),
         "1:[a][b]\n2:[x\"\ny][2]\n4:[3][4]\n",
         0,
         {.backslash = true}},
        {"not without the setting", BYTES("a,b\n\"x \\\"y\",2\n3,4\n"),
         "1:[a][b]\n2:!stray_quote \"x \\\"y\",2\n3:[3][4]\n", 0, {0}},
    };
    EXPECT(cases);
}

/* A record that is given back is read again, once, as if nothing had happened. */
Test(csv, a_record_that_is_given_back_comes_again)
{
    struct td_str bytes = BYTES("\n\xEF\xBB\xBF" "a,b\r\n1,\"x\ny\"\n2,3,,\n0123456789ABCDEFGHIJKLMNO\n4,5\n");
    struct source source = {bytes, 3, 0};
    struct td_csv_format format = {.quote = '"', .max_record = 20, .read = read_source, .source = &source};
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record r, again;
    uint64_t records = 0;

    cr_assert(td_csv_open(&csv, &format, &err));
    for (;; records++) {
        uint64_t line, offset;

        cr_assert(td_csv_next(csv, &r, &err), "%s", err.text);
        if (r.raw.at == NULL)
            break;
        line = r.line;
        offset = r.offset;
        td_csv_back(csv);
        cr_assert(td_csv_next(csv, &again, &err));
        cr_expect(again.line == line && again.offset == offset && again.fault == r.fault && again.count == r.count);
        cr_expect_eq(td_csv_notes(csv).records, records + 1);
    }
    cr_expect_eq(records, 5);
    cr_expect_eq(td_csv_notes(csv).boms, 1);
    cr_expect_eq(td_csv_notes(csv).crlf, 1);
    cr_expect_eq(td_csv_notes(csv).blank_lines, 1);
    td_csv_close(csv);
}

Test(csv, case_23_no_more_empty_cells_beyond_than_the_file_has_by_habit)
{
    struct td_str bytes = BYTES("a,b\n1,2,\n3,4,,\n5,6\n");
    struct source source = {bytes, 0, 0};
    struct td_csv_format format = {.quote = '"', .read = read_source, .source = &source};
    struct td_error err = {0};
    enum td_fault faults[4] = {0}, wanted[4] = {0, 0, TD_FAULT_COLUMN_COUNT, 0};
    struct td_csv *csv;
    struct td_record r;

    cr_assert(td_csv_open(&csv, &format, &err));
    td_csv_expect(csv, 2);
    td_csv_surplus(csv, 1);
    for (int i = 0; i < 4; i++) {
        cr_assert(td_csv_next(csv, &r, &err));
        faults[i] = r.fault;
    }
    cr_expect_arr_eq(faults, wanted, sizeof faults);
    td_csv_close(csv);
}

Test(csv, case_21_full_width_commas_are_no_delimiters_and_are_told)
{
    struct td_str bytes = BYTES("a,b,c\n1，2，3\n4,5,6\n");
    struct source source = {bytes, 0, 0};
    struct td_csv_format format = {.quote = '"', .read = read_source, .source = &source};
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record r;

    td_lang_set(TD_EN);
    cr_assert(td_csv_open(&csv, &format, &err));
    td_csv_expect(csv, 3);
    cr_assert(td_csv_next(csv, &r, &err) && td_csv_next(csv, &r, &err));
    cr_expect_eq(r.fault, TD_FAULT_COLUMN_COUNT);
    cr_expect(td_str_has(r.detail, TD_STR("full-width commas")), "%.*s", (int)r.detail.len, r.detail.at);
    td_csv_close(csv);
}

Test(csv, case_23_too_few_and_too_many_columns)
{
    static const struct situation cases[] = {
        {"both",
         BYTES("a,b,c\n1,2\n1,2,3,4\n5,6,7\n"),
         "1:[a][b][c]\n2:!column_count 1,2\n3:!column_count 1,2,3,4\n4:[5][6][7]\n",
         0,
         {0}},
        {"not the first empty cell beyond",
         BYTES("a,b\n1,2,,x\n3,4,,\n"),
         "1:[a][b]\n2:!column_count 1,2,,x\n3:[3][4]\n",
         0,
         {0}},
        {"any number", BYTES("a\nb,c\n"), "1:[a]\n2:[b][c]\n", ANY, {0}},
    };
    EXPECT(cases);
}

Test(csv, cases_13_to_16_bad_bytes_cost_their_own_line)
{
    static const struct situation cases[] = {
        {"case 15: overlong",
         BYTES("a\n\xC0\xAF\nb\n"),
         "1:[a]\n2:!bad_encoding \xC0\xAF\n3:[b]\n",
         0,
         {0}},
        {"case 15: overlong of three",
         BYTES("a\n\xE0\x80\xAF\nb\n"),
         "1:[a]\n2:!bad_encoding \xE0\x80\xAF\n3:[b]\n",
         0,
         {0}},
        {"case 15: surrogate",
         BYTES("a\n\xED\xA0\x80\nb\n"),
         "1:[a]\n2:!bad_encoding \xED\xA0\x80\n3:[b]\n",
         0,
         {0}},
        {"case 15: beyond U+10FFFF",
         BYTES("a\n\xF4\x90\x80\x80\nb\n"),
         "1:[a]\n2:!bad_encoding \xF4\x90\x80\x80\n3:[b]\n",
         0,
         {0}},
        {"case 15: lone continuation",
         BYTES("a\nx\x80y\nb\n"),
         "1:[a]\n2:!bad_encoding x\x80y\n3:[b]\n",
         0,
         {0}},
        {"half a character before the line end",
         BYTES("a\nx\xE8\x81\nb\n"),
         "1:[a]\n2:!bad_encoding x\xE8\x81\n3:[b]\n",
         0,
         {0}},
        {"half a character at the end",
         BYTES("a\nx\xE8\x81"),
         "1:[a]\n2:!bad_encoding x\xE8\x81\n",
         0,
         {0}},
        {"case 19: the last code point",
         BYTES("a\n\xF4\x8F\xBF\xBF\xEF\xBF\xBD\xED\x9F\xBF\n"),
         "1:[a]\n2:[\xF4\x8F\xBF\xBF\xEF\xBF\xBD\xED\x9F\xBF]\n",
         0,
         {0}},
        {"GB18030, case 13: half a character before LF",
         BYTES("a\nx\x81\nb\n"),
         "1:[a]\n2:!bad_encoding x\x81\n3:[b]\n",
         0,
         {.encoding = TD_GB18030}},
        {"GB18030, case 14: four bytes cut at the end",
         BYTES("a\nx\x81\x30\x81"),
         "1:[a]\n2:!bad_encoding x\x81\x30\x81\n",
         0,
         {.encoding = TD_GB18030}},
        {"GB18030: no lead",
         BYTES("a\nx\xFFy\nb\n"),
         "1:[a]\n2:!bad_encoding x\xFFy\n3:[b]\n",
         0,
         {.encoding = TD_GB18030}},
    };
    EXPECT(cases);
}

Test(csv, case_16_a_nul_byte_never_joins_rows)
{
    struct td_str bytes = BYTES("a,b\n1,x\0y\n2,z\n");

    for (int encoding = TD_UTF8; encoding <= TD_GB18030; encoding++) {
        struct source source = {bytes, 0, 0};
        struct td_csv_format format = {.encoding = (enum td_encoding)encoding,
                                       .quote = '"',
                                       .read = read_source,
                                       .source = &source};
        struct td_error err = {0};
        struct td_csv *csv;
        struct td_record r;

        cr_assert(td_csv_open(&csv, &format, &err));
        cr_assert(td_csv_next(csv, &r, &err) && td_csv_next(csv, &r, &err));
        cr_expect_eq(r.fault, TD_FAULT_NUL_BYTE);
        cr_expect_eq(r.offset, 4);
        cr_expect(td_str_equal(r.raw, (struct td_str){"1,x\0y", 5}));
        cr_expect(td_str_has(r.detail, TD_STR("4")), "its place in the line: %.*s",
                  (int)r.detail.len, r.detail.at);
        cr_assert(td_csv_next(csv, &r, &err));
        cr_expect_eq(r.line, 3);
        cr_expect_eq(r.count, 2);
        td_csv_close(csv);
    }
}

Test(csv, case_17_byte_order_marks)
{
    static const struct situation cases[] = {
        {"first",
         BYTES("\xEF\xBB\xBF"
               "code,b\n1,2\n"),
         "1:[code][b]\n2:[1][2]\n",
         0,
         {0}},
        {"before a quote",
         BYTES("\xEF\xBB\xBF\"code\",b\n1,2\n"),
         "1:[code][b]\n2:[1][2]\n",
         0,
         {0}},
        {"joined files",
         BYTES("\xEF\xBB\xBF"
               "code,b\n1,2\n\xEF\xBB\xBF"
               "code,b\n3,4\n"),
         "1:[code][b]\n2:[1][2]\n3:[code][b]\n4:[3][4]\n",
         0,
         {0}},
        {"alone on a line", BYTES("a\n\xEF\xBB\xBF\nb\n"), "1:[a]\n3:[b]\n", 0, {0}},
        {"with a joined line",
         BYTES("\xEF\xBB\xBF\"a\nb\",c\nd,e\n"),
         "1:[a\nb][c]\n3:[d][e]\n",
         0,
         {0}},
        {"GB18030",
         BYTES("\x84\x31\x95\x33"
               "a,\xD6\xD0\n1,2\n"),
         "1:[a][中]\n2:[1][2]\n",
         0,
         {.encoding = TD_GB18030}},
    };
    struct reading r = {.bytes = cases[2].bytes};
    struct td_buf out = {0};

    EXPECT(cases);
    read_records(&r, &out);
    cr_expect_eq(r.notes.boms, 2);
    td_buf_free(&out);
}

Test(csv, gb18030)
{
    static const struct situation cases[] = {
        {"two bytes",
         BYTES("\xD6\xD0,\xCE\xC4\nx,y\n"),
         "1:[中][文]\n2:[x][y]\n",
         0,
         {.encoding = TD_GB18030}},
        {"a bar is half of a character",
         BYTES("\x81\x7C|b\n"),
         "1:[亅][b]\n",
         0,
         {.encoding = TD_GB18030, .delimiter = '|'}},
        {"quoted",
         BYTES("\"\xD6\xD0\"\"\xCE\xC4\",x\n"),
         "1:[中\"文][x]\n",
         0,
         {.encoding = TD_GB18030}},
        {"joined lines: ASCII, then not",
         BYTES("q,\"a\n\xD6\xD0\",x\nz,\"b\r\nc\",y\n"),
         "1:[q][a\n中][x]\n3:[z][b\r\nc][y]\n",
         0,
         {.encoding = TD_GB18030}},
        {"joined lines: not ASCII, then ASCII",
         BYTES("\xD6\xD0,\"a\r\nb\nc\",x\n"),
         "1:[中][a\r\nb\nc][x]\n",
         0,
         {.encoding = TD_GB18030}},
        {"doubled quotes in an ASCII line that is joined",
         BYTES("\"a\"\"b\",\"c\n\xD6\xD0\"\n"),
         "1:[a\"b][c\n中]\n",
         0,
         {.encoding = TD_GB18030}},
        {"a joined line that is bad",
         BYTES("\xD6\xD0,\"a\n\xFF\"\n\xCE\xC4,c\n"),
         "1:!bad_encoding \xD6\xD0,\"a\n\xFF\"\n3:[文][c]\n",
         2,
         {.encoding = TD_GB18030}},
        {"case 19: rare names",
         BYTES("\x95\x34\xB2\x35\x81\x39\xF3\x38\x9A\x37\x86\x37,x\n"),
         "1:[𠮷㐱\xF0\xB0\xBB\x9D][x]\n",
         0,
         {.encoding = TD_GB18030}},
    };
    EXPECT(cases);
}

Test(csv, case_18_variants_become_the_form_of_2022)
{
    /* A6D9, A6EC, A6ED, FE59, FE61; 8135F437 and the four-byte codes of the private use area */
    struct reading r = {.bytes = BYTES("\xA6\xD9\xA6\xEC\xA6\xED\xFE\x59\xFE\x61\n"
                                       "\x81\x35\xF4\x37,\xA8\xBC\n"
                                       "x\x83\x36\xC8\x30y\x83\x36\xC9\x34z\n"),
                        .format = {.encoding = TD_GB18030},
                        .expect = ANY};
    struct td_buf out = {0};

    read_records(&r, &out);
    cr_expect_str_eq(out.at,
                     "1:[\xEF\xB8\x90\xEF\xB8\x97\xEF\xB8\x98\xE9\xBE\xB4\xE9\xBE\xB5]\n"
                     "2:[\xE1\xB8\xBF][\xE1\xB8\xBF]\n"
                     "3:[x\xC7\xB9y\xE2\xBA\x81z]\n");
    cr_expect_eq(r.notes.gb18030_variants, 3);
    td_buf_free(&out);
}

Test(csv, case_18_variants_in_utf8_become_the_same_form)
{
    struct reading r = {.bytes = BYTES("x\xEE\xA0\x9Ey,\xEE\xA0\x97\n\"\xEE\xA0\x9E\n\",b\n\xEE\x80\x80,c\n"), .expect = ANY};
    struct td_buf out = {0};

    read_records(&r, &out); /* U+E81E is U+9FB4, U+E817 is U+20089; U+E000 has no meaning */
    cr_expect_str_eq(out.at, "1:[x\xE9\xBE\xB4y][\xF0\xA0\x82\x89]\n2:[\xE9\xBE\xB4\n][b]\n4:[\xEE\x80\x80][c]\n");
    cr_expect_eq(r.notes.gb18030_variants, 3);
    cr_expect_eq(r.notes.private_use, 1);
    td_buf_free(&out);
}

Test(csv, case_12_a_line_of_utf8_in_gb18030_is_no_rubbish)
{
    static const struct situation cases[] = {
        {"a whole line",
         BYTES("\xD6\xD0,a\n甲乙丙公司,b\n\xCE\xC4,c\n"),
         "1:[中][a]\n2:!bad_encoding 甲乙丙公司,b\n3:[文][c]\n",
         2,
         {.encoding = TD_GB18030}},
    };
    EXPECT(cases);
}

Test(csv, rows_of_a_sheet_are_filled_up_and_count_as_one_line)
{
    static const struct situation cases[] = {
        {"short rows", BYTES("a,b,c\n\nx\n\"y\nz\",1\n1,2,3,,\n1,2,3,4\n"),
         "1:[a][b][c]\n3:[x][][]\n4:[y\nz][1][]\n5:[1][2][3]\n6:!column_count 1,2,3,4\n", 3, {.rows = true}},
    };
    EXPECT(cases);
}

/* ---- limits -------------------------------------------------------------------------------
 */

struct endless {
    uint64_t left;
    char byte;
    const char *tail, *head; /* head: before all, NULL = nothing */
};

static bool
read_endless(void *at, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct endless *s = at;

    (void)err;
    if (s->head != NULL) {
        *got = strlen(s->head);
        memcpy(out, s->head, *got);
        s->head = NULL;
        if (*got > 0)
            return true;
    }
    if (s->left == 0) {
        *got = strlen(s->tail);
        memcpy(out, s->tail, *got);
        s->tail = "";
        return true;
    }
    *got = s->left < cap ? (size_t)s->left : cap;
    memset(out, s->byte, *got);
    s->left -= *got;
    return true;
}

Test(csv, case_26_a_line_of_a_gigabyte_is_one_fault)
{
    struct endless source = {UINT64_C(1) << 30, 'x', "\n1,2\n", NULL};
    struct td_csv_format format = {.quote = '"', .read = read_endless, .source = &source};
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record r;

    cr_assert(td_csv_open(&csv, &format, &err));
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_eq(r.fault, TD_FAULT_TOO_LONG);
    cr_expect_eq(r.raw.len, 4096);
    cr_expect_eq(r.line, 1);
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_eq(r.fault, TD_FAULT_NONE);
    cr_expect_eq(r.line, 2);
    cr_expect_eq(r.count, 2);
    cr_expect_eq(r.offset, (UINT64_C(1) << 30) + 1);
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_null(r.raw.at);
    td_csv_close(csv);
}

/* KiB that reading the source takes at its height, beyond what was there before; *records of it. */
static long
memory_of(struct endless source, uint64_t *records)
{
    struct td_csv_format format = {.quote = '"', .read = read_endless, .source = &source};
    struct rusage before, after;
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record r;

    getrusage(RUSAGE_SELF, &before);
    cr_assert(td_csv_open(&csv, &format, &err));
    do
        cr_assert(td_csv_next(csv, &r, &err));
    while (r.raw.at != NULL);
    getrusage(RUSAGE_SELF, &after);
    *records = td_csv_notes(csv).records;
    td_csv_close(csv);
    return after.ru_maxrss - before.ru_maxrss;
}

/* 32 MB each, and a few MiB of memory: it would not pass if memory grew with the input. */
Test(csv, cases_21_and_26_memory_is_flat_whatever_the_line)
{
    static const struct {
        const char *what;
        char byte;
        const char *head;
    } cases[] = {
        {"a long line", 'x', ""},
        {"a header of commas", ',', ""},
        {"an unclosed quote on line 1", 'x', "\"a\n"},
        {"an unclosed quote, then line ends", '\n', "\"a"},
        {"nothing but quotes", '"', ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct endless source = {32 << 20, cases[i].byte, "\n1,2\n", cases[i].head};
        uint64_t records;
        long kib = memory_of(source, &records);

        cr_expect_lt(kib, 10 << 10, "%s: %ld KiB", cases[i].what, kib);
        cr_expect_geq(records, 2, "%s: what follows is read", cases[i].what);
    }
}

Test(csv, case_26_a_header_of_a_megabyte)
{
    for (int over = 0; over < 2; over++) {
        struct endless source = {(1 << 20) - 1 + (uint64_t)over * 2, 'h', "\n1\n", ""};
        struct td_csv_format format = {.quote = '"', .read = read_endless, .source = &source};
        struct td_error err = {0};
        struct td_csv *csv;
        struct td_record r;

        cr_assert(td_csv_open(&csv, &format, &err));
        cr_assert(td_csv_next(csv, &r, &err));
        cr_expect_eq(r.fault, over ? TD_FAULT_TOO_LONG : TD_FAULT_NONE);
        cr_assert(td_csv_next(csv, &r, &err));
        cr_expect_eq(r.line, 2);
        td_csv_close(csv);
    }
}

Test(csv, case_26_a_hundred_thousand_columns)
{
    struct endless source = {100000, ',', "\n1,2\n", NULL};
    struct td_csv_format format = {.quote = '"', .read = read_endless, .source = &source};
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record r;

    cr_assert(td_csv_open(&csv, &format, &err));
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_eq(r.fault, TD_FAULT_COLUMN_COUNT);
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_eq(r.count, 2);
    td_csv_close(csv);
}

/* Found by fuzzing: the bytes shown of a long line were those of its neighbours too. */
Test(csv, case_26_a_long_line_shows_no_other)
{
    static const struct situation cases[] = {
        {"in the middle",
         BYTES("a,b\n0123456789ABCDEF,2\n3,4\n5,6\n"),
         "1:[a][b]\n2:!too_long 0123456789\n3:[3][4]\n4:[5][6]\n",
         2,
         {.max_record = 10}},
        {"lone CR",
         BYTES("a,b\r0123456789ABCDEF,2\r3,4\r"),
         "1:[a][b]\n2:!too_long 0123456789\n3:[3][4]\n",
         2,
         {.max_record = 10}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_in_pieces(&cases[i]);
}

Test(csv, the_limit_is_exact)
{
    for (int extra = 0; extra <= 1; extra++)
        for (int end = 0; end < 4; end++) {
            static const char *const ends[] = {"\n", "\r\n", "", "\r"};
            char text[64], expected[64];
            struct reading r = {.format = {.max_record = 10}, .expect = ANY};
            struct td_buf out = {0};

            snprintf(text, sizeof text, "012345678%s%s", extra ? "9X" : "9", ends[end]);
            snprintf(expected, sizeof expected, extra ? "1:!too_long %.10s" : "1:[%.10s]\n",
                     text);
            for (size_t piece = 0; piece < 5; piece++) {
                r.bytes = td_str(text);
                r.piece = piece;
                td_buf_reset(&out);
                read_records(&r, &out);
                cr_expect(td_str_starts(td_buf_view(&out), td_str(expected)), "%s: %s", text,
                          out.at);
            }
            td_buf_free(&out);
        }
}

/* Lines that open a quote when read afresh and keep one open when joined must not cost a whole
 * record's length each. */
Test(csv, quotes_made_to_be_slow_are_not, .timeout = 20)
{
    struct td_buf text = {0}, out = {0};
    struct reading r = {.expect = 3, .from_line = UINT64_MAX};

    td_buf_text(&text, "a,b,c\n");
    for (int i = 0; i < 300000; i++)
        td_buf_text(&text, "5\",\"\"\" y\n");
    r.bytes = td_buf_view(&text);
    read_records(&r, &out);
    cr_expect(r.notes.records > 1 && r.notes.records <= 300001);
    td_buf_free(&text);
    td_buf_free(&out);
}

/* ---- the rest -----------------------------------------------------------------------------
 */

Test(csv, notes_count_what_was_tolerated)
{
    struct reading r = {.bytes = BYTES("\xEF\xBB\xBF"
                                       "a,b\r\n\r\n1,\"x\r\ny\"\r\n2,\"z\n3,4\n")};
    struct td_buf out = {0};

    read_records(&r, &out);
    cr_expect_eq(r.notes.records, 4);
    cr_expect_eq(r.notes.blank_lines, 1);
    cr_expect_eq(r.notes.boms, 1);
    cr_expect_eq(r.notes.crlf, 4);
    cr_expect_eq(r.notes.lone_cr, 0);
    td_buf_free(&out);
}

Test(csv, a_source_that_fails_fails_the_reading)
{
    for (size_t left = 1; left < 20; left++) {
        struct source source = {BYTES("a,b\n1,\"x\ny\"\n2,3\n4,5\n"), 1, left};
        struct td_csv_format format = {.quote = '"', .read = read_source, .source = &source};
        struct td_error err = {0};
        struct td_csv *csv;
        struct td_record r;

        cr_assert(td_csv_open(&csv, &format, &err));
        do
            r.raw.at = NULL;
        while (td_csv_next(csv, &r, &err) && r.raw.at != NULL);
        cr_expect_eq(err.code, TD_E_DAMAGED, "%zu bytes left", left);
        td_csv_close(csv);
    }
}

Test(csv, formats_that_cannot_be_are_refused)
{
    static const struct td_csv_format formats[] = {
        {.delimiter = '\n', .quote = '"'},
        {.delimiter = '"', .quote = '"'},
        {.delimiter = ',', .quote = '\r'},
        {.delimiter = (char)0xA1, .quote = '"'},
    };

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct td_error err = {0};
        struct td_csv *csv;

        cr_expect_not(td_csv_open(&csv, &formats[i], &err));
        cr_expect_eq(err.code, TD_E_PROFILE);
    }
}

/* Raw records and line ends, put together again, are the file. */
Test(csv, every_line_is_in_exactly_one_record_whatever_the_bytes)
{
    static const char alphabet[] = "ab,,,\"\"\"\n\n\r\x81\x30\xE4\xB8\xAD";
    uint64_t seed = 11;

    for (int n = 0; n < 20000; n++) {
        char bytes[48];
        struct td_buf out = {0}, again = {0};
        struct reading r = {.expect = n % 3 == 0 ? ANY : 2};
        size_t len;

        seed = td_hash64(&seed, sizeof seed, 1);
        len = seed % sizeof bytes;
        for (size_t i = 0; i < len; i++) {
            seed = td_hash64(&seed, sizeof seed, 2);
            bytes[i] = alphabet[seed % (sizeof alphabet - 1)];
        }
        r.bytes = (struct td_str){bytes, len};
        r.format.encoding = n % 2 == 0 ? TD_UTF8 : TD_GB18030;
        read_records(&r, &out);
        r.piece = 1;
        read_records(&r, &again);
        cr_assert(td_str_equal(td_buf_view(&out), td_buf_view(&again)));
        td_buf_free(&out);
        td_buf_free(&again);
    }
}
