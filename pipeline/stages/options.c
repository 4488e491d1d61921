#include "command.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct option {
    const char *name, *letter, *argument;
    uint64_t needs; /* shown and taken where the command needs one of these; 0 = everywhere */
    const char *zh, *en;
};

static const struct option options[] = {
    {"--profile", NULL, "FILE", NEEDS_PROFILE, "城市配置文件", "the city's profile"},
    {"--as-of", NULL, "YYYY-MM-DD", NEEDS_AS_OF | TAKES_AS_OF, "截止日（决定规则版本与年度）",
     "the as-of date (chooses rule versions and years)"},
    {"--out", NULL, "DIR", NEEDS_OUT, "名单输出目录", "folder of the lists"},
    {"--known-on", NULL, "DATE|RUN", TAKES_KNOWN, "当时所知：某日终了（北京时间）或某次运行为止（默认现在）",
     "as known by the end of a day (China's time) or by a run (default: now)"},
    {"--prune-before", NULL, "DATE", TAKES_PUBLISHED, "清除截止日早于此日的名单的文件内容（记录和校验和保留）",
     "take away the contents of lists as of earlier dates (their record and checksums stay)"},
    {"--inputs", NULL, "DIR", NEEDS_PROFILE, "交付文件所在目录（默认见配置文件）",
     "folder of the deliveries (default: the profile's)"},
    {"--criteria", NULL, "DIR", NEEDS_CRITERIA, "评价标准目录", "folder of the criteria"},
    {"--region", NULL, "CODE", TAKES_REGION, "市的行政区划代码（决定地方规则）",
     "the city's code (chooses local rules)"},
    {"--output", "-o", "FILE", TAKES_OUTPUT, "写入文件（默认标准输出）", "write to a file (default: stdout)"},
    {"--set", NULL, "TIER.CONDITION=FIGURE", TAKES_CHANGES, "改一个数值（可重复）", "change a figure (may be repeated)"},
    {"--drop", NULL, "TIER.CONDITION", TAKES_CHANGES, "去掉一个条件（可重复）", "drop a condition (may be repeated)"},
    {"--dry-run", NULL, NULL, IS_LOAD, "只读取、核对并报告，什么也不写（只读角色即可）",
     "read, check and report, and write nothing (a role that may only read will do)"},
    {"--without-database", NULL, NULL, IS_LOAD, "与 --dry-run 一起：不连数据库，只按配置文件核对",
     "with --dry-run: no database, the files are checked against the profile alone"},
    {"--rejects", NULL, "FILE", IS_LOAD, "载入更正后的退回行（tidu rejects 导出的文件）",
     "load rejected rows that were mended (the file that tidu rejects gave)"},
    {"--delivery", NULL, "ID", TAKES_DELIVERY, "配置文件中的交付", "a delivery of the profile"},
    {"--release", NULL, "REASON", TAKES_RELEASE, "放行因交付不合合同而暂停的发布（理由记入台账）",
     "publish although a delivery's contract holds it (the reason goes into the ledger)"},
    {"--effect", NULL, NULL, TAKES_EFFECT, "在现有企业上的影响：谁受益、谁受损",
     "the effect on the present city: who gains, who loses"},
    {"--since", NULL, "DATE|RUN", TAKES_EVENTS, "自某截止日或某次运行起", "since an as-of date or a run"},
    {"--kind", NULL, "KIND", TAKES_EVENTS, "只看一类变更: birth gone return rename move status form code merge split",
     "one kind only: birth gone return rename move status form code merge split"},
    {"--limit", NULL, "N", TAKES_EVENTS, "text 中列出的条数（默认 100，0 为全部）", "events that the text lists (default: 100; 0: all)"},
    {"--county", NULL, "COUNTY", TAKES_CUT | TAKES_EVENTS | TAKES_QUALITY | TAKES_NOTES | TAKES_SHEET | TAKES_DIFF, "只看一个区县（名称或代码）", "one county only (name or code)"},
    {"--source", NULL, "DEPARTMENT", TAKES_QUALITY | TAKES_ANSWERS, "只看一个部门（id 或名称）", "one department only (id or name)"},
    {"--rule", NULL, "RULE", TAKES_QUALITY, "只看一条数据规则，并列出未通过的记录", "one rule only, with the records that fail it"},
    {"--trend", NULL, NULL, TAKES_QUALITY, "部门得分逐次运行的变化", "the departments' scores run by run"},
    {"--tier", NULL, "TIER", TAKES_SHEET, "按某一层级说明；与 --county 一起时只取名单上该层级的企业",
     "speak of one tier; with --county only its firms of the list"},
    {"--seated", NULL, NULL, TAKES_SHEET, "与 --county 一起：只取名额内的企业", "with --county: only firms within the seats"},
    {"--tier", NULL, "TIER", TAKES_DIFF, "只看一个层级（srdi little_giant …）", "one tier only (srdi little_giant …)"},
    {"--limit", NULL, "N", TAKES_DIFF, "text 中列出的变动数（默认 50，0 为全部）", "moves that the text lists (default: 50; 0: all)"},
    {"--industry", NULL, "CODE", TAKES_INDUSTRY, "只看一个行业（C、34、C3484 或名称）", "one industry only (C, 34, C3484 or a name)"},
    {"--condition", NULL, "ID", TAKES_CONDITION, "只看一个条件，并列出企业", "one condition only, with its firms"},
    {"--by", NULL, "CUT", TAKES_INDUSTRY, "各列一行: county 区县，industry 行业门类，division 行业大类",
     "a row each: county, industry (section) or division"},
    {"--tier", NULL, "TIER", TAKES_ORDER, "层级（srdi little_giant …）", "the tier (srdi little_giant …)"},
    {"--why", NULL, "TEXT", TAKES_WHY, "理由（会显示，不写个人信息）", "the reason (it is shown: no personal data)"},
    {"--by", NULL, "NAME", TAKES_WHY, "决定人（姓名或岗位）", "who decides"},
    {"--from", NULL, "YYYY-MM-DD", TAKES_ORDER, "首日（按截止日；默认即时）", "first day, by as-of dates (default: at once)"},
    {"--until", NULL, "YYYY-MM-DD", TAKES_ORDER, "末日（默认不限）", "last day (default: without end)"},
    {"--beside", NULL, NULL, TAKES_ORDER, "增补不占名额（默认占名额）", "add beside the seats (default: within them)"},
    {"--answers", NULL, "FILE", TAKES_ANSWERS, "读回填好的工作簿（xlsx 或 csv）", "take the filled workbook (xlsx or csv)"},
    {"--by", NULL, "NAME", TAKES_ANSWERS, "判断人（姓名或岗位）", "who judged"},
    {"--notes", NULL, "FILE", TAKES_NOTES, "读回填好的台账（xlsx 或 csv）", "take the filled ledger (xlsx or csv)"},
    {"--by", NULL, "WHO", TAKES_NOTES, "填写单位或岗位", "who wrote it"},
    {"--on", NULL, "YYYY-MM-DD", TAKES_NOTES, "填写日期", "on which day"},
    {"--on", NULL, "YYYY-MM-DD", TAKES_ANSWERS, "判断日期", "on which day"},
    {"--dataset", NULL, "DATASET", TAKES_ANSWERS, "只看一个数据集（finance staff ip title …）", "records of one dataset only (finance staff ip title …)"},
    {"--limit", NULL, "N", TAKES_ANSWERS, "前 N 个单位（导出默认全部）", "the first N holders (a workbook: all)"},
    {"--by", NULL, "CUT", TAKES_CONDITION, "分区县计数: county", "counts by county: county"},
    {"--limit", NULL, "N", TAKES_CONDITION, "每个条件列出前 N 家企业（0 为全部）", "the first N firms of each condition (0: all)"},
    {"--format", NULL, "text|csv|json", TAKES_FORM | TAKES_CUT | TAKES_EVENTS | TAKES_QUALITY | TAKES_DIFF | IS_LOAD | TAKES_PUBLISHED, "输出格式（默认 text）", "form of the output (default: text)"},
    {"--format", NULL, "markdown|html|csv|json", TAKES_DICTIONARY, "输出格式（默认 markdown）", "form of the output (default: markdown)"},
    {"--schema", NULL, "SCHEMA|all", TAKES_DICTIONARY, "哪个模式（默认 api）", "which schema (default: api)"},
    {"--limit", NULL, "N", TAKES_QUALITY, "列出前 N 条未通过的记录（0 为全部）", "the first N records that fail (0: all)"},
    {"--limit", NULL, "N", TAKES_PUBLISHED, "列出最近 N 次发布（text 默认 40，0 为全部）", "the last N lists (text: 40; 0: all)"},
    {"--limit", NULL, "N", TAKES_FORM, "text 中每层级每方向列出的企业数（默认 10）",
     "firms that the text lists of each tier and direction (default: 10)"},
    {"--threads", "-j", "N", NEEDS_LEDGER | TAKES_THREADS, "线程数（默认全部核心；不影响结果）",
     "threads (default: all cores; never changes a result)"},
    {"--json", NULL, NULL, TAKES_JSON, "输出 JSON", "print JSON"},
    {"--dbname", "-d", "CONNINFO", ANY_DATABASE, "数据库名或连接串（亦可用 PGHOST、PGSERVICE 等）",
     "database or conninfo (PGHOST, PGSERVICE … count too)"},
    {"--host", "-h", "HOST", ANY_DATABASE, "数据库主机或套接字目录", "database host or socket folder"},
    {"--port", "-p", "PORT", ANY_DATABASE, "数据库端口", "database port"},
    {"--username", "-U", "NAME", ANY_DATABASE, "数据库用户", "database user"},
    {"--sql-dir", NULL, "DIR", ANY_DATABASE, "从目录读取 SQL 而不用内置的（开发用）",
     "read the SQL from a folder (development)"},
    {"--lang", NULL, "zh|en", 0, "语言（默认按 LC_MESSAGES，否则中文）",
     "language (default: LC_MESSAGES, else Chinese)"},
    {"--log", NULL, "text|json", 0, "日志格式", "form of the log"},
    {"--quiet", "-q", NULL, 0, "只输出警告与错误", "only warnings and errors"},
    {"--verbose", "-v", NULL, 0, "无终端时也输出进展", "say what is done without a terminal too"},
    {"--help", "-?", NULL, 0, "显示帮助", "show this help"},
    {"--version", "-V", NULL, 0, "显示版本", "show the version"},
};
enum { OPTIONS = sizeof options / sizeof options[0] };

static bool
applies(const struct option *o, const struct command *c)
{
    if (o->needs == ANY_DATABASE)
        return !c || !(c->needs & WITHOUT_DATABASE);
    return o->needs == 0 || !c || (c->needs & o->needs) != 0;
}

static void
suggest_option(const char *given, const struct command *c, struct td_error *err)
{
    const char *names[OPTIONS];
    size_t count = 0;

    for (size_t i = 0; i < OPTIONS; i++)
        if (applies(&options[i], c))
            names[count++] = options[i].name;
    const char *nearest = td_nearest(td_str(given), names, count);
    if (nearest)
        td_hint(err, TD_T("是不是 %s？", "did you mean %s?"), nearest);
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
    for (size_t i = 0; i < OPTIONS; i++) {
        const struct option *o = &options[i];
        if (!applies(o, c))
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

/* ---- help and man pages -------------------------------------------------------------------- */
static void
help_options(const struct command *c, struct td_buf *out)
{
    td_buf_text(out, TD_T("\n选项:\n", "\nOptions:\n"));
    for (size_t i = 0; i < OPTIONS; i++) {
        const struct option *o = &options[i];
        if (!applies(o, c))
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
