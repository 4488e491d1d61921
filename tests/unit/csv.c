/* Records of CSV: line ends, quotes, columns; nothing is lost or joined. */
#include "../support/csv_reading.h"

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

Test(csv, fault_24_line_ends_and_line_numbers)
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

Test(csv, fault_23_a_record_of_several_lines_with_other_columns_is_one_fault)
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

Test(csv, fault_12_a_bad_byte_costs_its_whole_record)
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

Test(csv, fault_16_a_nul_byte_in_a_cell_of_several_lines_costs_its_record)
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

Test(csv, fault_21_an_unclosed_quote_costs_one_line)
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

Test(csv, fault_21_stray_text_behind_a_quote)
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
        {"a delimiter lost before a quoted cell that has one",
         BYTES("a,b,c\n1,x\"y, z\"\n1,x\"y 14\"\", \"\"z\"\"\"\n12\" x,13\" y,\"z\"\n"),
         "1:[a][b][c]\n2:!stray_quote 1,x\"y, z\"\n3:!stray_quote 1,x\"y 14\"\", \"\"z\"\"\"\n4:[12\" x][13\" y][z]\n",
         0,
         {0}},
    };
    EXPECT(cases);
}

Test(csv, fault_22_a_quote_inside_an_unquoted_cell_is_text)
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

Test(csv, fault_24_lone_cr_ends_lines_though_lf_stands_within_quotes)
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

Test(csv, fault_22_blanks_around_quotes)
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

Test(csv, fault_22_backslashes_within_quotes_where_the_profile_says_so)
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

Test(csv, fault_23_no_more_empty_cells_beyond_than_the_file_has_by_habit)
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

Test(csv, fault_21_full_width_commas_are_no_delimiters_and_are_told)
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

Test(csv, fault_23_too_few_and_too_many_columns)
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

Test(csv, rows_of_a_sheet_are_filled_up_and_count_as_one_line)
{
    static const struct situation cases[] = {
        {"short rows", BYTES("a,b,c\n\nx\n\"y\nz\",1\n1,2,3,,\n1,2,3,4\n"),
         "1:[a][b][c]\n3:[x][][]\n4:[y\nz][1][]\n5:[1][2][3]\n6:!column_count 1,2,3,4\n", 3, {.rows = true}},
    };
    EXPECT(cases);
}

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

    for (int n = 0; n < 5000; n++) {
        char bytes[192];
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
