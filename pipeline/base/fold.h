/*
 * How the scalars see characters: UTF-8 taken apart, full width to half width, and which
 * characters are blank or invisible. Internal to base/.
 */
#ifndef TIDU_BASE_FOLD_H
#define TIDU_BASE_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tidu/text.h"

#define FOLD_MALFORMED 0xFFFDu

/* Take one character off s (which is not empty); a malformed byte is FOLD_MALFORMED. */
uint32_t
fold_take(struct td_str *s);
void
fold_put(uint32_t c, struct td_buf *out);

/* Takes up room on paper but is no ink: blank, NBSP, ideographic space, tab, line end. */
bool
fold_is_blank(uint32_t c);
/* Takes no room: zero-width and bidi marks, soft hyphen, BOM, variation selectors. */
bool
fold_is_invisible(uint32_t c);
/* Full-width ASCII and the ideographic space to ASCII, hyphens and the minus sign to '-'. */
uint32_t
fold_narrow(uint32_t c);

/*
 * The characters of text, narrowed, as bytes: blanks become ' ', invisible ones vanish, blanks
 * at both ends are cut. `token` says what a character beyond ASCII becomes (0: FOLD_OTHER).
 * Returns the length, or cap + 1 when text does not fit cap bytes.
 */
#define FOLD_OTHER '\x7f'
size_t
fold_text(struct td_str text, char (*token)(uint32_t c), char *out, size_t cap);

#endif
