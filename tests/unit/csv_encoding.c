/* CSV in its encodings: bad bytes, NUL, byte order marks, GB18030 and its variants. */
#include "../support/csv_reading.h"

Test(csv, fault_13_half_a_character_before_a_line_end_costs_its_own_line)
{
    static const struct situation cases[] = {
        {"half a character before the line end",
         BYTES("a\nx\xE8\x81\nb\n"),
         "1:[a]\n2:!bad_encoding x\xE8\x81\n3:[b]\n",
         0,
         {0}},
        {"GB18030: half a character before LF",
         BYTES("a\nx\x81\nb\n"),
         "1:[a]\n2:!bad_encoding x\x81\n3:[b]\n",
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

Test(csv, fault_14_half_a_character_at_the_end_of_the_file_is_a_rejected_row)
{
    static const struct situation cases[] = {
        {"half a character at the end",
         BYTES("a\nx\xE8\x81"),
         "1:[a]\n2:!bad_encoding x\xE8\x81\n",
         0,
         {0}},
        {"GB18030: four bytes cut at the end",
         BYTES("a\nx\x81\x30\x81"),
         "1:[a]\n2:!bad_encoding x\x81\x30\x81\n",
         0,
         {.encoding = TD_GB18030}},
    };
    EXPECT(cases);
}

Test(csv, fault_15_bytes_that_are_no_utf8_cost_their_own_line)
{
    static const struct situation cases[] = {
        {"overlong",
         BYTES("a\n\xC0\xAF\nb\n"),
         "1:[a]\n2:!bad_encoding \xC0\xAF\n3:[b]\n",
         0,
         {0}},
        {"overlong of three",
         BYTES("a\n\xE0\x80\xAF\nb\n"),
         "1:[a]\n2:!bad_encoding \xE0\x80\xAF\n3:[b]\n",
         0,
         {0}},
        {"surrogate",
         BYTES("a\n\xED\xA0\x80\nb\n"),
         "1:[a]\n2:!bad_encoding \xED\xA0\x80\n3:[b]\n",
         0,
         {0}},
        {"beyond U+10FFFF",
         BYTES("a\n\xF4\x90\x80\x80\nb\n"),
         "1:[a]\n2:!bad_encoding \xF4\x90\x80\x80\n3:[b]\n",
         0,
         {0}},
        {"lone continuation",
         BYTES("a\nx\x80y\nb\n"),
         "1:[a]\n2:!bad_encoding x\x80y\n3:[b]\n",
         0,
         {0}},
        {"the last code point",
         BYTES("a\n\xF4\x8F\xBF\xBF\xEF\xBF\xBD\xED\x9F\xBF\n"),
         "1:[a]\n2:[\xF4\x8F\xBF\xBF\xEF\xBF\xBD\xED\x9F\xBF]\n",
         0,
         {0}},
    };
    EXPECT(cases);
}

Test(csv, fault_16_a_nul_byte_never_joins_rows)
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

Test(csv, fault_17_byte_order_marks)
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

/* The first file did not end in a line end: its last record is one line with the header of the second. */
Test(csv, fault_17_a_mark_within_a_line_is_counted_and_told)
{
    struct source source = {BYTES("a,b\n1,2\n3,4\xEF\xBB\xBF" "a,b\n5,6\n"), 0, 0};
    struct td_csv_format format = {.quote = '"', .read = read_source, .source = &source};
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record r;

    td_lang_set(TD_EN);
    cr_assert(td_csv_open(&csv, &format, &err));
    td_csv_expect(csv, 2);
    for (int line = 1; line <= 3; line++)
        cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_eq(r.fault, TD_FAULT_COLUMN_COUNT);
    cr_expect(td_str_has(r.detail, TD_STR("byte order mark")), "%.*s", (int)r.detail.len, r.detail.at);
    cr_expect_eq(td_csv_notes(csv).boms, 1);
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_eq(r.count, 2);
    td_csv_close(csv);
}

Test(csv, fault_19_gb18030_and_rare_characters)
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
        {"rare names",
         BYTES("\x95\x34\xB2\x35\x81\x39\xF3\x38\x9A\x37\x86\x37,x\n"),
         "1:[𠮷㐱\xF0\xB0\xBB\x9D][x]\n",
         0,
         {.encoding = TD_GB18030}},
    };
    EXPECT(cases);
}

Test(csv, fault_18_variants_become_the_form_of_2022)
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

/* A6D9, A6EC, FE59, FE61 and 8135F437 as two tables of GB18030 give them in UTF-8 (private use or not), and as bytes. */
Test(csv, fault_18_five_characters_in_both_encodings_have_one_form)
{
    static const char one[] = "1:[\xEF\xB8\x90][\xEF\xB8\x97][\xE9\xBE\xB4][\xE9\xBE\xB5][\xE1\xB8\xBF]\n";
    struct {
        struct td_str bytes;
        enum td_encoding encoding;
        uint64_t counted;
    } cases[] = {
        {BYTES("\xA6\xD9,\xA6\xEC,\xFE\x59,\xFE\x61,\x81\x35\xF4\x37\n"), TD_GB18030, 1},
        {BYTES("\xEE\x9E\x8D,\xEE\x9E\x94,\xEE\xA0\x9E,\xEE\xA0\xA6,\xEE\x9F\x87\n"), TD_UTF8, 5},
        {BYTES("\xEF\xB8\x90,\xEF\xB8\x97,\xE9\xBE\xB4,\xE9\xBE\xB5,\xE1\xB8\xBF\n"), TD_UTF8, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r = {.bytes = cases[i].bytes, .format = {.encoding = cases[i].encoding}, .expect = ANY};
        struct td_buf out = {0};

        read_records(&r, &out);
        cr_expect_str_eq(out.at, one, "case %zu: %s", i, out.at);
        cr_expect_eq(r.notes.gb18030_variants, cases[i].counted, "case %zu", i); /* those that stand elsewhere in 2022 */
        td_buf_free(&out);
    }
}

Test(csv, fault_18_variants_in_utf8_become_the_same_form)
{
    struct reading r = {.bytes = BYTES("x\xEE\xA0\x9Ey,\xEE\xA0\x97\n\"\xEE\xA0\x9E\n\",b\n\xEE\x80\x80,c\n"), .expect = ANY};
    struct td_buf out = {0};

    read_records(&r, &out); /* U+E81E is U+9FB4, U+E817 is U+20089; U+E000 has no meaning */
    cr_expect_str_eq(out.at, "1:[x\xE9\xBE\xB4y][\xF0\xA0\x82\x89]\n2:[\xE9\xBE\xB4\n][b]\n4:[\xEE\x80\x80][c]\n");
    cr_expect_eq(r.notes.gb18030_variants, 3);
    cr_expect_eq(r.notes.private_use, 1);
    td_buf_free(&out);
}

Test(csv, fault_12_a_line_of_utf8_in_gb18030_is_no_rubbish)
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
