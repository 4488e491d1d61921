/* The files of criteria/quality: read, checked with places, compiled with the compiler of the criteria. */
#include "quality.h"

#include <stdlib.h>
#include <string.h>

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

const char *const td_severity_ids[3] = {"error", "warn", "note"};

static const char *const rule_keys[] = {"id",       "title", "severity", "owner", "source", "confirmed", "note",
                                        "concerns", "when",  "all",      "any",   "not"};

struct td_quality_rule *
quality_rule_add(struct td_quality *q)
{
    if (q->rule_count == q->rule_cap) {
        q->rule_cap = q->rule_cap ? 2 * q->rule_cap : 64;
        q->rules = td_realloc(q->rules, (size_t)q->rule_cap, sizeof *q->rules);
    }
    q->rules[q->rule_count] = (struct td_quality_rule){0};
    return &q->rules[q->rule_count++];
}

static bool
read_word(struct compiler *c, struct td_quality *q, const struct td_yaml *map, const char *key, struct td_str *out)
{
    const struct td_yaml *node;

    if (!td_yaml_need(map, key, &node, c->err) || !td_yaml_text(node, key, out, c->err))
        return false;
    *out = td_arena_str(&q->arena, *out);
    return true;
}

static bool
id_is_new(struct compiler *c, const struct td_quality *q, const struct td_yaml *node, struct td_str id)
{
    for (size_t i = 0; i < id.len; i++)
        if (!((id.at[i] >= 'a' && id.at[i] <= 'z') || (id.at[i] >= '0' && id.at[i] <= '9') || id.at[i] == '_'))
            return td_yaml_fail(node, c->err, "%s",
                                TD_T("id 只用小写字母、数字和下划线", "an id has small letters, digits and _ only"));
    for (int i = 0; i < q->rule_count; i++) {
        const struct td_quality_rule *r = &q->rules[i];

        if (!td_str_equal(r->id, id))
            continue;
        td_yaml_fail(node, c->err, TD_T("规则 id“%.*s”重复", "rule id \"%.*s\" is given twice"), (int)id.len, id.at);
        return td_hint(c->err, TD_T("前一个在 %s:%zu", "the first is at %s:%zu"), r->file.at, r->line);
    }
    return true;
}

/* What all rules have. `rule` is not yet among q->rules. */
bool
quality_rule_head(struct compiler *c, struct td_quality *q, const struct td_yaml *map, struct td_quality_rule *rule)
{
    const struct td_yaml *severity;
    size_t word;

    if (!read_word(c, q, map, "id", &rule->id) || !id_is_new(c, q, td_yaml_get(map, "id"), rule->id) ||
        !read_word(c, q, map, "title", &rule->title) || !read_word(c, q, map, "owner", &rule->owner) ||
        !read_word(c, q, map, "source", &rule->source) || !td_yaml_need(map, "severity", &severity, c->err) ||
        !td_yaml_choice(severity, "severity", td_severity_ids, 3, &word, c->err))
        return false;
    if (!td_yaml_get(map, "confirmed")) {
        td_yaml_fail(map, c->err, "%s", TD_T("缺少 confirmed", "confirmed is missing"));
        return td_hint(c->err, "%s",
                       TD_T("依据有多可靠：A、B、B2，或 M（本市判断）", "how well the source is confirmed: A, B, B2, or M (a local judgement)"));
    }
    if (!confirmed_read(c, map, &rule->confirmed))
        return false;
    rule->severity = (enum td_severity)word;
    rule->file = td_arena_str(&q->arena, td_str(map->file->name));
    rule->line = map->line;
    rule->column = map->column;
    return true;
}

/* A tree of conditions on one line: "任一(a <= b；全部(…))", for people. */
static void
put_tree(const struct td_yaml *map, struct td_buf *out)
{
    static const char *const forms[][2] = {{"all", "全部"}, {"any", "任一"}};

    if (td_yaml_get(map, "when"))
        td_buf_str(out, td_yaml_get(map, "when")->text);
    if (td_yaml_get(map, "not")) {
        td_buf_text(out, "非(");
        put_tree(td_yaml_get(map, "not"), out);
        td_buf_text(out, ")");
    }
    for (int f = 0; f < 2; f++) {
        const struct td_yaml *list = td_yaml_get(map, forms[f][0]);

        if (!list || list->kind != TD_YAML_LIST)
            continue;
        td_buf_printf(out, "%s(", forms[f][1]);
        for (size_t i = 0; i < list->count; i++) {
            td_buf_text(out, i ? "；" : "");
            put_tree(list->items[i], out);
        }
        td_buf_text(out, ")");
    }
}

/* A rule speaks of the facts that its expressions show. */
static uint32_t
facts_since(const struct td_rules *r, int shown)
{
    uint32_t facts = 0;

    for (int i = shown; i < r->shown_count; i++)
        if (r->shown[i].fact >= 0)
            facts |= (uint32_t)1 << r->shown[i].fact;
    return facts;
}

static bool
read_rule(struct compiler *c, struct td_quality *q, const struct td_yaml *map, enum td_quality_kind kind)
{
    struct quality_kind_rules *k = &q->kinds[kind];
    struct td_quality_rule rule = {.kind = kind, .form = TD_Q_RECORD};
    const struct td_yaml *concerns = td_yaml_get(map, "concerns");
    struct td_buf text = {0};
    int shown = c->rules->shown_count, at = k->rule_count;

    k->concerns = td_realloc(k->concerns, (size_t)at + 1, sizeof *k->concerns);
    k->check = td_realloc(k->check, (size_t)at + 1, sizeof *k->check);
    k->concerns[at] = -1;
    if (!td_yaml_expect(map, TD_YAML_MAP, "rule", c->err) || !td_yaml_known(map, KEYS(rule_keys), c->err) ||
        !quality_rule_head(c, q, map, &rule))
        return false;
    if (concerns && (concerns->kind == TD_YAML_MAP ? !condition_tree(c, concerns, &k->concerns[at])
                                                   : !when_op(c, concerns, &k->concerns[at])))
        return false;
    if (!condition_tree(c, map, &k->check[at]))
        return false;
    rule.facts = facts_since(c->rules, shown);
    put_tree(map, &text);
    if (concerns) {
        td_buf_text(&text, "，当 ");
        if (concerns->kind == TD_YAML_MAP)
            put_tree(concerns, &text);
        else
            td_buf_str(&text, concerns->text);
    }
    rule.expression = td_arena_str(&q->arena, td_buf_view(&text));
    td_buf_free(&text);
    *quality_rule_add(q) = rule;
    k->rule_count++;
    return true;
}

/* ---- a kind's rules, in all files ------------------------------------------------------------------ */
static bool
file_kind(struct compiler *c, const struct td_yaml *root, enum td_quality_kind *kind)
{
    const char *names[TD_Q_KINDS];
    size_t word;

    for (int i = 0; i < TD_Q_KINDS; i++)
        names[i] = td_quality_dataset((enum td_quality_kind)i);
    if (!td_yaml_choice(td_yaml_get(root, "record"), "record", names, TD_Q_KINDS, &word, c->err))
        return false;
    *kind = (enum td_quality_kind)word;
    return true;
}

static bool
read_kind(struct compiler *c, struct td_quality *q, enum td_quality_kind kind)
{
    static const char *const keys[] = {"record", "rules", "note"};
    struct td_rules *r = c->rules;
    int industry = quality_fact_find(kind, TD_STR("industry"));

    quality_facts_make(r, kind);
    r->industry_slot = slot_of(r, industry, 0);
    r->size_by_code = td_arena_alloc(&r->arena, INDUSTRY_CODES, sizeof *r->size_by_code);
    r->size_by_division = td_arena_alloc(&r->arena, INDUSTRY_CODES / 100, sizeof *r->size_by_division);
    q->kinds[kind].rule_first = q->rule_count;
    for (size_t d = 0; d < c->doc_count; d++) {
        const struct td_yaml *root = c->docs[d].root, *list;
        enum td_quality_kind of;

        if (!td_yaml_get(root, "record"))
            continue;
        if (!file_kind(c, root, &of))
            return false;
        if (of != kind)
            continue;
        if (!td_yaml_known(root, KEYS(keys), c->err) || !td_yaml_need(root, "rules", &list, c->err) ||
            !td_yaml_expect(list, TD_YAML_LIST, "rules", c->err))
            return false;
        for (size_t i = 0; i < list->count; i++)
            if (!read_rule(c, q, list->items[i], kind))
                return false;
    }
    if (r->size_used)
        return td_fail(c->err, TD_E_CRITERIA, "%s", TD_T("数据规则中没有 size", "rules of data quality have no size"));
    return true;
}

static bool
compile_kind(struct compiler *c, struct td_quality *q, enum td_quality_kind kind)
{
    struct quality_kind_rules *k = &q->kinds[kind];
    struct td_rules *r = td_alloc(1, sizeof *r);

    k->rules = r;
    k->own = td_quality_own(kind);
    r->industry_slot = -1;
    c->rules = r;
    if (!read_kind(c, q, kind))
        return false;
    k->slot_fact = td_alloc((size_t)r->slot_count + 1, sizeof *k->slot_fact);
    for (int f = 0; f < r->fact_count; f++)
        if (r->facts[f].slots[0] >= 0)
            k->slot_fact[r->facts[f].slots[0]] = f;
    rules_settle(r);
    return true;
}

/* ---- all ----------------------------------------------------------------------------------------------- */
static bool
parse_all(struct compiler *c, const struct td_file_text *files, size_t count)
{
    c->docs = td_alloc(count + 1, sizeof *c->docs);
    for (size_t i = 0; i < count; i++) {
        if (!td_str_starts(files[i].name, TD_STR("quality/")) || !td_str_ends(files[i].name, TD_STR(".yaml")))
            continue;
        struct td_buf name = {0};
        td_buf_str(&name, files[i].name);
        bool ok = td_yaml_parse(&c->docs[c->doc_count++], files[i].text, name.at, TD_E_CRITERIA, c->err);
        td_buf_free(&name);
        if (!ok || !td_yaml_expect(c->docs[c->doc_count - 1].root, TD_YAML_MAP, "quality", c->err))
            return false;
    }
    return true;
}

/* The files that are no rules of records, each by its first key. */
static bool
read_others(struct compiler *c, struct td_quality *q)
{
    static const char *const keys[] = {"record", "compare", "unit_swap", "score"};
    bool seen[4] = {false};

    for (size_t d = 0; d < c->doc_count; d++) {
        const struct td_yaml *root = c->docs[d].root;
        int which = 0;

        while (which < 4 && !td_yaml_get(root, keys[which]))
            which++;
        if (which == 4)
            return td_yaml_fail(root, c->err, "%s",
                                TD_T("应有 record、compare、unit_swap、score 之一",
                                     "one of record, compare, unit_swap and score is needed"));
        if (which > 0 && seen[which])
            return td_yaml_fail(root, c->err, TD_T("第二个有 %s 的文件", "a second file with %s"), keys[which]);
        seen[which] = true;
        if ((which == 1 && !quality_compare_read(c, q, root)) || (which == 2 && !quality_swap_read(c, q, root)) ||
            (which == 3 && !quality_score_read(c, q, root)))
            return false;
    }
    return true;
}

bool
td_quality_compile(struct td_quality **out, const struct td_file_text *files, size_t count, struct td_error *err)
{
    struct td_quality *q = td_alloc(1, sizeof *q);
    struct td_rules_options options = {.as_of = 0};
    struct compiler c = {.options = &options, .err = err, .score = -1};

    q->swap.rule = -1;
    q->revenue = quality_fact_find(TD_Q_FINANCE, TD_STR("revenue"));
    q->assets = quality_fact_find(TD_Q_FINANCE, TD_STR("assets"));
    q->employees = quality_fact_find(TD_Q_STAFF, TD_STR("employees"));
    q->insured = quality_fact_find(TD_Q_STAFF, TD_STR("insured"));
    bool ok = parse_all(&c, files, count);
    for (int kind = 0; ok && kind < TD_Q_KINDS; kind++)
        ok = compile_kind(&c, q, (enum td_quality_kind)kind);
    ok = ok && read_others(&c, q);
    for (size_t i = 0; i < c.doc_count; i++)
        td_yaml_free(&c.docs[i]);
    free(c.docs);
    if (!ok) {
        td_hint(err, "%s", TD_T("写法见 criteria/README.md 的“Data quality”", "see criteria/README.md, \"Data quality\""));
        td_quality_free(q);
        q = NULL;
    }
    *out = q;
    return ok;
}

void
td_quality_free(struct td_quality *q)
{
    if (!q)
        return;
    for (int i = 0; i < TD_Q_KINDS; i++) {
        td_rules_free(q->kinds[i].rules);
        free(q->kinds[i].slot_fact);
        free(q->kinds[i].concerns);
        free(q->kinds[i].check);
    }
    free(q->rules);
    td_arena_free(&q->arena);
    free(q);
}

size_t
td_quality_rule_count(const struct td_quality *q)
{
    return (size_t)q->rule_count;
}

const struct td_quality_rule *
td_quality_rule_at(const struct td_quality *q, size_t rule)
{
    return &q->rules[rule];
}

const struct td_quality_score *
td_quality_score_of(const struct td_quality *q)
{
    return &q->score;
}

bool
td_quality_blocks(const struct td_quality *q)
{
    return q->swap.rule >= 0 && q->swap.block;
}

size_t
td_quality_slots(const struct td_quality *q)
{
    return (size_t)q->rule_count + (size_t)TD_Q_KINDS * TD_Q_FACTS;
}

size_t
td_quality_fill_slot(const struct td_quality *q, enum td_quality_kind kind, size_t fact)
{
    return (size_t)q->rule_count + (size_t)kind * TD_Q_FACTS + fact;
}
