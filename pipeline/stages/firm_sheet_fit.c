/*
 * What a page has room for. Every piece has a height that does not depend on the fonts of the machine that prints:
 * lines of a fixed height, one or two of them, cut by the browser with … where a text is longer. So it is known
 * beforehand what fits, and what does not is counted and said, never cut off at the page's end.
 */
#include "firm_sheet.h"

#include <stdlib.h>

struct td_buf *
sheet_item_add(struct sheet_block *block, int height, size_t things)
{
    if (block->count == block->capacity) {
        block->capacity = block->capacity ? 2 * block->capacity : 8;
        block->items = td_realloc(block->items, block->capacity, sizeof *block->items);
    }
    block->items[block->count] = (struct sheet_item){.height = height, .things = things};
    return &block->items[block->count++].html;
}

/* The line that says what is left out, unless this item is the last. */
static int
more_height(const struct sheet_block *b, size_t shown)
{
    return shown < b->count ? LINE_HEIGHT : 0;
}

static int
block_height(const struct sheet_block *b)
{
    int height = HEADING_HEIGHT + b->frame;

    for (size_t i = 0; i < b->shown; i++)
        height += b->items[i].height;
    return height + (b->count ? more_height(b, b->shown) : 0);
}

int
sheet_blocks_fit(struct sheet_block *blocks, size_t count, int room)
{
    bool added = true;

    for (size_t i = 0; i < count; i++) {
        blocks[i].shown = blocks[i].least < blocks[i].count ? blocks[i].least : blocks[i].count;
        room -= block_height(&blocks[i]);
    }
    while (added) {
        added = false;
        for (size_t i = 0; i < count; i++) {
            struct sheet_block *b = &blocks[i];
            if (b->shown == b->count)
                continue;
            int more = b->items[b->shown].height + more_height(b, b->shown + 1) - more_height(b, b->shown);
            if (more > room)
                continue;
            room -= more;
            b->shown++;
            added = true;
        }
    }
    return room;
}

void
sheet_block_put(const struct sheet_block *b, struct td_buf *out)
{
    size_t left = 0;

    td_buf_printf(out, "<h2>%s<span>", b->title);
    td_buf_str(out, td_buf_view(&b->intro));
    td_buf_printf(out, "</span></h2>\n%s", b->open);
    for (size_t i = 0; i < b->count; i++) {
        if (i < b->shown)
            td_buf_str(out, td_buf_view(&b->items[i].html));
        else
            left += b->items[i].things;
    }
    td_buf_text(out, b->close);
    if (left)
        td_buf_printf(out, "<p class=more>另有 %zu 项，见 tidu explain</p>\n", left);
}

void
sheet_block_free(struct sheet_block *b)
{
    for (size_t i = 0; i < b->count; i++)
        td_buf_free(&b->items[i].html);
    free(b->items);
    td_buf_free(&b->intro);
    *b = (struct sheet_block){0};
}

int
sheet_lines(struct td_str text, int columns, int most)
{
    /* a line may end early where a sign must not stand at the beginning of the next one */
    int lines = (td_text_columns(text) + columns - 3) / (columns - 2);

    return lines < 1 ? 1 : lines > most ? most : lines;
}

void
sheet_text(struct td_buf *out, struct td_str text, int lines)
{
    td_buf_printf(out, "<div class=l%d>", lines);
    td_html_str(out, text);
    td_buf_text(out, "</div>");
}
