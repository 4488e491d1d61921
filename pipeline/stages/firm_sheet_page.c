/* One firm's page: who it is, where it stands, what it lacks, three years of figures, what to ask on the visit. */
#include "explain_find.h"
#include "firm_sheet.h"

#include <stdio.h>
#include <string.h>

enum { /* tenths of a millimetre; sheet_style.h has the same */
    PAGE_ROOM = 2805,      /* a page without its margins */
    TOP_HEIGHT = 215,      /* line above, name, verdict */
    STRIP_FRAME = 34,      /* around its lines */
    RULE_HEIGHT = 72,
    FOOT_HEIGHT = 116,
    NOTES_LEAST = 62 + 56 + 2 * RULE_HEIGHT, /* heading, who signs, two lines to write on */
    META_LINE = 44,
    META_COLUMNS = 110     /* half-width characters (1.5 mm) that a line behind its label certainly holds */
};

enum { T_USCC, T_NAME, T_GRANTED, T_VALID_TO, T_STATE };             /* sheet/titles.sql */
enum { X_USCC, X_PRODUCTS, X_IP1_LO, X_IP1_HI, X_IP2_LO, X_IP2_HI, X_IP_DELIVERED }; /* sheet/facts.sql */

static const char *
verdict_class(enum td_verdict v)
{
    return v == TD_CONFIRMED || v == TD_READY || v == TD_HOLDS ? "met"
           : v == TD_NO || v == TD_EXCLUDED                    ? "unmet"
           : v == TD_NEAR                                      ? "near"
                                                               : "unknown";
}

/* ---- top ----------------------------------------------------------------------------------- */
static void
put_top(const struct firm_sheets *s, const struct sheet_firm *f, struct td_buf *out)
{
    int h = firm_head(s, f);
    struct td_str name = td_str(td_rows_text(&s->heads, h, H_NAME));
    bool two = td_text_columns(name) > 44;

    td_buf_printf(out, "<header><p class=over><b>一企一策</b>　走访用表　截止 %s", s->as_of);
    td_buf_text(out, "<span>");
    td_html_str(out, td_str(td_rows_text(&s->heads, h, H_COUNTY)));
    td_buf_printf(out, "</span></p>\n<h1 class=%s><bdi>", two ? "small" : "large");
    td_html_str(out, name.len ? name : td_str(f->uscc));
    td_buf_text(out, "</bdi></h1>\n<div class=aim>");
    if (f->judged) {
        td_buf_printf(out, "<p>%s</p><b class=l1>", f->target ? "拟培育" : "非拟培育层级，按此说明");
        td_html_str(out, f->brief.program->title);
        td_buf_printf(out, "</b><em class=%s>%s</em>", verdict_class(f->brief.verdict), td_verdict_word(f->brief.verdict));
    }
    td_buf_text(out, "</div></header>\n");
}

/* ---- who it is ----------------------------------------------------------------------------- */
static void
meta_text(const char *label, struct td_str text, int lines, struct td_buf *out)
{
    td_buf_printf(out, "<dt>%s</dt><dd class=wide>", label);
    sheet_text(out, text.len ? text : TD_STR("无记录"), lines);
    td_buf_text(out, "</dd>");
}

static void
meta_pair(const char *label, const char *text, struct td_buf *out)
{
    td_buf_printf(out, "<dt>%s</dt><dd>", label);
    sheet_text(out, td_str(text), 1);
    td_buf_text(out, "</dd>");
}

static void
put_size(const struct sheet_firm *f, struct td_buf *out)
{
    static const char *const words[] = {"划型不明", "微型", "小型", "中型", "大型"};

    if (!f->judged)
        return;
    td_buf_text(out, words[f->size_lo <= 4 ? f->size_lo : 0]);
    if (f->size_hi != f->size_lo)
        td_buf_printf(out, "至%s", words[f->size_hi <= 4 ? f->size_hi : 0]);
}

static void
titles_text(const struct firm_sheets *s, const struct sheet_firm *f, struct td_buf *out)
{
    struct sheet_span span = firm_rows(&s->titles, f->uscc);

    td_buf_text(out, "");
    for (int r = span.from; r < span.to; r++) {
        const char *to = td_rows_text(&s->titles, r, T_VALID_TO), *state = td_rows_text(&s->titles, r, T_STATE);

        td_buf_printf(out, "%s%s（%s 认定", r > span.from ? "；" : "", td_rows_text(&s->titles, r, T_NAME),
                      td_rows_text(&s->titles, r, T_GRANTED));
        if (to[0])
            td_buf_printf(out, "，有效期至 %s", to);
        td_buf_printf(out, "%s%s）", state[0] ? "，" : "", state);
    }
}

static void
put_count(const struct td_rows *rows, int r, int lo, struct td_buf *out)
{
    if (td_rows_null(rows, r, lo) && td_rows_null(rows, r, lo + 1))
        td_buf_text(out, "缺");
    else if (strcmp(td_rows_text(rows, r, lo), td_rows_text(rows, r, lo + 1)) == 0)
        td_buf_printf(out, "%s 项", td_rows_text(rows, r, lo));
    else
        td_buf_printf(out, "%s 至 %s 项（有的记录信息不全）", td_rows_null(rows, r, lo) ? "0" : td_rows_text(rows, r, lo),
                      td_rows_null(rows, r, lo + 1) ? "不明" : td_rows_text(rows, r, lo + 1));
}

/* Products and rights: one line or two. */
static void
facts_text(const struct firm_sheets *s, const struct sheet_firm *f, struct td_buf *out)
{
    const struct td_rows *rows = &s->facts;
    struct sheet_span span = firm_rows(rows, f->uscc);

    td_buf_text(out, "");
    if (span.from == span.to)
        return;
    td_buf_printf(out, "主导产品：%s；有效知识产权：",
                  td_rows_null(rows, span.from, X_PRODUCTS) ? "缺" : td_rows_text(rows, span.from, X_PRODUCTS));
    bool none = td_rows_null(rows, span.from, X_IP1_LO) && td_rows_null(rows, span.from, X_IP1_HI) &&
                td_rows_null(rows, span.from, X_IP2_LO) && td_rows_null(rows, span.from, X_IP2_HI);
    if (none) {
        td_buf_text(out, td_rows_text(rows, span.from, X_IP_DELIVERED)[0] == 't' ? "交付的名单中没有" : "缺");
        return;
    }
    td_buf_text(out, "Ⅰ类 ");
    put_count(rows, span.from, X_IP1_LO, out);
    td_buf_text(out, "，Ⅱ类 ");
    put_count(rows, span.from, X_IP2_LO, out);
}

/* Returns the height. */
static int
put_meta(const struct firm_sheets *s, const struct sheet_firm *f, struct td_buf *out)
{
    int h = firm_head(s, f), lines[3] = {1, 1, 1};
    const char *status = td_rows_text(&s->heads, h, H_STATUS);
    struct td_buf size = {0}, titles = {0}, facts = {0};

    td_buf_printf(&size, "%s 成立，%s，", td_rows_text(&s->heads, h, H_ESTABLISHED)[0] ? td_rows_text(&s->heads, h, H_ESTABLISHED) : "日期缺",
                  status[0] ? explain_status(status) : "登记状态缺");
    put_size(f, &size);
    titles_text(s, f, &titles);
    facts_text(s, f, &facts);
    lines[0] = sheet_lines(td_buf_view(&titles), META_COLUMNS, 2);
    lines[1] = sheet_lines(td_buf_view(&facts), META_COLUMNS, 2);
    lines[2] = sheet_lines(f->tags, META_COLUMNS, 2);
    td_buf_text(out, "<dl>");
    meta_pair("信用代码", f->uscc, out);
    meta_pair("行业", td_rows_text(&s->heads, h, H_INDUSTRY)[0] ? td_rows_text(&s->heads, h, H_INDUSTRY) : "缺", out);
    meta_pair("区县", td_rows_text(&s->heads, h, H_COUNTY)[0] ? td_rows_text(&s->heads, h, H_COUNTY) : "不明", out);
    meta_pair("登记", size.at, out);
    meta_text("称号", td_buf_view(&titles), lines[0], out);
    meta_text("经营", td_buf_view(&facts), lines[1], out);
    meta_text("标签", f->tags, lines[2], out);
    td_buf_text(out, "</dl>\n");
    td_buf_free(&size);
    td_buf_free(&titles);
    td_buf_free(&facts);
    return META_LINE * (2 + lines[0] + lines[1] + lines[2]) + 24;
}

/* ---- where it stands ----------------------------------------------------------------------- */
static void
list_text(const struct firm_sheets *s, int h, struct td_buf *out)
{
    const struct td_rows *q = &s->heads;

    if (td_rows_null(q, h, H_PLACE)) {
        td_buf_text(out, "名单：不在已发布的名单上");
        return;
    }
    bool seated = td_rows_text(q, h, H_SEATED)[0] == 't', tie = td_rows_text(q, h, H_TIE)[0] == 't';
    const char *reason = td_rows_text(q, h, H_REASON);

    td_buf_printf(out, "名单（%s）：%s %s", td_rows_text(q, h, H_LISTED_AS_OF), td_rows_text(q, h, H_TIER_TITLE),
                  seated ? "名额内" : "候补");
    if (reason[0] || tie)
        td_buf_printf(out, "（%s%s%s）", reason, reason[0] && tie ? "，" : "", tie ? "切线并列" : "");
    td_buf_printf(out, "，区县第 %s 位", td_rows_text(q, h, H_COUNTY_PLACE));
    if (!td_rows_null(q, h, H_SEATS))
        td_buf_printf(out, "（名额 %s，候选 %s）", td_rows_text(q, h, H_SEATS), td_rows_text(q, h, H_CANDIDATES));
    td_buf_printf(out, "，全市第 %s 位", td_rows_text(q, h, H_PLACE));
}

/* "培育库：… 培育；服务专员 E:…": the stage in each tier that it is in the pool for. */
static void
pool_text(const struct firm_sheets *s, int h, struct td_buf *out)
{
    const char *stages = td_rows_text(&s->heads, h, H_POOL), *specialist = td_rows_text(&s->heads, h, H_SPECIALIST);

    if (td_rows_null(&s->heads, h, H_POOL)) {
        td_buf_text(out, "培育库：尚未发布");
        return;
    }
    td_buf_printf(out, "培育库：%s；服务专员：%s", stages[0] ? stages : "不在库", specialist[0] ? specialist : "未指派");
}

/* Returns the lines. */
static int
put_line(struct td_str text, struct td_buf *out)
{
    int lines = sheet_lines(text, META_COLUMNS, 2);

    sheet_text(out, text, lines);
    return lines;
}

/* Returns the height. */
static int
put_strip(const struct firm_sheets *s, const struct sheet_firm *f, struct td_buf *out)
{
    const struct td_brief *b = &f->brief;
    struct td_buf line = {0};
    int lines = 0;

    td_buf_printf(&line, "硬条件 %d 项：满足 %d，不满足 %d，未知 %d，其余待人工或不适用", b->program->hard_total, b->met, b->unmet, b->unknown);
    if (b->points_lo >= 0)
        td_buf_printf(&line, "；得分（测算，不是平台得分）%d–%d，满分 %d", b->points_lo, b->points_hi, b->program->points_max);
    td_buf_text(out, "<div class=strip>");
    lines += put_line(td_buf_view(&line), out);
    td_buf_reset(&line);
    list_text(s, firm_head(s, f), &line);
    lines += put_line(td_buf_view(&line), out);
    td_buf_reset(&line);
    pool_text(s, firm_head(s, f), &line);
    lines += put_line(td_buf_view(&line), out);
    lines += put_line(f->ladder, out);
    td_buf_text(out, "</div>\n");
    td_buf_free(&line);
    return STRIP_FRAME + lines * LINE_HEIGHT;
}

/* ---- the page ------------------------------------------------------------------------------ */
/* The lines to write on share what is left of the page. */
static void
put_notes(int room, struct td_buf *out)
{
    td_buf_text(out, "<section class=notes><h2>六、走访记录<span>正确的数值及凭据、企业诉求、下一步</span></h2>");
    for (int line = 0; line < 2 || (line + 1) * RULE_HEIGHT <= room + 2 * RULE_HEIGHT; line++)
        td_buf_text(out, "<hr>");
    td_buf_text(out, "<p class=sign><span>走访人</span><span>日期</span><span>下次走访</span></p></section>\n");
}

static void
put_foot(const struct firm_sheets *s, const struct sheet_firm *f, size_t index, struct td_buf *out)
{
    td_buf_text(out, "<footer><p>更正：数值有误的，写明正确数值和凭据交区县工信部门，由来源部门更正后重新交付，当晚重新判定；名称、代码有误的同此。"
                     "本页是测算，不是认定结论。</p><p>截止 ");
    td_buf_text(out, s->as_of);
    if (f->judged) {
        td_buf_text(out, "；规则 ");
        td_html_str(out, f->brief.program->source);
        td_buf_printf(out, "（%.*s版%s）", (int)f->brief.program->version.len, f->brief.program->version.at,
                      f->brief.program->unconfirmed ? "，含未证实数值，以原文为准" : "");
    }
    td_buf_printf(out, "；逐条依据见 tidu explain %s<span>%zu</span></p></footer>\n", f->uscc, index + 1);
}

enum { BLOCKS = 4 };

/* Returns the room that is left. */
static int
put_judged(const struct firm_sheets *s, const struct sheet_firm *f, int room, struct td_buf *out)
{
    struct sheet_block blocks[BLOCKS];

    sheet_conditions(f, &blocks[0]);
    sheet_gap(f, &blocks[1]);
    sheet_manual(f, &blocks[2]);
    sheet_checks(s, f, &blocks[3]);
    room = sheet_blocks_fit(blocks, BLOCKS, room);
    sheet_block_put(&blocks[0], out);
    sheet_block_put(&blocks[1], out);
    sheet_figures(s, f, out);
    sheet_block_put(&blocks[2], out);
    sheet_block_put(&blocks[3], out);
    for (int i = 0; i < BLOCKS; i++)
        sheet_block_free(&blocks[i]);
    return room;
}

void
sheet_page(const struct firm_sheets *s, size_t index, struct td_buf *out)
{
    const struct sheet_firm *f = &s->firms[index];
    int room = PAGE_ROOM - TOP_HEIGHT - FOOT_HEIGHT - NOTES_LEAST - FIGURES_HEIGHT;

    td_buf_printf(out, "<article class=page id=\"f%zu\">\n", index + 1);
    put_top(s, f, out);
    room -= put_meta(s, f, out);
    if (f->judged) {
        room -= put_strip(s, f, out);
        room = put_judged(s, f, room, out);
    } else {
        td_buf_text(out, "<p class=more>没有判定：不在登记库，或还没有运行 tidu run</p>\n");
        sheet_figures(s, f, out);
        room -= LINE_HEIGHT;
    }
    put_notes(room, out);
    put_foot(s, f, index, out);
    td_buf_text(out, "</article>\n");
}
