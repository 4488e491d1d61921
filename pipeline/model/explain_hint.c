/* Hints in an explanation: which keywords the texts about the firm have. They decide nothing,
 * and say so. */
#include "explain.h"

#include <string.h>

/* 轴承、齿轮 -> “轴承”“齿轮” */
static void
put_words(struct td_str words, struct td_buf *out)
{
    static const struct td_str stop = {"、", sizeof "、" - 1};

    td_buf_text(out, TD_T("“", "\""));
    while (words.len > 0) {
        if (td_str_starts(words, stop)) {
            td_buf_text(out, TD_T("”“", "\" \""));
            words.at += stop.len;
            words.len -= stop.len;
        } else {
            td_buf_add(out, words.at++, 1);
            words.len--;
        }
    }
    td_buf_text(out, TD_T("”", "\""));
}

static void
put_hint(const struct td_hint *h, struct td_buf *out)
{
    td_buf_text(out, h->product ? TD_T("产品名称含", "name of a product has ")
                                : TD_T("经营范围含", "business scope has "));
    put_words(h->words, out);
    td_buf_printf(out, TD_T("（%.*s，%s）", " (%.*s, %s)"), (int)h->title.len, h->title.at,
                  h->makes ? TD_T("制造研发", "made")
                           : TD_T("经营或提及", "dealt in or named"));
}

void
text_hints(const struct explained *e, struct td_str catalogue, int indent, struct td_buf *out)
{
    bool any = false;

    for (size_t i = 0; i < e->hint_count; i++) {
        if (!td_str_equal(e->hints[i].catalogue, catalogue))
            continue;
        if (any)
            td_buf_text(out, TD_T("；", "; "));
        else
            td_buf_printf(out, TD_T("\n%*s线索：", "\n%*shint: "), indent, "");
        put_hint(&e->hints[i], out);
        any = true;
    }
    if (any)
        td_buf_text(out, TD_T("，仅为线索，待核实", "; a hint only, to be verified"));
}

void
text_all_hints(const struct explained *e, struct td_buf *out)
{
    for (size_t i = 0; i < e->hint_count; i++) {
        if (i == 0)
            td_buf_text(
                out, TD_T("线索（关键词，不作为判定依据，待核实）：\n",
                          "hints (keywords; they decide nothing and are to be verified):\n"));
        td_buf_printf(out, "  %.*s  ", (int)e->hints[i].catalogue_title.len,
                      e->hints[i].catalogue_title.at);
        put_hint(&e->hints[i], out);
        td_buf_text(out, "\n");
    }
}

/* The hints of a catalogue, or all of them (catalogue empty), as a JSON array. */
void
json_hints(const struct explained *e, struct td_str catalogue, struct td_buf *out)
{
    bool first = true;

    td_buf_text(out, "[");
    for (size_t i = 0; i < e->hint_count; i++) {
        const struct td_hint *h = &e->hints[i];

        if (catalogue.len > 0 && !td_str_equal(h->catalogue, catalogue))
            continue;
        td_buf_text(out, first ? "{\"catalogue\":" : ",{\"catalogue\":");
        td_json_str(out, h->catalogue);
        td_buf_text(out, ",\"catalogue_title\":");
        td_json_str(out, h->catalogue_title);
        td_buf_text(out, ",\"entry\":");
        td_json_str(out, h->entry);
        td_buf_text(out, ",\"title\":");
        td_json_str(out, h->title);
        td_buf_text(out, ",\"words\":");
        td_json_str(out, h->words);
        td_buf_printf(out, ",\"origin\":\"%s\",\"makes\":%s}", h->product ? "product" : "scope",
                      h->makes ? "true" : "false");
        first = false;
    }
    td_buf_text(out, "]");
}
