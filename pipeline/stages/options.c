#include "options.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static void
suggest_option(const char *given, const struct command *c, struct td_error *err)
{
    const char **names = td_alloc(td_option_count, sizeof *names);
    size_t count = 0;

    for (size_t i = 0; i < td_option_count; i++)
        if (option_applies(&td_option_list[i], c))
            names[count++] = td_option_list[i].name;
    const char *nearest = td_nearest(td_str(given), names, count);
    if (nearest)
        td_hint(err, TD_T("是不是 %s？", "did you mean %s?"), nearest);
    free(names);
}

static void
conninfo_add(struct td_buf *b, const char *key, const char *value)
{
    td_buf_printf(b, "%s%s='", b->len ? " " : "", key);
    for (; *value; value++)
        td_buf_printf(b, *value == '\'' || *value == '\\' ? "\\%c" : "%c", *value);
    td_buf_text(b, "'");
}

static bool
read_threads(const char *value, int *out)
{
    char *end = NULL;
    errno = 0;
    long n = strtol(value, &end, 10);
    *out = (int)n;
    return errno == 0 && end != value && *end == '\0' && n >= 1 && n <= 1024;
}

static bool
read_limit(const char *value, int *out)
{
    char *end = NULL;
    errno = 0;
    long n = strtol(value, &end, 10);
    *out = (int)n;
    return errno == 0 && end != value && *end == '\0' && n >= 0 && n <= 1000000000;
}

static bool
read_form(const char *value, const char **out)
{
    *out = value;
    return strcmp(value, "text") == 0 || strcmp(value, "csv") == 0 || strcmp(value, "json") == 0;
}

static bool
read_page_form(const char *value, const char **out)
{
    *out = value;
    return strcmp(value, "markdown") == 0 || strcmp(value, "html") == 0 || strcmp(value, "csv") == 0 || strcmp(value, "json") == 0;
}

static bool
read_cut(const char *value, const char **out)
{
    *out = value;
    return strcmp(value, "county") == 0 || strcmp(value, "industry") == 0 || strcmp(value, "division") == 0;
}

static bool
bad_value(const char *name, const char *value, struct td_error *err)
{
    return td_fail(err, TD_E_USAGE, TD_T("%s 的值 \"%s\" 不对", "%s cannot be \"%s\""), name, value);
}

static bool
take_connection(struct request *r, const char *name, const char *value)
{
    if (strcmp(name, "--host") == 0)
        conninfo_add(&r->conninfo, "host", value);
    else if (strcmp(name, "--port") == 0)
        conninfo_add(&r->conninfo, "port", value);
    else if (strcmp(name, "--username") == 0)
        conninfo_add(&r->conninfo, "user", value);
    else if (strcmp(name, "--dbname") == 0)
        r->options.conninfo = value;
    else
        return false;
    return true;
}

/* Options that are kept as they are given: a text, or that they were given at all. */
struct place {
    const char *name;
    size_t at; /* in struct td_options */
};

static const struct place texts[] = {
    {"--profile", offsetof(struct td_options, profile_path)},
    {"--out", offsetof(struct td_options, out_dir)},
    {"--inputs", offsetof(struct td_options, inputs_dir)},
    {"--criteria", offsetof(struct td_options, criteria_dir)},
    {"--region", offsetof(struct td_options, region)},
    {"--output", offsetof(struct td_options, output)},
    {"--rejects", offsetof(struct td_options, rejects)},
    {"--delivery", offsetof(struct td_options, delivery)},
    {"--since", offsetof(struct td_options, since)},
    {"--kind", offsetof(struct td_options, kind)},
    {"--known-on", offsetof(struct td_options, known_on)},
    {"--prune-before", offsetof(struct td_options, prune_before)},
    {"--county", offsetof(struct td_options, county)},
    {"--source", offsetof(struct td_options, source)},
    {"--rule", offsetof(struct td_options, rule)},
    {"--tier", offsetof(struct td_options, tier)},
    {"--schema", offsetof(struct td_options, schema)},
    {"--industry", offsetof(struct td_options, industry)},
    {"--condition", offsetof(struct td_options, condition)},
    {"--answers", offsetof(struct td_options, answers)},
    {"--why", offsetof(struct td_options, why)},
    {"--dataset", offsetof(struct td_options, dataset)},
    {"--notes", offsetof(struct td_options, notes)},
    {"--sql-dir", offsetof(struct td_options, sql_dir)},
};

static const struct place flags[] = {
    {"--dry-run", offsetof(struct td_options, dry_run)},
    {"--without-database", offsetof(struct td_options, no_database)},
    {"--effect", offsetof(struct td_options, effect)},
    {"--trend", offsetof(struct td_options, trend)},
    {"--beside", offsetof(struct td_options, beside)},
    {"--seated", offsetof(struct td_options, seated)},
    {"--json", offsetof(struct td_options, json)},
    {"--no-bom", offsetof(struct td_options, no_bom)},
    {"--quiet", offsetof(struct td_options, quiet)},
    {"--verbose", offsetof(struct td_options, verbose)},
};

static const struct place *
find_place(const struct place *places, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(places[i].name, name) == 0)
            return &places[i];
    return NULL;
}

static bool
take_plain(struct td_options *o, const char *name, const char *value)
{
    const struct place *text = find_place(texts, sizeof texts / sizeof *texts, name);
    const struct place *flag = find_place(flags, sizeof flags / sizeof *flags, name);
    const bool given = true;

    if (text)
        memcpy((char *)o + text->at, &value, sizeof value);
    if (flag)
        memcpy((char *)o + flag->at, &given, sizeof given);
    return text || flag;
}

static bool
take_option(struct request *r, const char *name, const char *value, struct td_error *err)
{
    struct td_options *o = &r->options;
    bool ok = true;

    if (strcmp(name, "--as-of") == 0)
        ok = td_date_parse(td_str(value), TD_DATE_ISO, &o->as_of) == TD_FAULT_NONE;
    else if (strcmp(name, "--set") == 0 || strcmp(name, "--drop") == 0)
        r->changes[o->change_count++] = (struct td_what_if){value, name[2] == 'd'};
    else if (strcmp(name, "--release") == 0) {
        o->release = value;
        ok = value[0] != '\0';
    } else if (strcmp(name, "--by") == 0 && r->command && (r->command->needs & (TAKES_ANSWERS | TAKES_NOTES | TAKES_WHY)))
        o->by = value;
    else if (strcmp(name, "--by") == 0)
        ok = read_cut(value, &o->by);
    else if (strcmp(name, "--on") == 0)
        ok = td_date_parse(td_str(value), TD_DATE_ISO, &o->given_on) == TD_FAULT_NONE;
    else if (strcmp(name, "--from") == 0)
        ok = td_date_parse(td_str(value), TD_DATE_ISO, &o->from) == TD_FAULT_NONE;
    else if (strcmp(name, "--until") == 0)
        ok = td_date_parse(td_str(value), TD_DATE_ISO, &o->until) == TD_FAULT_NONE;
    else if (strcmp(name, "--format") == 0 && r->command && (r->command->needs & TAKES_DICTIONARY))
        ok = read_page_form(value, &o->form);
    else if (strcmp(name, "--format") == 0)
        ok = read_form(value, &o->form);
    else if (strcmp(name, "--limit") == 0)
        ok = read_limit(value, &o->limit);
    else if (strcmp(name, "--threads") == 0)
        ok = read_threads(value, &o->threads);
    else if (strcmp(name, "--lang") == 0)
        ok = td_lang_choose(value);
    else if (strcmp(name, "--log") == 0) {
        ok = strcmp(value, "json") == 0 || strcmp(value, "text") == 0;
        o->json_log = value[0] == 'j';
    } else if (strcmp(name, "--help") == 0)
        r->help = true;
    else if (strcmp(name, "--version") == 0)
        r->version = true;
    else if (!take_plain(o, name, value))
        (void)take_connection(r, name, value);
    return ok || bad_value(name, value, err);
}

static const struct option *
find_option(const char *text, size_t len, const struct command *c)
{
    for (size_t i = 0; i < td_option_count; i++) {
        const struct option *o = &td_option_list[i];
        if (!option_applies(o, c))
            continue;
        if ((strlen(o->name) == len && strncmp(o->name, text, len) == 0) ||
            (o->letter && strlen(o->letter) == len && strncmp(o->letter, text, len) == 0))
            return o;
    }
    return NULL;
}

static bool
read_arguments(int argc, char **argv, struct request *r, const char **operands, struct td_error *err)
{
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i], *equals = NULL, *value = NULL;
        if (arg[0] != '-' || arg[1] == '\0') {
            operands[r->options.operand_count++] = arg;
            continue;
        }
        if (arg[1] == '-')
            equals = strchr(arg, '=');
        size_t len = equals ? (size_t)(equals - arg) : strlen(arg);
        const struct option *o = find_option(arg, len, r->command);
        if (!o) {
            td_fail(err, TD_E_USAGE, TD_T("没有 \"%s\" 这个选项", "no option \"%s\""), arg);
            suggest_option(arg, r->command, err);
            return false;
        }
        if (o->argument) {
            value = equals ? equals + 1 : i + 1 < argc ? argv[++i] : NULL;
            /* "tidu load -h" asks for help in every other program: take it so */
            if (!value && strcmp(o->name, "--host") == 0) {
                r->help = true;
                continue;
            }
            if (!value)
                return td_fail(err, TD_E_USAGE, TD_T("%s 需要一个值 (%s)", "%s needs a value (%s)"), o->name,
                               o->argument);
        }
        if (!take_option(r, o->name, value, err))
            return false;
    }
    return true;
}

/* How many operands the command takes at most. */
static size_t
operands_most(uint64_t needs)
{
    return needs & TAKES_FILES ? SIZE_MAX : needs & TAKES_TWO ? 2 : needs & (TAKES_OPERAND | TAKES_CUT) ? 1 : 0;
}

static bool
check_needs(const struct request *r, struct td_error *err)
{
    const struct td_options *o = &r->options;
    const char *missing = NULL;
    uint64_t needs = r->command->needs;

    if ((needs & NEEDS_PROFILE) && !o->profile_path)
        missing = "--profile FILE";
    else if ((needs & NEEDS_AS_OF) && o->as_of == TD_DATE_NONE)
        missing = "--as-of YYYY-MM-DD";
    else if ((needs & NEEDS_OUT) && !o->out_dir)
        missing = "--out DIR";
    else if ((needs & TAKES_OPERAND) && o->operand_count != 1)
        missing = TD_T("<代码或名称>", "<code or name>");
    else if ((needs & TAKES_DELIVERY) && !o->delivery)
        missing = "--delivery ID";
    else if ((needs & IS_LOAD) && !o->dry_run && (o->no_database || o->form))
        missing = "--dry-run";
    else if ((needs & TAKES_CHANGES) && o->change_count == 0)
        missing = "--set TIER.CONDITION=FIGURE";
    else if ((needs & TAKES_TWO) && o->operand_count < 2)
        missing = TD_T("两个比较对象", "two things to compare");
    if (missing) {
        td_fail(err, TD_E_USAGE, TD_T("缺少 %s", "%s is missing"), missing);
        return td_hint(err, TD_T("例: %s", "example: %s"), r->command->example);
    }
    if ((needs & IS_LOAD) && o->form && o->form[0] == 'c')
        return bad_value("--format", o->form, err);
    if ((needs & IS_LOAD) && o->dry_run && o->rejects)
        return td_fail(err, TD_E_USAGE, "%s", TD_T("--dry-run 与 --rejects 不能同用", "--dry-run does not go with --rejects"));
    if (o->operand_count > operands_most(needs))
        return td_fail(err, TD_E_USAGE, TD_T("多余的参数 \"%s\"", "unexpected argument \"%s\""),
                       o->operands[operands_most(needs)]);
    return true;
}

/* psql's rule: -d may be a database name or a whole conninfo; -h, -p and -U go beside a name. */
static bool
settle_conninfo(struct request *r, struct td_error *err)
{
    const char *name = r->options.conninfo;

    if (name && (strchr(name, '=') || strncmp(name, "postgres", 8) == 0)) {
        if (r->conninfo.len)
            return td_fail(err, TD_E_USAGE,
                           TD_T("-d 给了连接串时不能再用 -h -p -U", "-h -p -U do not go with a conninfo in -d"));
        return true;
    }
    if (name)
        conninfo_add(&r->conninfo, "dbname", name);
    r->options.conninfo = r->conninfo.len ? r->conninfo.at : NULL;
    return true;
}

bool
td_options_read(const char *executable, int argc, char **argv, struct request *r, struct td_error *err)
{
    (void)executable;
    const char **operands = td_alloc((size_t)argc + 1, sizeof *operands);

    r->changes = td_alloc((size_t)argc + 1, sizeof *r->changes);
    r->options.as_of = TD_DATE_NONE;
    r->options.given_on = r->options.from = r->options.until = TD_DATE_NONE;
    r->options.limit = -1;
    r->options.operands = operands;
    r->options.changes = r->changes;
    if (!read_arguments(argc, argv, r, operands, err))
        return false;
    if (r->help || r->version || !r->command)
        return true;
    return check_needs(r, err) && settle_conninfo(r, err);
}
