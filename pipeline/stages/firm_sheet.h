/*
 * The firm sheet (一企一策): one A4 page for each firm, for the officer who visits it. firm_sheet.c says which firms,
 * firm_sheet_read.c reads and judges all of them at once, firm_sheet_page.c lays one page out (firm_sheet_blocks.c:
 * its lists; firm_sheet_fit.c: what there is room for), firm_sheet_figures.c its table of three years,
 * firm_sheet_cover.c the page of contents.
 */
#ifndef TIDU_STAGES_FIRM_SHEET_H
#define TIDU_STAGES_FIRM_SHEET_H

#include "score.h"
#include "tidu/brief.h"

struct sheet_firm { /* one page */
    const char *uscc;
    bool judged; /* has features: else the page says that there is nothing to say */
    bool target; /* the program is the one that the firm is to be cultivated for */
    struct td_brief brief;
    uint8_t size_lo, size_hi;
    struct td_str tags, ladder; /* ladder: the verdict of each of its steps */
};

struct firm_sheets { /* all-zero is empty */
    struct td_run *run; /* of the night that is explained */
    struct score score;
    struct td_arena arena;
    struct sheet_firm *firms; /* in the order of the pages */
    size_t count;
    struct td_rows heads, titles, figures, facts, doubts; /* all by uscc */
    char as_of[11];
    int year; /* 上年度 */
    const char *title; /* "东昌府区", NULL = firms that were named one by one */
};

enum { /* columns of sheet/firms.sql */
    H_USCC, H_NAME, H_COUNTY, H_INDUSTRY, H_STATUS, H_ESTABLISHED, H_TIER_TITLE, H_TIER, H_PLACE, H_COUNTY_PLACE, H_SEATED,
    H_TIE, H_SEATS, H_CANDIDATES, H_LISTED_AS_OF, H_REASON, H_POOL, H_SPECIALIST
};

/* ---- firm_sheet_read.c ---- */
/* Of sheets->firms, whose codes stand. tier: of which program the page speaks; NULL = the firm's target, or where
 * there is none the nearest tier. */
bool firm_sheets_read(struct firm_sheets *sheets, const char *tier, struct td_error *err) TD_MUST_USE;
void firm_sheets_free(struct firm_sheets *sheets);
/* Rows of a firm: [from, to). */
struct sheet_span {
    int from, to;
};
struct sheet_span firm_rows(const struct td_rows *rows, const char *uscc);
/* The firm's row of heads; every firm has one. */
int firm_head(const struct firm_sheets *sheets, const struct sheet_firm *firm);

/* ---- firm_sheet_fit.c: heights are tenths of a millimetre ---- */
struct sheet_item {
    struct td_buf html;
    int height;
    size_t things; /* so many entries stand in it */
};
struct sheet_block {
    const char *title; /* "二、缺什么补什么" */
    struct td_buf intro; /* HTML behind the title, in its line */
    struct sheet_item *items;
    size_t count, capacity;
    size_t least;  /* of the items: shown in any case */
    size_t shown;
    const char *open, *close; /* around the items, e.g. <table …> */
    int frame; /* height of what stands around them */
};
enum { LINE_HEIGHT = 42, HEADING_HEIGHT = 62 };
struct td_buf *sheet_item_add(struct sheet_block *block, int height, size_t things);
/* As many items of each as the room has, in turn; what is left out is counted on a line of its own. Returns the room
 * that is left. */
int sheet_blocks_fit(struct sheet_block *blocks, size_t count, int room);
void sheet_block_put(const struct sheet_block *block, struct td_buf *out);
void sheet_block_free(struct sheet_block *block);
/* Lines that a text takes where so many half-width characters stand in one, at most `most`. */
int sheet_lines(struct td_str text, int columns, int most);
/* <div class=l1|l2|l3>…</div>: so many lines at most, cut with … where it is longer (all of it stands in the file). */
void sheet_text(struct td_buf *out, struct td_str text, int lines);

/* ---- firm_sheet_blocks.c: what may be longer than the page ---- */
void sheet_conditions(const struct sheet_firm *firm, struct sheet_block *block);
void sheet_gap(const struct sheet_firm *firm, struct sheet_block *block);
void sheet_manual(const struct sheet_firm *firm, struct sheet_block *block);
void sheet_checks(const struct firm_sheets *sheets, const struct sheet_firm *firm, struct sheet_block *block);

/* ---- firm_sheet_figures.c ---- */
enum { FIGURES_HEIGHT = 580 };
void sheet_figures(const struct firm_sheets *sheets, const struct sheet_firm *firm, struct td_buf *out);

/* ---- firm_sheet_page.c, firm_sheet_cover.c ---- */
void sheet_page(const struct firm_sheets *sheets, size_t index, struct td_buf *out);
void sheet_begin(const struct firm_sheets *sheets, struct td_buf *out); /* up to <body> */
void sheet_cover(const struct firm_sheets *sheets, struct td_buf *out);
size_t sheet_cover_pages(const struct firm_sheets *sheets);

#endif
