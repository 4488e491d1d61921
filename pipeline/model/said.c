/* The arguments of --set and --drop: taken apart, and the program that they mean. */
#include "said.h"

#include <string.h>

enum { NAMES_MAX = 100 };

/* ---- the argument ------------------------------------------------------------------------------- */
static struct td_str
until(struct td_str *rest, const char *stops)
{
    struct td_str out = {rest->at, 0};

    while (out.len < rest->len && !strchr(stops, rest->at[out.len]))
        out.len++;
    rest->at += out.len;
    rest->len -= out.len;
    return out;
}

static bool
takes(struct td_str *rest, char c)
{
    if (rest->len == 0 || rest->at[0] != c)
        return false;
    rest->at++;
    rest->len--;
    return true;
}

bool
said_read(const char *argument, bool drop, struct said *s, struct td_error *err)
{
    struct td_str rest = td_str(argument);

    *s = (struct said){.argument = argument};
    s->tier = until(&rest, "@:.=");
    if (takes(&rest, '@'))
        s->version = until(&rest, ":.=");
    if (takes(&rest, ':'))
        s->kind = until(&rest, ".=");
    if (takes(&rest, '.'))
        s->name = until(&rest, "=");
    bool figure = takes(&rest, '=');
    s->tier = td_str_trim(s->tier);
    s->name = td_str_trim(s->name);
    s->figure = td_str_trim(rest);
    if (s->tier.len > 0 && s->name.len > 0 && figure != drop && (drop || s->figure.len > 0))
        return true;
    td_fail(err, TD_E_USAGE, TD_T("看不懂“%s”", "\"%s\" cannot be read"), argument);
    return td_hint(err, "%s",
                   drop ? TD_T("写作 <层级>.<条件>，如 --drop little_giant.growth",
                               "write <tier>.<condition>, as in --drop little_giant.growth")
                        : TD_T("写作 <层级>.<条件>=<数值>，如 --set srdi.rd_share=2.5%",
                               "write <tier>.<condition>=<figure>, as in --set srdi.rd_share=2.5%"));
}

/* ---- the program ------------------------------------------------------------------------------------ */
static bool
no_tier(const struct td_rules *r, const struct said *s, struct td_error *err)
{
    const char *names[NAMES_MAX];
    size_t count = 0;

    for (int i = 0; i < r->program_count && count < NAMES_MAX; i++)
        if (count == 0 || strcmp(names[count - 1], r->programs[i].public.tier.at) != 0)
            names[count++] = r->programs[i].public.tier.at;
    td_fail(err, TD_E_USAGE, TD_T("截止日没有层级“%.*s”", "no tier \"%.*s\" is in force"), (int)s->tier.len, s->tier.at);
    return td_yaml_suggest(s->tier, names, count, err);
}

static bool
no_version(const struct program *p, const struct said *s, struct td_error *err)
{
    td_fail(err, TD_E_USAGE, TD_T("%.*s 在截止日适用的不是“%.*s”版", "%.*s: version \"%.*s\" is not in force"),
            (int)s->tier.len, s->tier.at, (int)s->version.len, s->version.at);
    return td_hint(err, TD_T("适用的是 %.*s@%.*s", "in force is %.*s@%.*s"), (int)s->tier.len, s->tier.at,
                   (int)p->public.version.len, p->public.version.at);
}

/* The file in force for new applications, or for those that are asked for. */
bool
said_program(const struct td_rules *r, const struct said *s, const struct program **out, struct td_error *err)
{
    bool review = td_str_equal(s->kind, TD_STR("review"));
    const struct program *other = NULL;

    *out = NULL;
    if (s->kind.len > 0 && !review && !td_str_equal(s->kind, TD_STR("new"))) {
        td_fail(err, TD_E_USAGE, TD_T("没有“%.*s”这种申报", "no kind \"%.*s\""), (int)s->kind.len, s->kind.at);
        return td_hint(err, "%s", TD_T("写 new（新申报）或 review（复核）", "write new or review"));
    }
    for (int i = 0; i < r->program_count; i++) {
        const struct program *p = &r->programs[i];

        if (!td_str_equal(p->public.tier, s->tier) ||
            (s->kind.len > 0 && (p->public.kind == TD_REVIEW) != review))
            continue;
        if (s->version.len > 0 && !td_str_equal(p->public.version, s->version))
            other = p;
        else if (!*out)
            *out = p;
    }
    return *out || (other ? no_version(other, s, err) : no_tier(r, s, err));
}
