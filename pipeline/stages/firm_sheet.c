/* sheet: firm sheets (一企一策) as one self-contained file of HTML, a page each: of firms that are named, or of a county's list. */
#include "cut.h"
#include "explain_find.h"
#include "firm_sheet.h"
#include "rules_command.h"

#include <string.h>

/* ---- which firms --------------------------------------------------------------------------- */
static void
add_firm(struct firm_sheets *s, const char *uscc)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->firms[i].uscc, uscc) == 0)
            return; /* named twice, by its code and its name */
    s->firms[s->count++].uscc = td_arena_str(&s->arena, td_str(uscc)).at;
}

static bool
named_firms(struct firm_sheets *s, struct td_error *err)
{
    const struct td_options *o = s->run->options;
    bool ok = true;

    s->firms = td_arena_alloc(&s->arena, o->operand_count, sizeof *s->firms);
    for (size_t i = 0; ok && i < o->operand_count; i++) {
        struct td_rows firm = {0};

        ok = explain_find(s->run, o->operands[i], &firm, err);
        if (ok)
            add_firm(s, td_rows_text(&firm, 0, 0));
        td_rows_free(&firm);
    }
    return ok;
}

static bool
listed_firms(struct firm_sheets *s, const struct cut *cut, struct td_error *err)
{
    const char *params[] = {cut->county, cut->tier, s->run->options->seated ? "t" : "f"};
    struct td_rows rows = {0};

    if (!td_db_query(s->run->db, "sheet/listed", NULL, params, 3, &rows, err))
        return false;
    s->title = td_arena_str(&s->arena, td_str(cut->county_name)).at;
    s->firms = td_arena_alloc(&s->arena, (size_t)rows.count + 1, sizeof *s->firms);
    for (int r = 0; r < rows.count; r++)
        s->firms[s->count++].uscc = td_arena_str(&s->arena, td_str(td_rows_text(&rows, r, 0))).at;
    td_rows_free(&rows);
    if (s->count == 0)
        td_fail(err, TD_E_NOT_FOUND, TD_T("%s的名单上没有这样的企业", "the list of %s has no such firm"), cut->county_name);
    return s->count > 0;
}

/* --tier is the operand of the commands that cut the results. */
static bool
open_cut(struct cut *cut, const struct firm_sheets *s, struct td_error *err)
{
    struct td_options options = *s->run->options;
    struct td_run run = *s->run;

    options.operands = &options.tier;
    options.operand_count = options.tier ? 1 : 0;
    run.options = &options;
    return cut_open(cut, &run, err);
}

static bool
choose(struct firm_sheets *s, struct cut *cut, struct td_error *err)
{
    const struct td_options *o = s->run->options;

    if ((o->operand_count > 0) == (o->county != NULL)) {
        td_fail(err, TD_E_USAGE, "%s", TD_T("给出企业，或者给出 --county", "give firms, or --county"));
        return td_hint(err, "%s", TD_T("tidu sheet 代码或名称 …；或 tidu sheet --county 区县 -o 文件.html",
                                       "tidu sheet CODE-OR-NAME …; or tidu sheet --county COUNTY -o FILE.html"));
    }
    if (o->seated && !o->county)
        return td_fail(err, TD_E_USAGE, TD_T("--seated 要与 --county 一起用", "--seated goes with --county"));
    if ((o->county || o->tier) && !open_cut(cut, s, err))
        return false;
    return o->county ? listed_firms(s, cut, err) : named_firms(s, err);
}

/* ---- the file ------------------------------------------------------------------------------ */
static void
write_pages(const struct firm_sheets *s, struct td_buf *out)
{
    sheet_begin(s, out);
    sheet_cover(s, out);
    for (size_t i = 0; i < s->count; i++)
        sheet_page(s, i, out);
    td_buf_text(out, "</body>\n</html>\n");
}

/* Its words are Chinese whatever the reader's language, as those of the lists are. */
static bool
make_sheets(struct firm_sheets *s, const char *tier, struct td_error *err)
{
    struct td_buf out = {0};
    enum td_lang lang = td_lang_get();

    td_lang_set(TD_ZH); /* what is read is worded at once */
    bool ok = firm_sheets_read(s, tier, err);
    if (ok)
        write_pages(s, &out);
    td_lang_set(lang);
    ok = ok && rules_print(s->run, &out, err);
    if (ok)
        td_log_note(s->run->log, TD_T("%zu 家企业，每家一页", "%zu firms, a page each"), s->count);
    td_buf_free(&out);
    return ok;
}

bool
td_command_sheet(struct td_run *run, struct td_error *err)
{
    struct td_run seen = *run;
    struct firm_sheets s = {.run = &seen};
    struct td_options options;
    struct td_rows night = {0};
    struct cut cut = {0};
    bool ok = td_db_query(run->db, "explain/night", NULL, NULL, 0, &night, err) &&
              explain_set_night(&seen, &night, &options, err) && choose(&s, &cut, err);

    if (ok) {
        td_date_text(options.as_of, s.as_of);
        ok = make_sheets(&s, cut.tier, err);
    }
    firm_sheets_free(&s);
    cut_close(&cut);
    td_rows_free(&night);
    return ok;
}
