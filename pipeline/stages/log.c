#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void
json_member(struct td_buf *b, const char *name, const char *value)
{
    if (value && value[0]) {
        td_buf_printf(b, ",\"%s\":", name);
        td_json_str(b, td_str(value));
    }
}

static void
json_error(const struct td_log *log, const char *level, const struct td_error *err, struct td_buf *b)
{
    td_buf_printf(b, "{\"level\":\"%s\",\"code\":\"TD-%d\",\"run\":%lld", level, err->code, log->run);
    json_member(b, "stage", log->stage);
    json_member(b, "file", err->file);
    if (err->line)
        td_buf_printf(b, ",\"line\":%zu,\"column\":%zu", err->line, err->column);
    json_member(b, "text", err->text);
    json_member(b, "detail", err->detail);
    json_member(b, "hint", err->hint);
    td_buf_text(b, "}\n");
}

static void
plain_error(const char *level, const struct td_error *err, struct td_buf *b)
{
    td_buf_printf(b, "tidu: %s TD-%d: ",
                  strcmp(level, "error") == 0 ? TD_T("错误", "error") : TD_T("警告", "warning"),
                  err->code);
    td_plain_str(b, td_str(err->file));
    if (err->file[0] && err->line)
        td_buf_printf(b, ":%zu:%zu", err->line, err->column);
    td_buf_text(b, err->file[0] ? ": " : "");
    td_plain_str(b, td_str(err->text));
    td_buf_text(b, "\n");
    for (const char *line = err->detail; *line;) {
        size_t len = strcspn(line, "\n");
        td_buf_text(b, "  ");
        td_plain_str(b, (struct td_str){line, len});
        td_buf_text(b, "\n");
        line += len + (line[len] == '\n');
    }
    if (err->hint[0]) {
        td_buf_text(b, TD_T("  处理: ", "  hint: "));
        td_plain_str(b, td_str(err->hint));
        td_buf_text(b, "\n");
    }
}

void
td_log_error(struct td_log *log, const char *level, const struct td_error *err)
{
    struct td_buf b = {0};

    if (log->json)
        json_error(log, level, err, &b);
    else
        plain_error(level, err, &b);
    fwrite(b.at, 1, b.len, stderr);
    td_buf_free(&b);
}

void
td_log_warn(struct td_log *log, const struct td_error *err)
{
    td_log_error(log, "warning", err);
}

void
td_log_note(struct td_log *log, const char *format, ...)
{
    if (log->quiet || !(log->terminal || log->verbose))
        return;
    char text[1024];
    struct td_buf b = {0};
    va_list list;

    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (log->json) {
        td_buf_printf(&b, "{\"level\":\"info\",\"run\":%lld", log->run);
        json_member(&b, "stage", log->stage);
        json_member(&b, "text", text);
        td_buf_text(&b, "}\n");
    } else {
        td_buf_printf(&b, "%s%s%s", log->terminal ? "\r\033[K" : "", log->stage ? log->stage : "",
                      log->stage ? ": " : "");
        td_plain_str(&b, td_str(text));
        td_buf_text(&b, "\n");
    }
    fwrite(b.at, 1, b.len, stderr);
    td_buf_free(&b);
}

void
td_log_progress(struct td_log *log, const char *what, uint64_t done, uint64_t total)
{
    if (!log->terminal || log->quiet || log->json)
        return;
    if (total)
        fprintf(stderr, "\r\033[K%s %s %llu/%llu", log->stage ? log->stage : "", what,
                (unsigned long long)done, (unsigned long long)total);
    else
        fprintf(stderr, "\r\033[K%s %s %llu", log->stage ? log->stage : "", what,
                (unsigned long long)done);
}
