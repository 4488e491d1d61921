#include "tidu/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
td_code_exit(enum td_code code)
{
    switch (code) {
#define X(name, number, status)                                                                \
    case TD_E_##name:                                                                          \
        return status;
        TD_ERROR_CODES(X)
#undef X
    }
    return 70;
}

/* Cut at a whole UTF-8 character, so that a long message stays legible. */
static void
cut_clean(char *text, size_t cap)
{
    size_t len = strlen(text);

    if (len + 1 < cap)
        return;
    while (len && ((unsigned char)text[len - 1] & 0xC0) == 0x80)
        text[--len] = '\0';
    if (len)
        text[len - 1] = '\0';
}

bool
td_fail(struct td_error *err, enum td_code code, const char *format, ...)
{
    if (!err || err->code)
        return false;
    va_list list;
    va_start(list, format);
    err->code = code;
    vsnprintf(err->text, sizeof err->text, format, list);
    va_end(list);
    cut_clean(err->text, sizeof err->text);
    return false;
}

bool
td_at(struct td_error *err, const char *file, size_t line, size_t column)
{
    if (err && err->code && !err->file[0] && file) {
        snprintf(err->file, sizeof err->file, "%s", file);
        cut_clean(err->file, sizeof err->file);
        err->line = line;
        err->column = column;
    }
    return false;
}

bool
td_hint(struct td_error *err, const char *format, ...)
{
    if (err && err->code && !err->hint[0]) {
        va_list list;
        va_start(list, format);
        vsnprintf(err->hint, sizeof err->hint, format, list);
        va_end(list);
        cut_clean(err->hint, sizeof err->hint);
    }
    return false;
}

bool
td_in(struct td_error *err, const char *format, ...)
{
    size_t len = err ? strlen(err->detail) : 0;

    if (!err || !err->code || len + 8 > sizeof err->detail)
        return false;
    if (len)
        err->detail[len++] = '\n';
    va_list list;
    va_start(list, format);
    vsnprintf(err->detail + len, sizeof err->detail - len, format, list);
    va_end(list);
    cut_clean(err->detail + len, sizeof err->detail - len);
    return false;
}

void
td_error_reset(struct td_error *err)
{
    *err = (struct td_error){0};
}
