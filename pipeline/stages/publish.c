/*
 * publish: for the city and for each county a CSV of the shortlist and a workbook, report.html, manifest.json
 * with the SHA-256 of every file, then the pointer. The folder <out>/<as-of> appears whole by one rename
 * inside the transaction that flips the pointer; <out>/current leads to it. Nothing in the files
 * tells the hour or the run's number: the same inputs, date and criteria give the same bytes.
 */
#include "publish_age.h"
#include "publish_archive.h"
#include "publish_files.h"
#include "publish_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LISTS_VERSION "10" /* of what the files hold, so that a new program writes them anew */

struct publishing {
    struct td_run *run;
    struct publish_reading *reading; /* the night's, or its own */
    struct td_rows ages;
    struct td_buf released; /* why a held night was let go; empty: it was not held */
    struct td_buf folder;
    char as_of[11], shortlist_run[24];
};

static bool
publish_folder(struct publishing *p, struct td_error *err)
{
    const char *out = p->run->options->out_dir;
    struct publish_context *context = publish_reading_context(p->reading);
    struct publish_files files = {.run = p->run, .data = publish_reading_data(p->reading), .context = context,
                                  .report = publish_reading_report(p->reading)};
    char hash[65], now[24];

    if (!td_db_begin(p->run->db, err) || !publish_reading_finish(p->reading, p->run->db, err) ||
        !td_folder_begin(out, p->as_of, &p->folder, err))
        return false;
    context->ages = &p->ages;
    context->released = p->released.at;
    files.folder = p->folder.at;
    if (!publish_files_write(&files, hash, err))
        return false;
    snprintf(now, sizeof now, "%" PRId64, p->run->run);
    const char *flip[] = {p->shortlist_run, p->as_of, hash, now};
    const struct archive_issue issue = {p->folder.at, p->as_of, hash, p->shortlist_run,
                                        p->released.len > 0 ? p->released.at : NULL};
    return td_db_run(p->run->db, "publish/flip", NULL, flip, 4, NULL, err) && archive_keep(p->run, &issue, err) &&
           td_folder_commit(out, p->as_of, err) && td_folder_link(out, "current", p->as_of, err) &&
           td_db_commit(p->run->db, err);
}

static bool
is_current(const struct publishing *p)
{
    struct td_buf link = {0};
    char target[sizeof p->as_of + 1];

    td_buf_printf(&link, "%s/current", p->run->options->out_dir);
    ssize_t len = readlink(link.at, target, sizeof target);
    td_buf_free(&link);
    return len == (ssize_t)strlen(p->as_of) && memcmp(target, p->as_of, (size_t)len) == 0;
}

/* Is what the pointer names still lying there, byte for byte as far as the manifest tells, current, and kept? */
static bool
stands(const struct publishing *p, struct td_error *err)
{
    struct td_rows rows = {0};
    struct td_buf path = {0};
    char hash[65] = "";
    struct td_error none = {0};

    if (!td_db_query(p->run->db, "publish/published", NULL, NULL, 0, &rows, err))
        return false;
    td_buf_printf(&path, "%s/%s/manifest.json", p->run->options->out_dir, p->as_of);
    bool same = rows.count == 1 && is_current(p) && strcmp(td_rows_text(&rows, 0, 1), p->as_of) == 0 &&
                td_file_sha256(path.at, hash, &none) && strcmp(hash, td_rows_text(&rows, 0, 2)) == 0 &&
                strcmp(td_rows_text(&rows, 0, 3), "t") == 0;
    td_rows_free(&rows);
    td_buf_free(&path);
    return same;
}

static bool
find_shortlist(struct publishing *p, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(p->run->db, "rank/done_run", NULL, NULL, 0, &rows, err))
        return false;
    bool found = rows.count == 1 && !td_rows_null(&rows, 0, 0);
    if (found)
        snprintf(p->shortlist_run, sizeof p->shortlist_run, "%s", td_rows_text(&rows, 0, 0));
    td_rows_free(&rows);
    if (!found) {
        td_fail(err, TD_E_NO_INPUT, TD_T("还没有排序结果", "nothing has been ranked yet"));
        td_hint(err, TD_T("先运行 tidu run 或 tidu rank", "run tidu run or tidu rank first"));
    }
    return found;
}

/* What the files depend on: the ranking, what follows it, the doubts about the data, the date, how old the sources are and why they were let go. */
static void
depends_on(const struct publishing *p, const char *ranked, const char *checked, const char *followed, struct td_buf *out)
{
    struct td_buf text = {0};

    td_buf_printf(&text, "%s %s %s%s", ranked, checked, followed, p->run->profile.csv_without_bom ? " without BOM" : "");
    publish_ages_json(&p->ages, &text);
    td_buf_str(&text, td_buf_view(&p->released));
    td_buf_printf(out, LISTS_VERSION "-%016" PRIx64 "-%s", td_hash64(text.at, text.len, report_page_hash()), p->as_of);
    td_buf_free(&text);
}

bool
td_stage_publish(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct publishing p = {.run = run};
    struct publish_reading *own = NULL;
    char ranked[65], checked[65], followed[65], last[65];

    td_date_text(run->options->as_of, p.as_of);
    bool ok = find_shortlist(&p, err) && publish_gate(run, p.as_of, &p.released, err) &&
              publish_ages_read(run, p.as_of, &p.ages, err) && td_stage_last(run, "rank", ranked, err) &&
              td_stage_last(run, "check", checked, err) && td_stage_last(run, "follow", followed, err) &&
              td_stage_last(run, "publish", last, err);
    if (ok) {
        depends_on(&p, ranked, checked, followed, &counts->inputs);
        counts->same = strcmp(last, counts->inputs.at) == 0 && stands(&p, err);
        ok = err->code == 0;
    }
    if (ok && !counts->same) {
        if (!publish_reading_is_of(run->reading, p.shortlist_run))
            own = publish_reading_begin(run, p.shortlist_run, AFTER_FOLLOW);
        p.reading = own ? own : run->reading;
        ok = publish_folder(&p, err);
    }
    if (p.reading)
        counts->rows_in = counts->rows_out = (uint64_t)publish_reading_data(p.reading)->list->count;
    publish_reading_free(own);
    td_rows_free(&p.ages);
    td_buf_free(&p.released);
    td_buf_free(&p.folder);
    return ok;
}
