/* The parts of a workbook that are read before its sheets: relations, sheets, formats, shared texts. */
#include "book.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SHEETS_MAX = 1024, FORMATS_MAX = 65536 };
/* A registry of 200,000 firms has 60 MB of different texts. */
#define SHARED_MAX (UINT64_C(512) << 20)

static bool
fail_book(const struct book *b, const char *what, struct td_error *err)
{
    (void)td_fail(err, TD_E_DAMAGED, TD_T("工作簿损坏：%s", "damaged workbook: %s"), what);
    (void)td_at(err, b->archive->path, 0, 0);
    return td_hint(err, "%s",
                   TD_T("用 Excel 或 WPS 打开并另存后再交付",
                        "open it in Excel or WPS, save it anew and deliver that"));
}

/* Run one part through its handler. */
static bool
read_part(struct book *b, struct td_str part, void *user, XML_StartElementHandler start,
          XML_EndElementHandler end, XML_CharacterDataHandler text, struct td_error *err)
{
    struct xml x = {0};
    int64_t index = archive_find(b->archive, part.at);
    bool ok = index >= 0 || fail_book(b, TD_T("缺少部件", "a part is missing"), err);

    ok = ok && xml_open(&x, b->archive, (uint64_t)index, user, start, end, text, err) &&
         xml_run(&x, err);
    xml_close(&x);
    return ok;
}

/* ---- relations ------------------------------------------------------------------------------- */
struct relations {
    struct book *book;
    struct td_str folder; /* that targets are relative to */
    struct td_str document;
};

/* "a/b/" -> "a/" */
static void
go_up(struct td_buf *path)
{
    path->len -= path->len > 0;
    while (path->len > 0 && path->at[path->len - 1] != '/')
        path->len--;
}

/* "../x/y" and "/x/y" as names of members. */
static struct td_str
resolve(struct book *b, struct td_str folder, const char *target)
{
    struct td_buf path = {0};
    struct td_str result;

    if (target[0] != '/')
        td_buf_str(&path, folder);
    while (*target == '/' || strncmp(target, "./", 2) == 0 || strncmp(target, "../", 3) == 0) {
        if (target[0] == '.' && target[1] == '.') {
            go_up(&path);
            target += 3;
        } else {
            target += target[0] == '/' ? 1 : 2;
        }
    }
    td_buf_text(&path, target);
    result = td_arena_str(&b->arena, td_buf_view(&path));
    td_buf_free(&path);
    return result;
}

static void
on_relation(void *parser, const char *name, const char **attributes)
{
    struct relations *r = xml_user(parser);
    const char *id = xml_attribute(attributes, "Id");
    const char *type = xml_attribute(attributes, "Type");
    const char *target = xml_attribute(attributes, "Target");
    struct book *b = r->book;

    if (strcmp(xml_local(name), "Relationship") != 0 || id == NULL || type == NULL ||
        target == NULL)
        return;
    if (td_str_ends(td_str(type), TD_STR("/officeDocument")))
        r->document = resolve(b, r->folder, target);
    else if (td_str_ends(td_str(type), TD_STR("/styles")))
        b->styles = resolve(b, r->folder, target);
    else if (td_str_ends(td_str(type), TD_STR("/sharedStrings")))
        b->texts = resolve(b, r->folder, target);
    else if (td_str_ends(td_str(type), TD_STR("/worksheet")))
        for (size_t i = 0; i < b->sheet_count; i++)
            if (td_str_equal(b->sheets[i].relation, td_str(id)))
                b->sheets[i].target = resolve(b, r->folder, target);
}

/* ---- sheets -------------------------------------------------------------------------------------- */
static void
add_sheet(struct book *b, const char **attributes)
{
    const char *sheet = xml_attribute(attributes, "name"), *id = NULL;
    const char *state = xml_attribute(attributes, "state");

    for (size_t i = 0; attributes[i] != NULL; i += 2) /* r:id, beside sheetId */
        if (strchr(attributes[i], ':') != NULL && strcmp(xml_local(attributes[i]), "id") == 0)
            id = attributes[i + 1];
    if (b->sheet_count == SHEETS_MAX)
        return;
    if (b->sheet_count == b->sheet_capacity) {
        b->sheet_capacity = b->sheet_capacity == 0 ? 8 : b->sheet_capacity * 2;
        b->sheets = td_realloc(b->sheets, b->sheet_capacity, sizeof *b->sheets);
    }
    b->sheets[b->sheet_count++] = (struct book_sheet){
        .name = td_arena_str(&b->arena, td_str(sheet == NULL ? "" : sheet)),
        .relation = td_arena_str(&b->arena, td_str(id == NULL ? "" : id)),
        .hidden = state != NULL && strcmp(state, "visible") != 0};
}

static void
on_workbook(void *parser, const char *name, const char **attributes)
{
    struct book *b = xml_user(parser);
    const char *from_1904;

    name = xml_local(name);
    if (strcmp(name, "sheet") == 0) {
        add_sheet(b, attributes);
    } else if (strcmp(name, "workbookPr") == 0) {
        from_1904 = xml_attribute(attributes, "date1904");
        b->from_1904 = from_1904 != NULL && strcmp(from_1904, "1") * strcmp(from_1904, "true") == 0;
    }
}

/* ---- formats -------------------------------------------------------------------------------------- */
struct own_format {
    int id;
    struct book_format format;
};

struct formats {
    struct book *book;
    struct own_format *own;
    size_t own_count, own_capacity;
    bool in_cells;
};

static void
add_own(struct formats *f, const char **attributes)
{
    const char *id = xml_attribute(attributes, "numFmtId");
    const char *code = xml_attribute(attributes, "formatCode");
    struct own_format *own;

    if (id == NULL || code == NULL || f->own_count == FORMATS_MAX)
        return;
    if (f->own_count == f->own_capacity) {
        f->own_capacity = f->own_capacity == 0 ? 32 : f->own_capacity * 2;
        f->own = td_realloc(f->own, f->own_capacity, sizeof *f->own);
    }
    own = &f->own[f->own_count++];
    own->id = atoi(id);
    own->format.style = book_style_of(td_str(code), &own->format.digits);
}

static struct book_format
find_format(const struct formats *f, int id)
{
    for (size_t i = f->own_count; i-- > 0;)
        if (f->own[i].id == id)
            return f->own[i].format;
    return (struct book_format){book_style_builtin(id), 0};
}

static void
on_style(void *parser, const char *name, const char **attributes)
{
    struct formats *f = xml_user(parser);
    struct book *b = f->book;
    const char *id;

    name = xml_local(name);
    if (strcmp(name, "numFmt") == 0) {
        add_own(f, attributes);
    } else if (strcmp(name, "cellXfs") == 0) {
        f->in_cells = true;
    } else if (f->in_cells && strcmp(name, "xf") == 0 && b->format_count < FORMATS_MAX) {
        if (b->format_count == b->format_capacity) {
            b->format_capacity = b->format_capacity == 0 ? 64 : b->format_capacity * 2;
            b->formats = td_realloc(b->formats, b->format_capacity, sizeof *b->formats);
        }
        id = xml_attribute(attributes, "numFmtId");
        b->formats[b->format_count++] = find_format(f, id == NULL ? 0 : atoi(id));
    }
}

static void
on_style_end(void *parser, const char *name)
{
    struct formats *f = xml_user(parser);

    if (strcmp(xml_local(name), "cellXfs") == 0)
        f->in_cells = false;
}

static bool
read_styles(struct book *b, struct td_error *err)
{
    struct formats f = {.book = b};
    bool ok = b->styles.len == 0 || archive_find(b->archive, b->styles.at) < 0 ||
              read_part(b, b->styles, &f, on_style, on_style_end, NULL, err);

    free(f.own);
    return ok;
}

/* ---- shared texts ------------------------------------------------------------------------------------ */
struct texts {
    struct book *book;
    struct td_buf value;
    bool in_item, in_text, in_phonetic, too_big;
};

static void
on_text_start(void *parser, const char *name, const char **attributes)
{
    struct texts *t = xml_user(parser);

    (void)attributes;
    name = xml_local(name);
    if (strcmp(name, "si") == 0) {
        t->in_item = true;
        td_buf_reset(&t->value);
    } else if (strcmp(name, "rPh") == 0) {
        t->in_phonetic = true;
    } else if (strcmp(name, "t") == 0) {
        t->in_text = t->in_item && !t->in_phonetic;
    }
}

static void
on_text_end(void *parser, const char *name)
{
    struct texts *t = xml_user(parser);
    struct book *b = t->book;

    name = xml_local(name);
    if (strcmp(name, "t") == 0) {
        t->in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        t->in_phonetic = false;
    } else if (strcmp(name, "si") == 0) {
        t->in_item = false;
        if (b->shared_count == b->shared_capacity) {
            b->shared_capacity = b->shared_capacity == 0 ? 1024 : b->shared_capacity * 2;
            b->ends = td_realloc(b->ends, b->shared_capacity, sizeof *b->ends);
        }
        book_add_text(td_buf_view(&t->value), &b->shared);
        b->ends[b->shared_count++] = b->shared.len;
        t->too_big = b->shared.len + b->shared_count * sizeof *b->ends > SHARED_MAX;
        if (t->too_big)
            (void)XML_StopParser(parser, XML_FALSE);
    }
}

static void
on_text(void *parser, const char *text, int len)
{
    struct texts *t = xml_user(parser);

    if (!t->in_text)
        return;
    td_buf_add(&t->value, text, (size_t)len);
    t->too_big = t->value.len > SHARED_MAX;
    if (t->too_big)
        (void)XML_StopParser(parser, XML_FALSE);
}

static bool
read_texts(struct book *b, struct td_error *err)
{
    struct texts t = {.book = b};
    bool ok = b->texts.len == 0 || archive_find(b->archive, b->texts.at) < 0 ||
              read_part(b, b->texts, &t, on_text_start, on_text_end, on_text, err);

    td_buf_free(&t.value);
    if (!t.too_big)
        return ok;
    td_error_reset(err);
    (void)td_fail(err, TD_E_LIMIT,
                  TD_T("工作簿的文字超过 %" PRIu64 " 字节",
                       "the workbook has more than %" PRIu64 " bytes of texts"),
                  SHARED_MAX);
    (void)td_at(err, b->archive->path, 0, 0);
    return td_hint(err, "%s", TD_T("请改交 CSV", "have it delivered as CSV"));
}

bool
book_shared(const struct book *b, size_t number, struct td_str *text)
{
    size_t from = number == 0 || number >= b->shared_count ? 0 : b->ends[number - 1];

    if (number >= b->shared_count)
        return false;
    *text = (struct td_str){b->shared.at + from, b->ends[number] - from};
    return true;
}

/* ---- open -------------------------------------------------------------------------------------------- */
/* Four hexadecimal digits, or -1. */
static int
hex4(const char *at)
{
    int value = 0;

    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789ABCDEF";
        const char *found = at[i] == 0 ? NULL : strchr(digits, at[i] & ~(at[i] >= 'a' ? 0x20 : 0));

        if (found == NULL)
            return -1;
        value = value * 16 + (int)(found - digits);
    }
    return value;
}

void
book_add_text(struct td_str text, struct td_buf *out)
{
    td_buf_reserve(out, text.len);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (c == '_' && text.len - i >= 7 && text.at[i + 1] == 'x' && text.at[i + 6] == '_') {
            int code = hex4(text.at + i + 2);

            if (code >= 0 && code < 0x80) { /* Office writes control characters and '_' so */
                c = (unsigned char)code;
                i += 6;
            }
        }
        if (c >= 0x20 || c == '\t' || c == '\n')
            td_buf_add(out, &c, 1);
    }
    td_buf_add(out, "", 0);
}

static bool
no_workbook(struct book *b, struct td_error *err)
{
    bool open_document = archive_find(b->archive, "mimetype") >= 0;

    (void)td_fail(err, TD_E_LAYOUT, TD_T("文件是%s，不是 Excel 工作簿", "the file is %s, no Excel workbook"),
                  open_document ? TD_T("OpenDocument 文档（如 ods）", "an OpenDocument file (such as ods)")
                                : TD_T("Office 文档（不含工作表）", "an Office document without sheets"));
    (void)td_at(err, b->archive->path, 0, 0);
    return td_hint(err, "%s", TD_T("请另存为 xlsx 或 CSV 后交付", "have it saved as xlsx or CSV"));
}

/* "xl/workbook.xml" -> "xl/" and "xl/_rels/workbook.xml.rels" */
static struct td_str
relations_of(struct book *b, struct td_str part)
{
    struct td_buf path = {0};
    struct td_str result;
    size_t slash = part.len;

    while (slash > 0 && part.at[slash - 1] != '/')
        slash--;
    b->folder = td_arena_str(&b->arena, (struct td_str){part.at, slash});
    td_buf_printf(&path, "%s_rels/%s.rels", b->folder.at, part.at + slash);
    result = td_arena_str(&b->arena, td_buf_view(&path));
    td_buf_free(&path);
    return result;
}

bool
book_open(struct book *b, struct archive *a, struct td_error *err)
{
    struct relations top = {.book = b}, own = {.book = b};
    struct td_str part;
    bool ok = true;

    *b = (struct book){.archive = a};
    if (archive_find(a, "_rels/.rels") >= 0)
        ok = read_part(b, TD_STR("_rels/.rels"), &top, on_relation, NULL, NULL, err);
    part = top.document.len > 0 ? top.document : TD_STR("xl/workbook.xml");
    if (ok && (archive_find(a, part.at) < 0 || !td_str_ends(part, TD_STR(".xml"))))
        return no_workbook(b, err);
    ok = ok && read_part(b, part, b, on_workbook, NULL, NULL, err);
    if (ok && b->sheet_count == 0)
        return no_workbook(b, err);
    if (ok) {
        part = relations_of(b, part);
        own.folder = b->folder;
        ok = read_part(b, part, &own, on_relation, NULL, NULL, err);
    }
    return ok && read_styles(b, err) && read_texts(b, err);
}

void
book_close(struct book *b)
{
    td_arena_free(&b->arena);
    td_buf_free(&b->shared);
    free(b->sheets);
    free(b->formats);
    free(b->ends);
    *b = (struct book){0};
}
