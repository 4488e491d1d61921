#include "tidu/input.h"
#include "tidu/text.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static char folder[64], path[128];

static void
make_folder(void)
{
    strcpy(folder, "/tmp/tidu-gz-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static void
remove_folder(void)
{
    char command[96];

    snprintf(command, sizeof command, "rm -r '%s'", folder);
    cr_assert_eq(system(command), 0);
}

static const char *
put(const char *name, struct td_str bytes)
{
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "wb");
    cr_assert_not_null(f);
    cr_assert_eq(fwrite(bytes.at, 1, bytes.len, f), bytes.len);
    cr_assert_eq(fclose(f), 0);
    return path;
}

/* Append text to out as one gzip member. */
static void
add_member(struct td_buf *out, struct td_str text)
{
    z_stream z = {0};
    size_t bound;

    cr_assert_eq(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    bound = deflateBound(&z, text.len);
    td_buf_reserve(out, bound);
    z.next_in = (unsigned char *)text.at;
    z.avail_in = (uInt)text.len;
    z.next_out = (unsigned char *)out->at + out->len;
    z.avail_out = (uInt)bound;
    cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += bound - z.avail_out;
    deflateEnd(&z);
}

/* Read all of a file in pieces of `piece` bytes; the error's code, 0 = fine. */
static int
read_all(const char *file, const struct td_gz_limits *limits, size_t piece, struct td_buf *out)
{
    struct td_error err = {0};
    struct td_gz *gz = NULL;
    char *bytes = td_alloc(piece, 1);
    size_t got = 1;
    bool ok = td_gz_open(&gz, file, limits, &err);

    td_buf_reset(out);
    while (ok && got > 0) {
        ok = td_gz_read(gz, bytes, piece, &got, &err);
        if (ok)
            td_buf_add(out, bytes, got);
    }
    if (ok) {
        uint64_t hash, size;

        cr_expect(td_file_hash(file, &hash, &size, &err));
        cr_expect_eq(hash, td_gz_hash(gz));
        cr_expect_eq(size, td_gz_compressed(gz));
        cr_expect(td_gz_read(gz, bytes, piece, &got, &err) && got == 0, "the end is the end");
    } else {
        cr_expect_neq(err.code, 0);
        cr_expect_neq(err.text[0], 0);
        cr_expect_neq(err.file[0], 0, "an error without its file: %s", err.text);
    }
    td_gz_close(gz);
    free(bytes);
    return err.code;
}

/* Read to the end or the first fault, into out where there is one. */
static void
drain(struct td_gz *gz, struct td_buf *out, struct td_error *err)
{
    static char bytes[65536];
    size_t got;

    while (td_gz_read(gz, bytes, sizeof bytes, &got, err) && got > 0)
        if (out != NULL)
            td_buf_add(out, bytes, got);
}

static const struct td_str rows = {"91440300192317458F,聊城精密\n91350100M000100Y43,聊城轴承\n",
                                   64};

Test(gz, reads_plain_and_compressed, .init = make_folder, .fini = remove_folder)
{
    static const size_t pieces[] = {1, 2, 7, 64, 65536};
    struct td_buf out = {0}, gz = {0};

    add_member(&gz, rows);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        cr_expect_eq(read_all(put("a.csv", rows), NULL, pieces[i], &out), 0);
        cr_expect(td_str_equal(td_buf_view(&out), rows));
        cr_expect_eq(read_all(put("a.csv.gz", td_buf_view(&gz)), NULL, pieces[i], &out), 0);
        cr_expect(td_str_equal(td_buf_view(&out), rows));
        /* the bytes tell, not the name */
        cr_expect_eq(read_all(put("a.csv", td_buf_view(&gz)), NULL, pieces[i], &out), 0);
        cr_expect(td_str_equal(td_buf_view(&out), rows));
    }
    td_buf_free(&out);
    td_buf_free(&gz);
}

Test(gz, fault_01_fault_02_a_cut_anywhere_is_damage, .init = make_folder, .fini = remove_folder)
{
    struct td_buf out = {0}, gz = {0};

    add_member(&gz, rows);
    for (size_t len = 2; len < gz.len; len++) {
        const char *file = put("cut.csv.gz", (struct td_str){gz.at, len});

        cr_expect_eq(read_all(file, NULL, 64, &out), TD_E_DAMAGED, "cut to %zu of %zu", len,
                     gz.len);
    }
    td_buf_free(&out);
    td_buf_free(&gz);
}

Test(gz, fault_01_what_was_decoded_is_told_in_rows, .init = make_folder, .fini = remove_folder)
{
    struct td_error err = {0};
    struct td_buf gz = {0};
    struct td_gz *file;

    td_lang_set(TD_ZH);
    add_member(&gz, rows);
    cr_assert(td_gz_open(&file, put("cut.csv.gz", (struct td_str){gz.at, gz.len - 8}), NULL, &err));
    drain(file, NULL, &err);
    cr_expect(strstr(err.text, "文件不完整") && strstr(err.text, "已解出 64 字节、2 行"), "%s", err.text);
    td_gz_close(file);
    td_buf_free(&gz);
}

/* All rows are there and only the trailer, or a part of it, is not. */
Test(gz, fault_02_a_cut_at_the_end_of_a_row, .init = make_folder, .fini = remove_folder)
{
    struct td_buf out = {0}, gz = {0};

    add_member(&gz, rows);
    for (size_t missing = 1; missing <= 8; missing++)
        cr_expect_eq(
            read_all(put("cut.gz", (struct td_str){gz.at, gz.len - missing}), NULL, 4096, &out),
            TD_E_DAMAGED);
    td_buf_free(&out);
    td_buf_free(&gz);
}

Test(gz, fault_03_wrong_crc_or_length, .init = make_folder, .fini = remove_folder)
{
    struct td_buf out = {0}, gz = {0};

    add_member(&gz, rows);
    for (size_t at = gz.len - 8; at < gz.len; at++) {
        gz.at[at] ^= 0x10;
        cr_expect_eq(read_all(put("bad.gz", td_buf_view(&gz)), NULL, 64, &out), TD_E_DAMAGED);
        gz.at[at] ^= 0x10;
    }
    td_buf_free(&out);
    td_buf_free(&gz);
}

Test(gz, no_flipped_bit_ever_changes_the_rows, .init = make_folder, .fini = remove_folder)
{
    struct td_buf out = {0}, gz = {0};

    add_member(&gz, rows);
    for (size_t bit = 16; bit < gz.len * 8; bit++) {
        gz.at[bit / 8] = (char)(gz.at[bit / 8] ^ 1 << bit % 8);
        if (read_all(put("bad.gz", td_buf_view(&gz)), NULL, 64, &out) == 0)
            cr_expect(td_str_equal(td_buf_view(&out), rows), "bit %zu", bit);
        gz.at[bit / 8] = (char)(gz.at[bit / 8] ^ 1 << bit % 8);
    }
    td_buf_free(&out);
    td_buf_free(&gz);
}

Test(gz, fault_04_members_are_read_one_after_another, .init = make_folder, .fini = remove_folder)
{
    struct td_buf out = {0}, gz = {0}, twice = {0};
    size_t first;

    td_buf_str(&twice, rows);
    td_buf_str(&twice, rows);
    add_member(&gz, rows);
    first = gz.len;
    add_member(&gz, TD_STR(""));
    add_member(&gz, rows);
    for (size_t piece = 1; piece < 200; piece++) {
        cr_expect_eq(read_all(put("two.gz", td_buf_view(&gz)), NULL, piece, &out), 0);
        cr_expect(td_str_equal(td_buf_view(&out), td_buf_view(&twice)));
    }
    gz.at[first - 1] ^= 1; /* the length of the first one */
    cr_expect_eq(read_all(put("two.gz", td_buf_view(&gz)), NULL, 64, &out), TD_E_DAMAGED);
    gz.at[first - 1] ^= 1;
    gz.at[gz.len - 8] ^= 1; /* the CRC of the last one */
    cr_expect_eq(read_all(put("two.gz", td_buf_view(&gz)), NULL, 64, &out), TD_E_DAMAGED);
    td_buf_free(&out);
    td_buf_free(&gz);
    td_buf_free(&twice);
}

/* Time, name, comment, a field of its maker's and a checksum of all that: as other programs write it (RFC 1952). */
static void
add_full_head(struct td_buf *out, unsigned flags)
{
    size_t start = out->len;

    td_buf_add(out, "\x1F\x8B\x08", 3);
    td_buf_add(out, &(char){(char)flags}, 1);
    td_buf_add(out, "\1\2\3\4\0\3", 6);
    if (flags & 4)
        td_buf_add(out, "\5\0ab\0cd", 7);
    if (flags & 8)
        td_buf_add(out, "税务.csv", 11);
    if (flags & 16)
        td_buf_add(out, "", 1);
    if (flags & 2) {
        uLong crc = crc32(0, (const Bytef *)out->at + start, (uInt)(out->len - start));
        td_buf_add(out, (char[]){(char)crc, (char)(crc >> 8)}, 2);
    }
}

Test(gz, fault_04_a_members_head_may_hold_more, .init = make_folder, .fini = remove_folder)
{
    struct td_buf out = {0}, gz = {0}, bare = {0};

    add_member(&bare, rows);
    for (unsigned flags = 0; flags < 256; flags++) {
        bool fine = (flags & 0xE0) == 0;
        size_t head;

        td_buf_reset(&gz);
        td_buf_str(&gz, td_buf_view(&bare));
        add_full_head(&gz, flags);
        head = gz.len - bare.len;
        td_buf_add(&gz, bare.at + 10, bare.len - 10);
        for (size_t piece = 1; piece < 200; piece += 61)
            cr_expect_eq(read_all(put("head.gz", td_buf_view(&gz)), NULL, piece, &out), fine ? 0 : TD_E_DAMAGED, "flags %u", flags);
        cr_expect(!fine || (out.len == 2 * rows.len && memcmp(out.at + rows.len, rows.at, rows.len) == 0), "flags %u", flags);
        for (size_t cut = bare.len + 1; cut < bare.len + head; cut++)
            cr_expect_eq(read_all(put("head.gz", (struct td_str){gz.at, cut}), NULL, 64, &out), TD_E_DAMAGED, "cut in the head");
        if (!fine || !(flags & 2))
            continue;
        gz.at[bare.len + 5] ^= 1;
        cr_expect_eq(read_all(put("head.gz", td_buf_view(&gz)), NULL, 64, &out), TD_E_DAMAGED, "a checksum that is wrong");
    }
    td_buf_free(&out);
    td_buf_free(&gz);
    td_buf_free(&bare);
}

Test(gz, fault_05_garbage_behind_the_last_member, .init = make_folder, .fini = remove_folder)
{
    static const struct {
        struct td_str tail;
        int code;
    } cases[] = {
        {{"\0", 1}, 0},
        {{"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16}, 0},
        {{"x", 1}, TD_E_DAMAGED},
        {{"\n", 1}, TD_E_DAMAGED},
        {{"\0\0x", 3}, TD_E_DAMAGED},
        {{"\0\0\x1F\x8B", 4}, TD_E_DAMAGED},
        {{"\x1F", 1}, TD_E_DAMAGED},
        {{"\x1F\x8B", 2}, TD_E_DAMAGED},
        {{"\x1F\x8B\x08\0\0\0\0\0\0\x03", 10}, TD_E_DAMAGED},
        {{"\x1Fgarbage", 8}, TD_E_DAMAGED},
    };
    struct td_buf out = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_buf gz = {0};

        add_member(&gz, rows);
        td_buf_str(&gz, cases[i].tail);
        cr_expect_eq(read_all(put("tail.gz", td_buf_view(&gz)), NULL, 4096, &out),
                     cases[i].code, "case %zu", i);
        td_buf_free(&gz);
    }
    td_buf_free(&out);
}

/* As gzip does it, where the profile says so; what begins like a member may be one that was cut. */
Test(gz, fault_05_garbage_is_passed_over_where_that_is_allowed, .init = make_folder, .fini = remove_folder)
{
    static const struct {
        struct td_str tail;
        int code;
        uint64_t bytes;
    } cases[] = {{{"", 0}, 0, 0},
                 {{"rubbish\n", 8}, 0, 8},
                 {{"\0\0x", 3}, 0, 1},
                 {{"\x1F\x8B\x08\0\0\0\0\0\0\x03", 10}, TD_E_DAMAGED, 0}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_error err = {0};
        struct td_buf gz = {0}, out = {0};
        struct td_gz *file;
        uint64_t hash, size;

        add_member(&gz, rows);
        td_buf_str(&gz, cases[i].tail);
        cr_assert(td_gz_open(&file, put("tail.gz", td_buf_view(&gz)), &(struct td_gz_limits){.allow_tail = true}, &err));
        drain(file, &out, &err);
        cr_expect_eq(err.code, cases[i].code, "case %zu: %s", i, err.text);
        cr_expect_eq(td_gz_tail(file), cases[i].bytes, "case %zu", i);
        cr_expect(cases[i].code != 0 || td_str_equal(td_buf_view(&out), rows));
        cr_expect(cases[i].code != 0 || (td_file_hash(path, &hash, &size, &err) && hash == td_gz_hash(file)),
                  "the file is known again as a whole");
        td_gz_close(file);
        td_buf_free(&gz);
        td_buf_free(&out);
    }
}

Test(gz, fault_06_a_bomb_is_stopped_and_memory_stays_flat, .init = make_folder, .fini = remove_folder)
{
    enum { ZEROS = 160 << 20 };
    struct td_buf out = {0}, gz = {0};
    char *zeros = calloc(1, ZEROS);
    struct td_error err = {0};
    struct td_gz *file;
    struct rusage before, after;
    unsigned long long from, gave, times;

    td_lang_set(TD_EN);
    add_member(&gz, (struct td_str){zeros, ZEROS});
    free(zeros);
    put("bomb.gz", td_buf_view(&gz));
    cr_expect_eq(read_all(path, &(struct td_gz_limits){.max_bytes = 1 << 20}, 65536, &out),
                 TD_E_LIMIT);
    cr_expect(out.len <= (1 << 20) + 65536);
    getrusage(RUSAGE_SELF, &before);
    cr_assert(td_gz_open(&file, path, &(struct td_gz_limits){.max_ratio = 100}, &err));
    drain(file, NULL, &err);
    cr_expect_eq(err.code, TD_E_LIMIT);
    cr_assert_eq(sscanf(err.text, "expansion beyond the limit: %llu compressed bytes gave %llu (%llu times", &from, &gave, &times),
                 3, "%s", err.text);
    cr_expect(from > 0 && gave > 100 * from && gave < 100 << 20 && times == gave / (from + 1), "bytes and ratio: %s", err.text);
    getrusage(RUSAGE_SELF, &after);
    cr_expect(after.ru_maxrss - before.ru_maxrss < 4096, "%ld KiB",
              after.ru_maxrss - before.ru_maxrss);
    td_gz_close(file);
    cr_expect_eq(read_all(path, NULL, 1 << 20, &out), TD_E_LIMIT, "by default too");
    cr_expect_eq(read_all(path, &(struct td_gz_limits){.max_ratio = 1100}, 1 << 20, &out), 0);
    cr_expect_eq(out.len, ZEROS);
    td_buf_free(&out);
    td_buf_free(&gz);
}

Test(gz, fault_07_empty_deliveries, .init = make_folder, .fini = remove_folder)
{
    struct td_buf out = {0}, gz = {0};

    add_member(&gz, TD_STR(""));
    cr_expect_eq(read_all(put("a.csv", TD_STR("")), NULL, 64, &out), TD_E_EMPTY);
    cr_expect_eq(read_all(put("a.csv.gz", TD_STR("")), NULL, 64, &out), TD_E_EMPTY);
    cr_expect_eq(read_all(put("a.csv.gz", td_buf_view(&gz)), NULL, 64, &out), TD_E_EMPTY);
    td_buf_free(&out);
    td_buf_free(&gz);
}

Test(gz, fault_08_other_formats_are_told_by_their_bytes, .init = make_folder, .fini = remove_folder)
{
    static const struct {
        const char *name;
        struct td_str bytes;
    } cases[] = {
        {"spoilt.csv.gz", {"\x1F\x8A\x08\0\0\0\0\0\0\x03", 10}},
        {"one.gz", {"\x1F", 1}},
        {"book.csv",
         {"PK\x03\x04\x14\0\0\0\x08\0.......................[Content_Types].xml", 52}},
        {"book.csv.gz",
         {"PK\x03\x04\x14\0\0\0\x08\0.......................xl/workbook.xml", 48}},
        {"files.csv", {"PK\x03\x04 data", 9}},
        {"book.xls", {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", 12}},
        {"page.xls", {"\r\n <HTML xmlns:o=\"urn\"><table>", 30}},
        {"page.pdf", {"%PDF-1.7\n", 9}},
        {"a.csv", {"7z\xBC\xAF\x27\x1C..", 8}},
        {"a.csv", {"Rar!\x1A\x07\x01\0", 8}},
        {"a.csv",
         {"\xFD"
          "7zXZ\0\0\x04",
          8}},
        {"a.csv", {"BZh91AY&SY....", 14}},
        {"a.csv", {"\x28\xB5\x2F\xFD....", 8}},
    };
    struct td_buf out = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_error err = {0};
        struct td_gz *gz;
        struct td_buf inside = {0};
        const char *file = put(cases[i].name, cases[i].bytes);

        cr_expect_eq(read_all(file, NULL, 64, &out), TD_E_LAYOUT, "%s (%zu)", cases[i].name, i);
        cr_expect_not(td_gz_open(&gz, file, NULL, &err));
        cr_expect_neq(err.hint[0], 0, "%s says what to do", cases[i].name);
        if (i < 2)
            continue;
        add_member(&inside, cases[i].bytes);
        cr_expect_eq(read_all(put("inside.csv.gz", td_buf_view(&inside)), NULL, 4096, &out),
                     TD_E_LAYOUT, "%s (%zu) inside a gz", cases[i].name, i);
        cr_expect_eq(read_all(path, NULL, 3, &out), TD_E_LAYOUT, "%s (%zu) in small pieces",
                     cases[i].name, i);
        td_buf_free(&inside);
    }
    cr_expect_eq(read_all(put("pk.csv", TD_STR("PK,BZh,7z\n1,2,3\n")), NULL, 64, &out), 0);
    td_buf_free(&out);
}

/* What a browser unpacked on the way kept its name: the bytes decide, not the name. */
Test(gz, fault_08_text_under_the_name_of_a_gz_is_text, .init = make_folder, .fini = remove_folder)
{
    struct td_buf out = {0};

    cr_expect_eq(read_all(put("text.csv.gz", rows), NULL, 64, &out), 0);
    cr_expect(td_str_equal(td_buf_view(&out), rows));
    td_buf_free(&out);
}

/* A workbook with a password is no old workbook: what to do is another thing. */
Test(gz, fault_08_a_workbook_with_a_password_is_told, .init = make_folder, .fini = remove_folder)
{
    char bytes[2048] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

    td_lang_set(TD_EN);
    for (int locked = 0; locked < 2; locked++) {
        struct td_error err = {0};
        struct td_gz *gz;

        bytes[48] = 1; /* the directory lies in the second sector behind the header */
        if (locked == 1)
            memcpy(bytes + 1024, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
        cr_expect_not(td_gz_open(&gz, put("a.xlsx", (struct td_str){bytes, sizeof bytes}), NULL, &err));
        cr_expect_eq(err.code, TD_E_LAYOUT);
        cr_expect_eq(strstr(err.text, "password") != NULL, locked == 1, "%s", err.text);
    }
}

static int
read_while(void (*change)(const char *file), const char *file)
{
    struct td_error err = {0};
    struct td_gz *gz;
    char bytes[16];
    size_t got;

    cr_assert(td_gz_open(&gz, file, NULL, &err));
    cr_assert(td_gz_read(gz, bytes, sizeof bytes, &got, &err));
    if (change != NULL)
        change(file);
    drain(gz, NULL, &err);
    td_gz_close(gz);
    return err.code;
}

static void
append(const char *file)
{
    FILE *f = fopen(file, "ab");

    fputs("more\n", f);
    fclose(f);
}

static void
replace(const char *file)
{
    char other[160];
    FILE *f;

    snprintf(other, sizeof other, "%s.new", file);
    f = fopen(other, "wb");
    fwrite(rows.at, 1, rows.len, f);
    fclose(f);
    rename(other, file);
}

static void
touch(const char *file)
{
    struct timespec times[2] = {{.tv_sec = 1}, {.tv_sec = 1}};

    utimensat(AT_FDCWD, file, times, 0);
}

static void
cut(const char *file)
{
    cr_assert_eq(truncate(file, 20), 0);
}

static void
take_away(const char *file)
{
    unlink(file);
}

Test(gz, fault_09_a_file_that_changes_while_it_is_read, .init = make_folder, .fini = remove_folder)
{
    static void (*const changes[])(const char *) = {append, replace, touch, cut, take_away};

    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        cr_expect_eq(read_while(changes[i], put("a.csv", rows)), TD_E_CHANGED, "change %zu", i);
    cr_expect_eq(read_while(NULL, put("a.csv", rows)), 0);
}

Test(gz, files_that_are_none, .init = make_folder, .fini = remove_folder)
{
    struct td_buf out = {0};
    char fifo[96];

    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    cr_expect_eq(read_all(fifo, NULL, 64, &out), TD_E_READ,
                 "and it does not wait for a writer");
    cr_expect_eq(read_all(folder, NULL, 64, &out), TD_E_READ);
    snprintf(fifo, sizeof fifo, "%s/nothing", folder);
    cr_expect_eq(read_all(fifo, NULL, 64, &out), TD_E_NO_INPUT);
    td_buf_free(&out);
}
