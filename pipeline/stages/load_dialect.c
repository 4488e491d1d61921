/* How each file of a delivery was written, as it goes into the ledger's notes. */
#include "load.h"

#include <inttypes.h>

/* A delivery of thousands of files says this of the first ones. */
enum { DIALECTS_SHOWN = 100 };

static const char *
container_name(enum td_container container)
{
    static const char *const names[] = {"text", "gz", "zip", "xlsx", "zip+xlsx"};

    return names[container];
}

static const char *
encoding_name(enum td_encoding encoding)
{
    return encoding == TD_GB18030 ? "gb18030" : encoding == TD_UTF16 ? "utf-16" : "utf-8";
}

static const char *
line_end(struct td_csv_notes n)
{
    if ((n.lf > 0) + (n.crlf > 0) + (n.lone_cr > 0) > 1)
        return "mixed";
    return n.crlf > 0 ? "crlf" : n.lone_cr > 0 ? "cr" : "lf";
}

static void
put_text(struct td_buf *b, const char *name, struct td_str text)
{
    td_buf_printf(b, ",\"%s\":", name);
    td_json_str(b, text);
}

static void
put_count(struct td_buf *b, const char *name, uint64_t count)
{
    if (count > 0)
        td_buf_printf(b, ",\"%s\":%" PRIu64, name, count);
}

void
load_dialect_add(struct load *load, const struct load_dialect *file, struct td_csv_notes n)
{
    struct td_buf *b = &load->dialects;
    const struct td_delivery *d = load->delivery;

    load->boms += n.boms;
    load->crlf += n.crlf;
    load->lone_cr += n.lone_cr;
    load->variants += n.gb18030_variants;
    load->private_use += n.private_use;
    if (load->dialect_count++ >= DIALECTS_SHOWN)
        return;
    td_buf_text(b, b->len > 0 ? ",{\"file\":" : "{\"file\":");
    td_json_str(b, load->job->parts[load->part].name);
    put_text(b, "in", td_str(container_name(file->container)));
    if (file->sheet.len > 0) {
        put_text(b, "sheet", file->sheet);
    } else {
        put_text(b, "encoding", td_str(encoding_name(d->encoding)));
        put_text(b, "line_end", td_str(line_end(n)));
        put_text(b, "delimiter", (struct td_str){&d->delimiter, 1});
        put_count(b, "quoted_cells", n.quoted);
        put_count(b, "boms", n.boms);
    }
    put_count(b, "gb18030_variants", n.gb18030_variants);
    put_count(b, "private_use", n.private_use);
    put_count(b, "blank_lines", n.blank_lines);
    td_buf_text(b, "}");
}
