/* Help and man pages, from the tables of commands and options. */
#include "options.h"

#include <string.h>

static void
help_options(const struct command *c, struct td_buf *out)
{
    td_buf_text(out, TD_T("\n选项:\n", "\nOptions:\n"));
    for (size_t i = 0; i < td_option_count; i++) {
        const struct option *o = &td_option_list[i];
        if (!option_applies(o, c))
            continue;
        struct td_buf b = {0};
        td_buf_printf(&b, "  %s%s%s%s%s", o->letter ? o->letter : "", o->letter ? ", " : "    ", o->name,
                      o->argument ? " " : "", o->argument ? o->argument : "");
        td_buf_padded(out, td_buf_view(&b), 30, false);
        td_buf_free(&b);
        td_buf_printf(out, " %s\n", TD_T(o->zh, o->en));
    }
}

void
td_help(const struct command *c, struct td_buf *out)
{
    if (c) {
        td_buf_printf(out, "%s\n\n  $ %s\n\n%s\n", TD_T(c->summary_zh, c->summary_en), c->example,
                      TD_T(c->text_zh, c->text_en));
        help_options(c, out);
        return;
    }
    td_buf_text(out, TD_T("tidu（梯度）: 每晚按梯度培育标准筛查全市每一家登记企业\n\n例:\n",
                          "tidu: screens every registered firm of a city by the cultivation ladder\n\nExamples:\n"));
    td_buf_text(out, "  $ tidu run --profile profiles/demo.yaml --as-of 2026-11-20 --out out\n"
                     "  $ tidu status\n  $ tidu explain 91371502MA3C00001X\n  $ tidu rules check\n");
    td_buf_text(out, TD_T("\n命令:\n", "\nCommands:\n"));
    for (size_t i = 0; i < td_command_count; i++) {
        td_buf_text(out, "  ");
        td_buf_padded(out, td_str(td_commands[i].name), 12, false);
        td_buf_printf(out, " %s\n", TD_T(td_commands[i].summary_zh, td_commands[i].summary_en));
    }
    td_buf_text(out, TD_T("\n每个命令: tidu <命令> --help；退出码: 0 完成，64 用法，65 数据（部分交付未载入），66 "
                          "缺输入，\n69 连不上数据库，70 内部，73/74 输出，75 稍后再试，76 暂停发布，78 配置\n",
                          "\ntidu <command> --help; exit: 0 done, 64 usage, 65 data (a delivery was not "
                          "loaded), 66 no input,\n69 no database, 70 internal, 73/74 output, 75 try later, "
                          "76 held, 78 configuration\n"));
}

void
td_help_group(const char *group, struct td_buf *out)
{
    size_t len = strlen(group);

    td_buf_printf(out, TD_T("tidu %s 的命令:\n", "commands of tidu %s:\n"), group);
    for (size_t i = 0; i < td_command_count; i++) {
        const struct command *c = &td_commands[i];

        if (strncmp(c->name, group, len) == 0 && c->name[len] == ' ')
            td_buf_printf(out, "\n%s\n  $ %s\n", TD_T(c->summary_zh, c->summary_en), c->example);
    }
}

void
td_man(const struct command *c, struct td_buf *out)
{
    struct td_buf body = {0};

    td_buf_text(out, ".TH TIDU");
    for (const char *p = c ? c->name : ""; *p; p++)
        td_buf_printf(out, "%s%c", p == c->name ? "-" : "", *p == ' ' ? '-' : *p >= 'a' && *p <= 'z' ? *p - 32 : *p);
    td_buf_printf(out, " 1 \"\" \"tidu\" \"\"\n.SH NAME\ntidu%s%s \\- %s\n.SH DESCRIPTION\n.nf\n",
                  c ? "-" : "", c ? c->name : "",
                  c ? TD_T(c->summary_zh, c->summary_en)
                    : TD_T("梯度培育筛查", "screening for the cultivation ladder"));
    td_help(c, &body);
    for (size_t i = 0; i < body.len; i++) {
        char ch = body.at[i];
        bool first = i == 0 || body.at[i - 1] == '\n';
        if (ch == '\\' || ch == '-')
            td_buf_text(out, "\\");
        else if (first && (ch == '.' || ch == '\''))
            td_buf_text(out, "\\&");
        td_buf_add(out, &ch, 1);
    }
    td_buf_text(out, ".fi\n");
    td_buf_free(&body);
}
