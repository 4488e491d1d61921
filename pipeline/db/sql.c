#include "sql.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
read_disk(const char *sql_dir, const char *name, struct td_buf *out, struct td_error *err)
{
    struct td_buf path = {0};
    char block[16384];
    size_t got;

    td_buf_printf(&path, "%s/%s.sql", sql_dir, name);
    FILE *file = fopen(path.at, "rb");
    if (!file) {
        td_fail(err, TD_E_NO_INPUT, TD_T("无法打开 \"%s\"：%s", "cannot open \"%s\": %s"),
                path.at, strerror(errno));
        td_buf_free(&path);
        return false;
    }
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        td_buf_add(out, block, got);
    bool ok = !ferror(file);
    if (!ok)
        td_fail(err, TD_E_READ, TD_T("读取 \"%s\" 失败", "reading \"%s\" failed"), path.at);
    fclose(file);
    td_buf_free(&path);
    td_buf_add(out, "", 0);
    return ok;
}

bool
sql_read(const char *sql_dir, const char *name, struct td_buf *out, struct td_error *err)
{
    if (sql_dir)
        return read_disk(sql_dir, name, out, err);

    for (size_t i = 0; i < embedded_sql_count; i++) {
        if (strcmp(embedded_sql[i].name, name) == 0) {
            td_buf_add(out, embedded_sql[i].bytes, embedded_sql[i].len);
            return true;
        }
    }
    return td_fail(err, TD_E_INTERNAL,
                   TD_T("程序中没有 SQL 语句 \"%s\"", "no embedded SQL \"%s\""), name);
}

static void
add_name(struct sql_names *names, const char *name, size_t len)
{
    names->at = td_realloc(names->at, names->count + 1, sizeof *names->at);
    char *copy = td_alloc(len + 1, 1);
    memcpy(copy, name, len);
    names->at[names->count++] = copy;
}

static int
order_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
names_disk(const char *path, struct sql_names *names, struct td_error *err)
{
    DIR *dir = opendir(path);

    if (!dir)
        return td_fail(err, TD_E_NO_INPUT,
                       TD_T("无法打开文件夹 \"%s\"：%s", "cannot open folder \"%s\": %s"), path,
                       strerror(errno));
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t len = strlen(entry->d_name);
        if (len > 4 && strcmp(entry->d_name + len - 4, ".sql") == 0)
            add_name(names, entry->d_name, len - 4);
    }
    closedir(dir);
    if (names->count)
        qsort(names->at, names->count, sizeof *names->at, order_names);
    return true;
}

bool
sql_names(const char *sql_dir, const char *folder, struct sql_names *names,
          struct td_error *err)
{
    size_t len = strlen(folder);
    bool ok = true;

    *names = (struct sql_names){0};
    if (sql_dir) {
        struct td_buf path = {0};
        td_buf_printf(&path, "%s/%s", sql_dir, folder);
        ok = names_disk(path.at, names, err);
        td_buf_free(&path);
        return ok;
    }
    for (size_t i = 0; i < embedded_sql_count; i++) {
        const char *name = embedded_sql[i].name;
        if (strncmp(name, folder, len) == 0 && name[len] == '/')
            add_name(names, name + len + 1, strlen(name + len + 1));
    }
    return ok;
}

void
sql_names_free(struct sql_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->at[i]);
    free(names->at);
    *names = (struct sql_names){0};
}

/* ---- :"name" -------------------------------------------------------------------------------
 */

/* Length of the quoted stretch that begins at s, its closing quote included. */
static size_t
quoted(struct td_str s, char quote, bool backslash)
{
    size_t i = 1;

    while (i < s.len && s.at[i] != quote)
        i += backslash && s.at[i] == '\\' ? 2 : 1;
    return i < s.len ? i + 1 : s.len;
}

static size_t
comment(struct td_str s)
{
    size_t i = 2, depth = 1;

    if (s.at[0] == '-') {
        const char *end = memchr(s.at, '\n', s.len);
        return end ? (size_t)(end - s.at) : s.len;
    }
    for (; i + 1 < s.len && depth; i++) { /* these nest in PostgreSQL */
        if (s.at[i] == '/' && s.at[i + 1] == '*')
            depth++, i++;
        else if (s.at[i] == '*' && s.at[i + 1] == '/')
            depth--, i++;
    }
    return depth ? s.len : i;
}

static bool
tag_byte(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* $tag$ … $tag$; 1 for a dollar that opens none ($1). */
static size_t
dollar(struct td_str s)
{
    size_t tag = 1;

    if (s.len > 1 && s.at[1] >= '0' && s.at[1] <= '9')
        return 1;
    while (tag < s.len && tag_byte(s.at[tag]))
        tag++;
    if (tag >= s.len || s.at[tag] != '$')
        return 1;
    tag++;
    for (size_t i = tag; i + tag <= s.len; i++)
        if (memcmp(s.at + i, s.at, tag) == 0)
            return i + tag;
    return s.len;
}

/* How many bytes at s are to be copied as they are, because nothing is replaced in them. */
static size_t
literal(struct td_str s, char before)
{
    char next = s.len > 1 ? s.at[1] : '\0';

    switch (s.at[0]) {
    case '\'':
        return quoted(s, '\'', before == 'E' || before == 'e');
    case '"':
        return quoted(s, '"', false);
    case '-':
        return next == '-' ? comment(s) : 1;
    case '/':
        return next == '*' ? comment(s) : 1;
    case '$':
        return tag_byte(before) ? 1 : dollar(s);
    case ':':
        return next == ':' ? 2 : next == '"' ? 0 : 1;
    default:
        return 1;
    }
}

static const char *
find_ident(const struct td_ident *idents, struct td_str name)
{
    for (; idents && idents->name; idents++)
        if (td_str_equal(td_str(idents->name), name))
            return idents->value;
    return NULL;
}

bool
sql_expand(struct td_str text, const struct td_ident *idents, sql_quote_fn *quote,
           void *context, struct td_buf *out, struct td_str *missing)
{
    td_buf_reserve(out, text.len);
    for (size_t i = 0; i < text.len;) {
        struct td_str rest = {text.at + i, text.len - i};
        size_t plain = literal(rest, i ? text.at[i - 1] : '\0');
        if (plain) {
            td_buf_add(out, rest.at, plain);
            i += plain;
            continue;
        }
        size_t len = quoted((struct td_str){rest.at + 1, rest.len - 1}, '"', false);
        struct td_str name = {rest.at + 2, len >= 2 ? len - 2 : 0};
        const char *value = find_ident(idents, name);
        if (!value || !quote(context, value, out)) {
            *missing = name;
            return false;
        }
        i += 1 + len;
    }
    return true;
}
