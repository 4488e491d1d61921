/*
 * rules test: the example firms that the criteria carry, judged by the criteria as they stand.
 * What comes out otherwise is a line each: file:line:column, the example, expected and got.
 */
#include "rules_command.h"

#include <stdio.h>
#include <string.h>

/* "tiers/srdi-2026.yaml", "srdi-2026.yaml", "srdi-2026" or a path that ends so. */
static bool
named(struct td_str file, const char *operand)
{
    struct td_str given = td_str(operand), bare = file;
    struct td_buf name = {0};

    td_buf_text(&name, "/");
    td_buf_str(&name, file);
    bool same = td_str_equal(file, given) || td_str_ends(given, td_buf_view(&name));
    td_buf_free(&name);
    const char *slash = memchr(bare.at, '/', bare.len);
    if (slash) {
        bare.len -= (size_t)(slash + 1 - bare.at);
        bare.at = slash + 1;
    }
    same = same || td_str_equal(bare, given);
    bare.len -= sizeof(".yaml") - 1;
    return same || td_str_equal(bare, given);
}

static bool
wanted(const struct td_options *o, struct td_str file, bool *found)
{
    bool yes = o->operand_count == 0;

    for (size_t i = 0; i < o->operand_count; i++) {
        if (!named(file, o->operands[i]))
            continue;
        found[i] = true;
        yes = true;
    }
    return yes;
}

static bool
all_found(const struct td_run *run, const bool *found, struct td_error *err)
{
    const struct td_options *o = run->options;

    for (size_t i = 0; i < o->operand_count; i++) {
        if (found[i])
            continue;
        td_fail(err, TD_E_NO_INPUT,
                TD_T("没有带示例的规则文件“%s”", "no criteria file with examples \"%s\""),
                o->operands[i]);
        return td_hint(err, "%s",
                       TD_T("如 srdi-2026、tiers/srdi-2026.yaml、size.yaml、tags.yaml",
                            "such as srdi-2026, tiers/srdi-2026.yaml, size.yaml, tags.yaml"));
    }
    return true;
}

static void
put_text(const struct td_examples *e, struct td_buf *out)
{
    for (size_t i = 0; i < e->count; i++) {
        const struct td_example_failure *f = &e->list[i];

        td_buf_printf(out,
                      TD_T("%s:%zu:%zu: 示例“%s”：%s 应为 %s，实为 %s\n",
                           "%s:%zu:%zu: example \"%s\": %s: expected %s, got %s\n"),
                      f->file.at, f->line, f->column, f->example.at, f->what.at, f->expected.at,
                      f->got.at);
    }
    td_buf_printf(out, TD_T("%zu 个示例相符，%zu 个不符\n", "%zu passed, %zu failed\n"),
                  e->passed, e->failed);
}

static void
put_json(const struct td_examples *e, struct td_buf *out)
{
    td_buf_printf(out, "{\"passed\":%zu,\"failed\":%zu,\"failures\":[", e->passed, e->failed);
    for (size_t i = 0; i < e->count; i++) {
        const struct td_example_failure *f = &e->list[i];

        td_buf_text(out, i ? ",\n{\"file\":" : "\n{\"file\":");
        td_json_str(out, f->file);
        td_buf_printf(out, ",\"line\":%zu,\"column\":%zu,\"example\":", f->line, f->column);
        td_json_str(out, f->example);
        td_buf_text(out, ",\"what\":");
        td_json_str(out, f->what);
        td_buf_text(out, ",\"expected\":");
        td_json_str(out, f->expected);
        td_buf_text(out, ",\"got\":");
        td_json_str(out, f->got);
        td_buf_text(out, "}");
    }
    td_buf_text(out, "]}\n");
}

bool
td_command_rules_test(struct td_run *run, struct td_error *err)
{
    const struct td_file_text_list *files = run->criteria;
    struct td_examples examples = {0};
    struct td_buf out = {0};
    bool *found = td_alloc(run->options->operand_count + 1, sizeof(*found)), ok = true;

    for (size_t i = 0; ok && i < files->count; i++)
        if (td_examples_has(files->files[i].name) &&
            wanted(run->options, files->files[i].name, found))
            ok = td_examples_run(&examples, files->files, files->count, files->files[i].name,
                                 rules_region(run), err);
    ok = ok && all_found(run, found, err);
    if (ok) {
        if (run->options->json)
            put_json(&examples, &out);
        else
            put_text(&examples, &out);
        ok = rules_print(run, &out, err);
    }
    if (ok && examples.failed)
        run->exit = td_code_exit(TD_E_REJECTS);
    td_buf_free(&out);
    td_examples_free(&examples);
    free(found);
    return ok;
}
