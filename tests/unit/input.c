/* What lies in a file: zip archives, workbooks, UTF-16. Archives are made here, member by member. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "../../pipeline/io/book.h"
#include "../../pipeline/io/utf16.h"

static char folder[64];
static char path[128];

static void
make_folder(void)
{
    strcpy(folder, "/tmp/tidu-input-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.zip", folder);
    td_lang_set(TD_EN);
}

static void
remove_folder(void)
{
    unlink(path);
    rmdir(folder);
}

static zip_t *
begin_zip(void)
{
    int code;
    zip_t *z;

    unlink(path);
    z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    cr_assert_not_null(z);
    return z;
}

static zip_int64_t
add(zip_t *z, const char *name, struct td_str bytes)
{
    zip_source_t *s = zip_source_buffer(z, bytes.at, bytes.len, 0);
    zip_int64_t index = zip_file_add(z, name, s, ZIP_FL_ENC_UTF_8);

    cr_assert(index >= 0, "%s", name);
    return index;
}

static void
end_zip(zip_t *z)
{
    cr_assert_eq(zip_close(z), 0, "%s", zip_strerror(z));
}

/* Everything of one member, or the error's code. */
static int
read_member(const struct td_member *member, enum td_encoding encoding, struct td_buf *out,
            struct td_error *err)
{
    struct td_input *in = NULL;
    size_t got = 1;
    char block[37];

    td_error_reset(err);
    td_buf_reset(out);
    if (!td_input_open(&in, path, member, encoding, err))
        return err->code;
    bool ok = td_input_sheet_count(in) == 0 || td_input_sheet_choose(in, 0, err);
    while (ok && got > 0) {
        ok = td_input_read(in, block, sizeof block, &got, err);
        td_buf_add(out, block, ok ? got : 0);
    }
    td_input_close(in);
    return ok ? 0 : err->code;
}

static size_t
list(struct td_arena *arena, struct td_member **members, struct td_error *err)
{
    size_t count;

    td_error_reset(err);
    return td_archive_list(path, arena, members, &count, err) ? count : (size_t)-1;
}

/* ---- archives ----------------------------------------------------------------------------- */
Test(input, members_come_in_the_order_of_their_names_and_clutter_does_not, .init = make_folder,
     .fini = remove_folder)
{
    struct td_arena arena = {0};
    struct td_member *members;
    struct td_error err = {0};
    struct td_buf out = {0};
    zip_t *z = begin_zip();

    add(z, "b.csv", TD_STR("b"));
    add(z, "表/a.csv", TD_STR("a"));
    add(z, "__MACOSX/b.csv", TD_STR("x"));
    add(z, ".hidden", TD_STR("x"));
    add(z, "Thumbs.db", TD_STR("x"));
    cr_assert(zip_dir_add(z, "empty", 0) >= 0);
    end_zip(z);
    cr_assert_eq(list(&arena, &members, &err), 2, "%s", err.text);
    cr_expect_str_eq(members[0].name.at, "b.csv");
    cr_expect_str_eq(members[1].name.at, "表/a.csv");
    cr_expect_eq(read_member(&members[1], TD_UTF8, &out, &err), 0);
    cr_expect_str_eq(out.at, "a");
    td_arena_free(&arena);
    td_buf_free(&out);
}

/* Names are texts: folders that climb, absolute ones, Windows' slashes, GBK without a word. */
Test(input, names_of_members_are_harmless_and_readable, .init = make_folder, .fini = remove_folder)
{
    static const struct {
        const char *name, *shown;
    } cases[] = {
        {"../../etc/passwd", "../../etc/passwd"},
        {"/etc/cron.d/x", "/etc/cron.d/x"},
        {"a\\b.csv", "a/b.csv"},
        {"\xC6\xF3\xD2\xB5.csv", "企业.csv"},
        {"x\ny\x1B.csv", "x?y?.csv"},
        {"\xFF\xFE.csv", "%FF%FE.csv"},
    };
    struct td_buf name = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_error err = {0};
        struct archive a = {0};
        zip_t *z = begin_zip();
        zip_source_t *s = zip_source_buffer(z, "1", 1, 0);

        cr_assert(zip_file_add(z, cases[i].name, s, ZIP_FL_ENC_CP437) >= 0 ||
                  zip_file_add(z, cases[i].name, s, ZIP_FL_ENC_GUESS) >= 0);
        end_zip(z);
        cr_assert(archive_open(&a, path, &err), "%s", err.text);
        td_buf_reset(&name);
        archive_name(&a, 0, &name);
        cr_expect_str_eq(name.at, cases[i].shown);
        archive_close(&a);
    }
    td_buf_free(&name);
}

/* The byte at a member's data, wherever the archive has it. */
static void
spoil(const char *bytes, size_t len)
{
    FILE *f = fopen(path, "r+b");
    char all[4096];
    size_t n = fread(all, 1, sizeof all, f), at = 0;

    while (at + len <= n && memcmp(all + at, bytes, len) != 0)
        at++;
    cr_assert(at + len <= n);
    fseek(f, (long)at, SEEK_SET);
    fputc(bytes[0] ^ 1, f);
    fclose(f);
}

Test(input, a_member_s_checksum_is_checked_before_its_end, .init = make_folder, .fini = remove_folder)
{
    struct td_arena arena = {0};
    struct td_member *members;
    struct td_error err = {0};
    struct td_buf out = {0};
    zip_t *z = begin_zip();

    cr_assert_eq(zip_set_file_compression(z, (zip_uint64_t)add(z, "a.csv", TD_STR("code,name\n1,2\n")),
                                          ZIP_CM_STORE, 0),
                 0);
    end_zip(z);
    cr_assert_eq(list(&arena, &members, &err), 1);
    cr_expect_eq(read_member(members, TD_UTF8, &out, &err), 0);
    spoil("code,name", 9);
    cr_expect_eq(read_member(members, TD_UTF8, &out, &err), TD_E_DAMAGED);
    cr_expect_neq(err.hint[0], 0);
    td_arena_free(&arena);
    td_buf_free(&out);
}

Test(input, archives_that_are_refused_say_why, .init = make_folder, .fini = remove_folder)
{
    static const struct {
        const char *what, *inside;
        size_t len;
        const char *said;
        int code;
    } cases[] = {
        {"an archive in an archive", "PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22, "ZIP", TD_E_LAYOUT},
        {"a gz in an archive", "\x1F\x8B\x08\0\0\0\0\0\0\x03", 10, "gz", TD_E_LAYOUT},
        {"an old workbook in an archive", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", 12, "xls", TD_E_LAYOUT},
        {"nothing in an archive", "", 0, "without content", TD_E_EMPTY},
    };
    struct td_buf out = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_arena arena = {0};
        struct td_member *members;
        struct td_error err = {0};
        zip_t *z = begin_zip();

        add(z, "a.csv", (struct td_str){cases[i].inside, cases[i].len});
        end_zip(z);
        cr_assert_eq(list(&arena, &members, &err), 1);
        cr_expect_eq(read_member(members, TD_UTF8, &out, &err), cases[i].code, "%s: %s", cases[i].what,
                     err.text);
        cr_expect(strstr(err.text, cases[i].said), "%s: %s", cases[i].what, err.text);
        td_arena_free(&arena);
    }
    td_buf_free(&out);
}

Test(input, a_member_with_a_password_is_refused, .init = make_folder, .fini = remove_folder)
{
    struct td_arena arena = {0};
    struct td_member *members;
    struct td_error err = {0};
    struct td_buf out = {0};
    zip_t *z = begin_zip();
    zip_uint64_t at = (zip_uint64_t)add(z, "a.csv", TD_STR("code\n1\n"));

    cr_assert_eq(zip_file_set_encryption(z, at, ZIP_EM_AES_256, "secret"), 0);
    end_zip(z);
    cr_assert_eq(list(&arena, &members, &err), 1);
    cr_expect_eq(read_member(members, TD_UTF8, &out, &err), TD_E_LAYOUT);
    cr_expect(strstr(err.text, "password"), "%s", err.text);
    td_arena_free(&arena);
    td_buf_free(&out);
}

Test(input, an_archive_of_too_many_members_is_refused, .init = make_folder, .fini = remove_folder)
{
    struct td_arena arena = {0};
    struct td_member *members;
    struct td_error err = {0};
    char name[16];
    zip_t *z = begin_zip();

    for (int i = 0; i <= ARCHIVE_MEMBERS_MAX; i++) {
        snprintf(name, sizeof name, "%d.csv", i);
        add(z, name, TD_STR(""));
    }
    end_zip(z);
    cr_expect_eq(list(&arena, &members, &err), (size_t)-1);
    cr_expect_eq(err.code, TD_E_LIMIT, "%s", err.text);
    td_arena_free(&arena);
}

/* 300 MB of zeros a member, a thousandth of that in the archive: by its own account already too much. */
Test(input, fault_06_an_archive_that_would_give_too_much_is_refused, .init = make_folder,
     .fini = remove_folder)
{
    struct td_arena arena = {0};
    struct td_member *members;
    struct td_error err = {0};
    size_t size = (size_t)80 << 20;
    char *zeros = calloc(1, size);
    zip_t *z = begin_zip();

    add(z, "a.csv", (struct td_str){zeros, size});
    end_zip(z);
    free(zeros);
    cr_expect_eq(list(&arena, &members, &err), (size_t)-1);
    cr_expect_eq(err.code, TD_E_LIMIT, "%s", err.text);
    td_arena_free(&arena);
}

Test(input, text_and_gz_are_no_archives, .init = make_folder, .fini = remove_folder)
{
    struct td_arena arena = {0};
    struct td_member *members;
    struct td_error err = {0};
    FILE *f = fopen(path, "wb");

    fputs("PK,x\n", f);
    fclose(f);
    cr_expect_eq(list(&arena, &members, &err), 0);
    f = fopen(path, "wb");
    fwrite("PK\x03\x04rubbish", 1, 11, f);
    fclose(f);
    cr_expect_eq(list(&arena, &members, &err), (size_t)-1);
    cr_expect_eq(err.code, TD_E_DAMAGED);
    td_arena_free(&arena);
}

Test(input, a_pipe_in_the_place_of_a_file_is_not_waited_for, .init = make_folder, .fini = remove_folder)
{
    struct td_arena arena = {0};
    struct td_member *members;
    struct td_error err = {0};
    struct td_buf out = {0};

    cr_assert_eq(mkfifo(path, 0600), 0);
    cr_expect_eq(list(&arena, &members, &err), 0);
    cr_expect_eq(read_member(NULL, TD_UTF8, &out, &err), TD_E_READ);
    td_buf_free(&out);
    td_arena_free(&arena);
}

/* ---- workbooks that were made to harm ----------------------------------------------------------- */
/* A workbook of one sheet, in whose data stands `before`, then `piece` so many times, then `after`. */
static void
make_book(const char *before, const char *piece, size_t times, const char *after)
{
    static const char relations[] = "<Relationships><Relationship Id='r' Type='x/worksheet' "
                                    "Target='worksheets/s.xml'/></Relationships>";
    static const char book[] = "<workbook xmlns:r='r'><sheets><sheet name='s' r:id='r'/></sheets></workbook>";
    struct td_buf sheet = {0};
    zip_t *z = begin_zip();

    td_buf_printf(&sheet, "<worksheet><sheetData><row r='1'><c r='A1'><v>7</v></c></row>%s", before);
    for (size_t i = 0; i < times; i++)
        td_buf_text(&sheet, piece);
    td_buf_printf(&sheet, "%s</sheetData></worksheet>", after);
    add(z, "[Content_Types].xml", TD_STR("<Types/>"));
    add(z, "xl/workbook.xml", td_str(book));
    add(z, "xl/_rels/workbook.xml.rels", td_str(relations));
    add(z, "xl/worksheets/s.xml", td_buf_view(&sheet));
    end_zip(z);
    td_buf_free(&sheet);
}

Test(input, what_a_parser_would_hold_of_a_workbook_has_a_limit, .init = make_folder, .fini = remove_folder)
{
    const size_t mib = (size_t)1 << 20;
    struct td_error err = {0};
    struct td_buf out = {0};

    make_book("<!--", "0123456789ABCDEF", mib / 4, "-->"); /* 4 MiB are taken, … */
    cr_expect_eq(read_member(NULL, TD_UTF8, &out, &err), 0, "%s", err.text);
    cr_expect(td_str_equal(td_buf_view(&out), TD_STR("7\n")));
    make_book("<!--", "0123456789ABCDEF", 3 * mib / 4, "-->"); /* … 12 are not, */
    cr_expect_eq(read_member(NULL, TD_UTF8, &out, &err), TD_E_LIMIT);
    make_book("<c x='", "0123456789ABCDEF", 3 * mib / 4, "'/>"); /* nor as an attribute, */
    cr_expect_eq(read_member(NULL, TD_UTF8, &out, &err), TD_E_LIMIT);
    make_book("", "<a>", 1000, ""); /* nor elements without an end */
    cr_expect_eq(read_member(NULL, TD_UTF8, &out, &err), TD_E_LIMIT);
    td_buf_free(&out);
}

/* ---- cells of workbooks ----------------------------------------------------------------------- */
Test(book, what_a_format_makes_of_a_number)
{
    static const struct {
        const char *format;
        enum book_style style;
    } cases[] = {
        {"General", STYLE_NUMBER},          {"G/通用格式", STYLE_NUMBER},
        {"0.00", STYLE_NUMBER},             {"#,##0.00_ ", STYLE_NUMBER},
        {"0.00E+00", STYLE_NUMBER},         {"#,##0.00\" usd\";[Red]-0", STYLE_NUMBER},
        {"[$USD] #,##0", STYLE_NUMBER},     {"0.0%", STYLE_PERCENT},
        {"0%;[Red]-0%", STYLE_PERCENT},     {"0\"%\"", STYLE_NUMBER},
        {"yyyy-mm-dd", STYLE_DATE},         {"yyyy\"年\"m\"月\"d\"日\";@", STYLE_DATE},
        {"[$-804]yyyy\\-mm\\-dd", STYLE_DATE}, {"[$-zh-CN]yyyy/m/d", STYLE_DATE},
        {"mmm-yy", STYLE_DATE},             {"h:mm:ss", STYLE_TIME},
        {"[h]:mm", STYLE_TIME},             {"mm:ss", STYLE_TIME},
        {"000000", STYLE_DIGITS},           {"0", STYLE_NUMBER},
        {"@", STYLE_NUMBER},                {"", STYLE_NUMBER},
        {"\"", STYLE_NUMBER},               {"[", STYLE_NUMBER},
        {"\\", STYLE_NUMBER},
    };
    int digits;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(book_style_of(td_str(cases[i].format), &digits), cases[i].style, "%s",
                     cases[i].format);
    cr_expect_eq(book_style_builtin(31), STYLE_DATE, "Excel's own Chinese date");
    cr_expect_eq(book_style_builtin(57), STYLE_DATE);
    cr_expect_eq(book_style_builtin(10), STYLE_PERCENT);
    cr_expect_eq(book_style_builtin(4), STYLE_NUMBER);
}

Test(book, numbers_are_what_a_person_sees)
{
    static const struct {
        const char *raw;
        enum book_style style;
        int digits;
        const char *shown;
    } cases[] = {
        {"8.1999999999999993", STYLE_NUMBER, 0, "8.2"},
        {"1234.5", STYLE_NUMBER, 0, "1234.5"},
        {"-0", STYLE_NUMBER, 0, "0"},
        {"371502000000001", STYLE_NUMBER, 0, "371502000000001"},
        /* a credit code of 18 digits: three are lost, and that must be seen */
        {"913715020000000128", STYLE_NUMBER, 0, "9.13715020000000E+17"},
        {"9.1371502000000013E+17", STYLE_NUMBER, 0, "9.13715020000000E+17"},
        {"0.12", STYLE_PERCENT, 0, "12%"},
        {"7.0000000000000007E-2", STYLE_PERCENT, 0, "7%"},
        {"1.4999999999999999E-4", STYLE_NUMBER, 0, "0.00015"},
        {"6.9999999999999994E-5", STYLE_NUMBER, 0, "0.00007"},
        {"-8.9648000000000004E-5", STYLE_NUMBER, 0, "-0.000089648"},
        {"1.2500000000000001E-12", STYLE_NUMBER, 0, "0.00000000000125"},
        {"42", STYLE_DIGITS, 6, "000042"},
        {"45322", STYLE_DATE, 0, "2024-01-31"},
        {"45322.4375", STYLE_DATE, 0, "2024-01-31 10:30:00"},
        {"1", STYLE_DATE, 0, "1900-01-01"},
        {"59", STYLE_DATE, 0, "1900-02-28"},
        {"60", STYLE_DATE, 0, "1900-02-29"}, /* as Excel shows it: no date, and rejected as one */
        {"61", STYLE_DATE, 0, "1900-03-01"},
        {"0", STYLE_DATE, 0, "1900-01-00"},
        {"2958465", STYLE_DATE, 0, "9999-12-31"},
        {"2958466", STYLE_DATE, 0, "2958466"},
        {"-5", STYLE_DATE, 0, "-5"},
        {"0.5", STYLE_TIME, 0, "12:00:00"},
        {"长期", STYLE_DATE, 0, "长期"},
        {"1e999", STYLE_NUMBER, 0, "1e999"},
        {"", STYLE_NUMBER, 0, ""},
    };
    struct td_buf out = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        td_buf_reset(&out);
        td_buf_add(&out, "", 0);
        book_number(td_str(cases[i].raw), cases[i].style, cases[i].digits, false, &out);
        if (strchr(cases[i].shown, 'E') != NULL) {
            cr_expect(strstr(out.at, "E+17"), "%s: %s", cases[i].raw, out.at);
            continue;
        }
        cr_expect_str_eq(out.at, cases[i].shown, "%s: %s, not %s", cases[i].raw, out.at, cases[i].shown);
    }
    td_buf_reset(&out);
    book_number(TD_STR("43860"), STYLE_DATE, 0, true, &out);
    cr_expect_str_eq(out.at, "2024-01-31", "counted from 1904: %s", out.at);
    td_buf_free(&out);
}

Test(book, office_s_own_escapes)
{
    struct td_buf out = {0};

    book_add_text(TD_STR("a_x000D_\nb_x005F_x000D_c_xZZZZ_\x01"), &out);
    cr_expect_str_eq(out.at, "a\nb_x000D_c_xZZZZ_");
    td_buf_free(&out);
}

/* ---- UTF-16 ---------------------------------------------------------------------------------- */
Test(utf16, fault_19_in_any_pieces_and_both_orders)
{
    static const struct {
        const char *what;
        struct td_str bytes;
        const char *text;
    } cases[] = {
        {"little, with its mark", {"\xFF\xFE\x2D\x4E\t\0\n\0", 8}, "\xEF\xBB\xBF中\t\n"},
        {"big", {"\xFE\xFF\x4E\x2D\0\t\0\n", 8}, "\xEF\xBB\xBF中\t\n"},
        {"no mark, by its zeros", {"1\0,\0002\0\n\0", 8}, "1,2\n"},
        {"a pair", {"\xFF\xFE\x42\xD8\xB7\xDF\n\0", 8}, "\xEF\xBB\xBF𠮷\n"},
        {"half of a pair is no UTF-8 either", {"\xFF\xFE\x42\xD8\n\0", 6}, "\xEF\xBB\xBF\xED\xA1\x82\n"},
        {"half of a unit at the end", {"\xFF\xFEx\0y", 5}, "\xEF\xBB\xBFx\xFF"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t piece = 2; piece < 9; piece++) {
            struct utf16 u = {0};
            struct td_buf out = {0};
            struct td_error err = {0};
            struct td_str left = cases[i].bytes;

            while (left.len > 0) {
                size_t n = left.len < piece ? left.len : piece;

                cr_assert(utf16_add(&u, (struct td_str){left.at, n}, &out, &err));
                left = (struct td_str){left.at + n, left.len - n};
            }
            utf16_end(&u, &out);
            cr_expect_str_eq(out.at, cases[i].text, "%s in pieces of %zu", cases[i].what, piece);
            td_buf_free(&out);
        }
}

Test(utf16, what_is_none_is_told)
{
    struct utf16 u = {0};
    struct td_buf out = {0};
    struct td_error err = {0};

    cr_expect_not(utf16_add(&u, TD_STR("code,name\n"), &out, &err));
    cr_expect_eq(err.code, TD_E_ENCODING);
    cr_expect_neq(err.hint[0], 0);
    td_buf_free(&out);
}
