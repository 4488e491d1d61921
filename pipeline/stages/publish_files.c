/* The files of a publication: of each list its CSV and its workbook, report.html, then manifest.json with the SHA-256 of each. */
#include "publish_files.h"

#include "publish_age.h"

#include <stdlib.h>
#include <string.h>

#include <omp.h>

/* One list: the city's (county NULL), a county's, or that of the firms whose county is not known (""). */
struct list_job {
    const char *code, *name, *county;
    struct td_buf stem; /* of the file names */
    size_t rows;
    struct td_error err;
};

static bool
manifest_file(struct publish_files *p, const char *name, size_t rows, struct td_error *err)
{
    struct td_buf path = {0};
    char hex[65];

    td_buf_printf(&path, "%s/%s", p->folder, name);
    bool ok = td_file_sha256(path.at, hex, err);
    if (ok) {
        td_buf_text(&p->manifest, p->listed++ ? ",\n    {\"name\": " : "\n    {\"name\": ");
        td_json_str(&p->manifest, td_str(name));
        td_buf_printf(&p->manifest, ", \"rows\": %zu, \"sha256\": \"%s\"}", rows, hex);
    }
    td_buf_free(&path);
    return ok;
}

/* 说明, then all sheets of the table. */
static bool
write_workbook(const struct publish_files *p, const char *path, const struct list_job *job, struct td_error *err)
{
    struct publish_view *views = td_alloc(publish_sheet_count, sizeof *views);
    struct td_sheet *sheets = td_alloc(publish_sheet_count + 1, sizeof *sheets);
    struct publish_notes notes;

    for (size_t i = 0; i < publish_sheet_count; i++) {
        publish_view_make(&views[i], p->data, i, job->county, job->name, false);
        sheets[i + 1] = views[i].sheet;
    }
    publish_notes_make(&notes, p->context, p->data, sheets + 1, publish_sheet_count, job->county, job->name);
    sheets[0] = notes.sheet;
    bool ok = td_xlsx_write(path, sheets, publish_sheet_count + 1, p->run->options->as_of, err);

    publish_notes_free(&notes);
    for (size_t i = 0; i < publish_sheet_count; i++)
        publish_view_free(&views[i]);
    free(sheets);
    free(views);
    return ok;
}

/* All candidates, within the seats or not. */
static bool
write_csv(const struct publish_files *p, const char *path, struct list_job *job)
{
    struct publish_view view;
    size_t which = 0;

    while (!publish_sheets[which].is_list)
        which++;
    publish_view_make(&view, p->data, which, job->county, job->name, true);
    view.sheet.without_bom = p->run->profile.csv_without_bom;
    job->rows = view.sheet.row_count;
    bool ok = td_csv_write(path, &view.sheet, &job->err);
    publish_view_free(&view);
    return ok;
}

/* Reads what all jobs share, writes only its own files. */
static bool
write_list(const struct publish_files *p, struct list_job *job)
{
    struct td_buf path = {0};

    td_buf_printf(&job->stem, "%s%s", job->code, job->code[0] ? "-" : "");
    td_file_slug(td_str(job->name), &job->stem);
    td_buf_printf(&path, "%s/%s.csv", p->folder, job->stem.at);
    bool ok = write_csv(p, path.at, job);
    td_buf_reset(&path);
    td_buf_printf(&path, "%s/%s.xlsx", p->folder, job->stem.at);
    ok = ok && write_workbook(p, path.at, job, &job->err);
    td_buf_free(&path);
    return ok;
}

static bool
write_report(const struct publish_files *p, struct list_job *job)
{
    const struct report_about about = {p->data->as_of, p->context->released, p->context->ages};
    struct td_buf path = {0};

    td_buf_text(&job->stem, "report.html");
    td_buf_printf(&path, "%s/%s", p->folder, job->stem.at);
    job->rows = (size_t)p->report->candidates->count;
    bool ok = report_write(p->report, &about, path.at, &job->err);
    td_buf_free(&path);
    return ok;
}

/* In the order of the jobs, whatever thread wrote which. */
static bool
list_files(struct publish_files *p, const struct list_job *job, struct td_error *err)
{
    static const char *const suffixes[] = {".csv", ".xlsx"};
    struct td_buf name = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < sizeof suffixes / sizeof suffixes[0]; i++) {
        td_buf_reset(&name);
        td_buf_printf(&name, "%s%s", job->stem.at, suffixes[i]);
        ok = manifest_file(p, name.at, job->rows, err);
    }
    td_buf_free(&name);
    return ok;
}

/* The last of the jobs is the report, which takes longest: it is begun first. */
static bool
write_jobs(struct publish_files *p, struct list_job *jobs, int count, struct td_error *err)
{
    int threads = p->run->options->threads > 0 ? p->run->options->threads : omp_get_max_threads();
    bool ok = true;

#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
    for (int i = 0; i < count; i++) {
        bool fine = i == 0 ? write_report(p, &jobs[count - 1]) : write_list(p, &jobs[i - 1]);
#pragma omp critical
        ok = ok && fine;
    }
    for (int i = 0; i < count; i++) {
        if (jobs[i].err.code && !err->code)
            *err = jobs[i].err;
        ok = ok && !td_stopping(err) &&
             (i < count - 1 ? list_files(p, &jobs[i], err) : manifest_file(p, jobs[i].stem.at, jobs[i].rows, err));
    }
    return ok;
}

static bool
write_lists(struct publish_files *p, struct td_error *err)
{
    const struct td_profile *profile = &p->run->profile;
    struct list_job *jobs = td_alloc(profile->county_count + 3, sizeof *jobs);
    int count = 0;

    jobs[count++] = (struct list_job){.code = profile->city_code.at, .name = profile->city_name.at};
    for (size_t i = 0; i < profile->county_count; i++) {
        const struct td_county *c = &profile->counties[i];
        jobs[count++] = (struct list_job){.code = c->code.at, .name = c->name.at, .county = c->code.at};
    }
    if (publish_data_without_county(p->data))
        jobs[count++] = (struct list_job){.code = "", .name = "区县不明", .county = ""};
    jobs[count++] = (struct list_job){0}; /* the report */
    bool ok = write_jobs(p, jobs, count, err);
    for (int i = 0; i < count; i++)
        td_buf_free(&jobs[i].stem);
    free(jobs);
    return ok;
}

static bool
write_manifest(struct publish_files *p, char hash[65], struct td_error *err)
{
    struct td_buf path = {0};

    td_buf_text(&p->manifest, "\n  ],\n  \"sources\": [");
    publish_ages_json(p->context->ages, &p->manifest);
    td_buf_text(&p->manifest, "\n  ]");
    if (p->context->released[0]) {
        td_buf_text(&p->manifest, ",\n  \"released\": ");
        td_json_str(&p->manifest, td_str(p->context->released));
    }
    td_buf_text(&p->manifest, "\n}\n");
    td_buf_printf(&path, "%s/manifest.json", p->folder);
    bool ok = td_file_write(path.at, td_buf_view(&p->manifest), err) && td_file_sha256(path.at, hash, err);
    td_buf_free(&path);
    return ok;
}

bool
publish_files_write(struct publish_files *p, char hash[65], struct td_error *err)
{
    td_buf_printf(&p->manifest, "{\n  \"as_of\": \"%s\",\n  \"profile\": \"%s\",\n  \"criteria\": \"%s\",\n  \"files\": [",
                  p->data->as_of, p->run->profile_hash, p->run->criteria_hash);
    bool ok = write_lists(p, err) && write_manifest(p, hash, err);
    td_buf_free(&p->manifest);
    return ok;
}
