/* Formats that are neither gz nor text, known by their first bytes. Internal to io/. */
#ifndef TIDU_IO_MAGIC_H
#define TIDU_IO_MAGIC_H

#include "tidu/error.h"
#include "tidu/text.h"

/* Fails TD_E_LAYOUT, with what to do, when the first bytes are those of a workbook, archive or
 * page. */
bool
magic_is_text(struct td_str head, struct td_error *err) TD_MUST_USE;

/* The same for containers of old Office and of workbooks with a password, told apart by looking into fd
 * (-1: only at the head). */
bool
magic_is_no_ole(struct td_str head, int fd, struct td_error *err) TD_MUST_USE;

#endif
