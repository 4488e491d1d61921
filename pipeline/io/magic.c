#include "magic.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum advice { SAVE_AS_CSV, UNPACK, SAVE_AS_GZ };

static const struct {
    const char *bytes;
    size_t len;
    const char *zh, *en;
    enum advice advice;
} kinds[] = {
    {"%PDF-", 5, "PDF 文件", "a PDF file", SAVE_AS_CSV},
    {"Rar!\x1A\x07", 6, "RAR 压缩包", "a RAR archive", UNPACK},
    {"7z\xBC\xAF\x27\x1C", 6, "7z 压缩包", "a 7z archive", UNPACK},
    {"\xFD"
     "7zXZ\0",
     6, "xz 压缩文件", "an xz file", SAVE_AS_GZ},
    {"\x28\xB5\x2F\xFD", 4, "zstd 压缩文件", "a zstd file", SAVE_AS_GZ},
    {"PAR1\x15", 5, "Parquet 文件", "a Parquet file", SAVE_AS_CSV},
    {"SQLite format 3\0", 16, "SQLite 数据库", "an SQLite database", SAVE_AS_CSV},
    {"\x1F\x8B", 2, "又压缩了一次的 gz", "a gz inside another archive", UNPACK},
};

static bool
hint(struct td_error *err, enum advice advice)
{
    switch (advice) {
    case SAVE_AS_CSV:
        return td_hint(err, "%s",
                       TD_T("请让交付部门导出为 xlsx 或 CSV（UTF-8 或 GB18030）",
                            "have the department export xlsx, or CSV (UTF-8 or GB18030)"));
    case UNPACK:
        return td_hint(err, "%s",
                       TD_T("请先解开，把里面的 CSV 或 xlsx 放进来",
                            "unpack it and deliver the CSV or xlsx inside"));
    default:
        return td_hint(
            err, "%s",
            TD_T("请交付 CSV 或 gzip 压缩的 CSV", "deliver CSV, or CSV compressed with gzip"));
    }
}

static bool
refuse(struct td_error *err, const char *zh, const char *en, enum advice advice)
{
    (void)td_fail(err, TD_E_LAYOUT, TD_T("文件内容是%s，不是 CSV", "the file is %s, not CSV"),
                  TD_T(zh, en));
    return hint(err, advice);
}

static bool
is_xlsx(struct td_str head)
{
    return td_str_has(head, TD_STR("[Content_Types].xml")) || td_str_has(head, TD_STR("xl/")) ||
           td_str_has(head, TD_STR("_rels/"));
}

/* Many systems export an HTML table under the name .xls or .csv. */
static bool
is_page(struct td_str head)
{
    static const char *const starts[] = {"<!doctype", "<html", "<table", "<?xml", "<meta"};

    head = td_str_trim(head);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t n = 0;

        while (starts[i][n] != 0 && n < head.len &&
               (head.at[n] | (head.at[n] >= 'A' && head.at[n] <= 'Z' ? 0x20 : 0)) ==
                   starts[i][n])
            n++;
        if (starts[i][n] == 0)
            return true;
    }
    return false;
}

/* ---- containers of Office before 2007, and of what has a password ---------------------------
 */
#define OLE TD_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
enum { OLE_SHIFT_AT = 30, OLE_DIRECTORY_AT = 48, OLE_HEADER = 52, OLE_LOOKED_AT = 4096 };

/* The names in a container's directory are UTF-16. */
static bool
is_locked(struct td_str directory)
{
    return td_str_has(directory, TD_STR("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"));
}

static bool
refuse_ole(bool locked, struct td_error *err)
{
    if (!locked)
        return refuse(err, "Excel 97–2003 工作簿（xls）", "an Excel 97-2003 workbook (xls)",
                      SAVE_AS_CSV);
    (void)td_fail(err, TD_E_LAYOUT, "%s",
                  TD_T("工作簿有密码", "the workbook is protected by a password"));
    return td_hint(err, "%s",
                   TD_T("请去掉打开密码，另存后交付", "have it saved without a password"));
}

bool
magic_is_no_ole(struct td_str head, int fd, struct td_error *err)
{
    unsigned char h[OLE_HEADER];
    char directory[OLE_LOOKED_AT];
    uint64_t sector;
    ssize_t n;

    if (!td_str_starts(head, OLE))
        return true;
    if (fd < 0 || pread(fd, h, sizeof h, 0) != (ssize_t)sizeof h)
        return refuse_ole(is_locked(head), err);
    sector = (uint64_t)h[OLE_DIRECTORY_AT] | (uint64_t)h[OLE_DIRECTORY_AT + 1] << 8 |
             (uint64_t)h[OLE_DIRECTORY_AT + 2] << 16 | (uint64_t)h[OLE_DIRECTORY_AT + 3] << 24;
    n = pread(fd, directory, sizeof directory,
              (off_t)((sector + 1) << (h[OLE_SHIFT_AT] == 12 ? 12 : 9)));
    return refuse_ole(n > 0 && is_locked((struct td_str){directory, (size_t)n}), err);
}

bool
magic_is_text(struct td_str head, struct td_error *err)
{
    if (!magic_is_no_ole(head, -1, err))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (head.len >= kinds[i].len && memcmp(head.at, kinds[i].bytes, kinds[i].len) == 0)
            return refuse(err, kinds[i].zh, kinds[i].en, kinds[i].advice);
    if (td_str_starts(head, TD_STR("PK\x03\x04")) ||
        td_str_starts(head, TD_STR("PK\x05\x06"))) {
        if (is_xlsx(head))
            return refuse(err, "Excel 工作簿（xlsx）", "an Excel workbook (xlsx)", UNPACK);
        return refuse(err, "ZIP 压缩包", "a ZIP archive", UNPACK);
    }
    if (td_str_starts(head, TD_STR("BZh")) && head.len >= 10 &&
        memcmp(head.at + 4, "1AY&SY", 6) == 0)
        return refuse(err, "bzip2 压缩文件", "a bzip2 file", SAVE_AS_GZ);
    if (is_page(head))
        return refuse(err, "网页或 XML（不少系统以 .xls 为名导出）",
                      "a web page or XML (which some systems name .xls)", SAVE_AS_CSV);
    return true;
}
