/* Formats that are neither gz nor text, known by their first bytes. Internal to io/. */
#ifndef TIDU_IO_MAGIC_H
#define TIDU_IO_MAGIC_H

#include "tidu/error.h"
#include "tidu/text.h"

/* Fails TD_E_LAYOUT, with what to do, when the first bytes are those of a workbook, archive or
 * page. */
bool
magic_is_text(struct td_str head, struct td_error *err) TD_MUST_USE;

#endif
