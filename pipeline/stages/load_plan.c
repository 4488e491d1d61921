/* What there is to load tonight: the files of the inputs folder against the deliveries of the profile
 * and the ledger. */
#include "load_plan.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Part numbers are 16 bits in the compare table. */
enum { PARTS_MAX = 65535 };

/* ---- the folder ------------------------------------------------------------------------------ */
static void
find_folder(struct making *m)
{
    const struct td_options *o = m->run->options;
    struct td_str inputs = m->run->profile.inputs;
    const char *slash = o->profile_path ? strrchr(o->profile_path, '/') : NULL;

    if (o->inputs_dir) {
        td_buf_text(&m->folder, o->inputs_dir);
        return;
    }
    if (slash && !td_str_starts(inputs, TD_STR("/")))
        td_buf_add(&m->folder, o->profile_path, (size_t)(slash - o->profile_path) + 1);
    td_buf_str(&m->folder, inputs.len ? inputs : TD_STR("."));
}

static int
order_names(const void *a, const void *b)
{
    return td_str_order(*(const struct td_str *)a, *(const struct td_str *)b);
}

static bool
list_folder(struct making *m, struct td_error *err)
{
    size_t capacity = 0;

    find_folder(m);
    DIR *dir = opendir(m->folder.at);
    if (!dir) {
        td_fail(err, TD_E_NO_INPUT, TD_T("打不开交付文件夹 \"%s\"：%s", "cannot open the inputs folder \"%s\": %s"),
                m->folder.at, strerror(errno));
        return td_hint(err, "%s", TD_T("用 --inputs 指明，或更正配置文件中的 inputs",
                                       "name it with --inputs, or correct inputs in the profile"));
    }
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.' || strncmp(e->d_name, "~$", 2) == 0) /* hidden, or of a workbook that somebody has open */
            continue;
        if (m->name_count == capacity) {
            capacity = capacity ? capacity * 2 : 64;
            m->names = td_realloc(m->names, capacity, sizeof *m->names);
        }
        m->names[m->name_count++] = td_arena_str(&m->plan->arena, td_str(e->d_name));
    }
    closedir(dir);
    if (m->name_count)
        qsort(m->names, m->name_count, sizeof *m->names, order_names);
    return true;
}

/* ---- hashes ----------------------------------------------------------------------------------- */
static bool
hash_part(struct load_part *p, uint64_t *hash, struct td_error *err)
{
    if (!td_file_hash(p->path, &p->hash, &p->bytes, err))
        return false;
    /* not the name: the same bytes under tonight's date are the same delivery; the year counts */
    uint64_t piece[] = {p->hash, p->bytes, (uint64_t)p->match.year};
    *hash = td_hash64(piece, sizeof piece, *hash);
    return true;
}

static void
hash_job(struct load_job *job)
{
    /* a changed contract, or another control total, is a reason to look at the file again */
    uint64_t seed[] = {LOAD_ROWS_VERSION, job->delivery->hash, job->delivery->expects.hash};
    uint64_t hash = td_hash64(seed, job->delivery->expects.hash ? sizeof seed : 2 * sizeof *seed, 0), content = 0;

    for (size_t i = 0; i < job->part_count && !job->error.code; i++) {
        struct load_part *p = &job->parts[i];
        if (i > 0 && strcmp(p->path, p[-1].path) == 0) { /* members of one archive, known by its hash */
            uint64_t year = (uint64_t)p->match.year;
            p->hash = p[-1].hash;
            p->bytes = p[-1].bytes;
            content = td_hash64(&year, sizeof year, content);
            continue;
        }
        if (!hash_part(p, &content, &job->error))
            break;
        job->bytes += job->parts[i].bytes;
    }
    hash = td_hash64(&content, sizeof content, hash);
    for (size_t i = 0; i < job->control_count && !job->error.code; i++)
        if (!hash_part(&job->controls[i], &hash, &job->error))
            break;
    if (job->error.code)
        job->status = LOAD_FAILED;
    snprintf(job->hash, sizeof job->hash, "%016" PRIx64, hash);
    snprintf(job->content, sizeof job->content, "%016" PRIx64, content);
}

/* ---- jobs -------------------------------------------------------------------------------------- */
static void
fill_part(struct making *m, const struct load_found *file, struct load_part *part)
{
    struct td_buf text = {0};

    *part = (struct load_part){.name = file->name, .match = file->match, .member = file->member};
    td_buf_printf(&text, "%s/%s", m->folder.at, file->name.at);
    part->path = td_arena_str(&m->plan->arena, td_buf_view(&text)).at;
    if (file->member) {
        td_buf_reset(&text);
        td_buf_printf(&text, "%s:%s", file->name.at, file->member->name.at);
        part->name = td_arena_str(&m->plan->arena, td_buf_view(&text));
    }
    td_buf_free(&text);
}

static struct load_part *
make_parts(struct making *m, const struct load_found *files, size_t count)
{
    struct load_part *parts = td_arena_alloc(&m->plan->arena, count ? count : 1, sizeof *parts);

    for (size_t i = 0; i < count; i++)
        fill_part(m, &files[i], &parts[i]);
    return parts;
}

/* What the search saw in archives: one that cannot be read fails the job, what was not read is noted. */
static void
note_found(struct load_job *job, const struct load_found *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (files[i].error && !job->error.code) {
            job->error = *files[i].error;
            job->status = LOAD_FAILED;
        }
        if (files[i].passed_over.len > 0) {
            td_buf_printf(&job->notes, "%s\"members_not_read\":", job->notes.len ? "," : "");
            td_json_str(&job->notes, files[i].passed_over);
        }
    }
}

static bool
has_year(const struct load_job *job, int year)
{
    for (size_t i = 0; i < job->part_count; i++)
        if (job->parts[i].match.year == year)
            return true;
    return false;
}

/* The companion files of a job: of its date and its years, where their names have them. */
static void
add_controls(struct making *m, struct load_job *job)
{
    struct load_found *found = td_alloc(m->name_count, sizeof *found);
    size_t count = 0;

    for (size_t i = 0; i < m->name_count; i++) {
        struct td_file_match match = {0, TD_DATE_NONE};
        if (td_pattern_match(job->delivery->expects.control.file, m->names[i], &match) &&
            (match.date == TD_DATE_NONE || match.date == job->date) && (match.year == 0 || has_year(job, match.year)))
            found[count++] = (struct load_found){.name = m->names[i], .match = match};
    }
    job->controls = make_parts(m, found, count);
    job->control_count = count;
    free(found);
}

static struct load_job *
add_job(struct making *m, const struct td_delivery *d, const struct load_found *files, size_t count)
{
    struct load_plan *plan = m->plan;

    if (plan->job_count == plan->job_capacity) {
        plan->job_capacity = plan->job_capacity ? plan->job_capacity * 2 : 32;
        plan->jobs = td_realloc(plan->jobs, plan->job_capacity, sizeof *plan->jobs);
    }
    struct load_job *job = &plan->jobs[plan->job_count++];
    *job = (struct load_job){.delivery = d, .source = plan->sources[d->source_index]};
    job->date = count ? files[0].match.date : TD_DATE_NONE;
    job->delivered = job->date;
    job->last = &plan->last[d - m->run->profile.deliveries];
    job->parts = make_parts(m, files, count);
    job->part_count = count;
    note_found(job, files, count);
    if (d->expects.control.file.at && count)
        add_controls(m, job);
    return job;
}

static void
add_missing(struct making *m, const struct td_delivery *d)
{
    struct load_job *job = add_job(m, d, NULL, 0);

    job->status = LOAD_FAILED;
    td_fail(&job->error, TD_E_NO_INPUT, TD_T("交付“%.*s”没有文件（%.*s）", "no file for delivery \"%.*s\" (%.*s)"),
            (int)d->id.len, d->id.at, (int)d->files.len, d->files.at);
    td_hint(&job->error, TD_T("原有数据保留；催交该文件，或更正配置文件第 %zu 行的 files",
                              "what stands is kept; ask for the file, or correct files at line %zu of "
                              "the profile"),
            d->line);
}

static void
add_delivery(struct making *m, const struct td_delivery *d)
{
    struct load_found *found;
    size_t count = load_find(&m->plan->arena, m->folder.at, m->names, m->name_count, d,
                             m->run->options->as_of, &found);

    if (count == 0 && (d->mode != TD_INCREMENT || d->expects.every != TD_NEVER_DUE)) {
        add_missing(m, d);
    } else if (d->mode != TD_INCREMENT) {
        size_t first = 0;
        while (found[first].match.date != found[count - 1].match.date)
            first++;
        add_job(m, d, found + first, count - first);
    } else {
        for (size_t i = 0, end; i < count; i = end) {
            for (end = i + 1; end < count && found[end].match.date == found[i].match.date;)
                end++;
            add_job(m, d, found + i, end - i);
        }
    }
    free(found);
}

/* ---- the plan ---------------------------------------------------------------------------------- */
static int
order_groups(const void *a, const void *b)
{
    const struct load_group *x = a, *y = b;
    if (x->bytes != y->bytes)
        return x->bytes > y->bytes ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static void
add_groups(struct making *m)
{
    struct load_plan *plan = m->plan;
    const struct td_profile *p = &m->run->profile;

    plan->groups = td_alloc(td_dataset_count, sizeof *plan->groups);
    for (size_t d = 0; d < td_dataset_count; d++) {
        struct load_group g = {.dataset = &td_datasets[d], .first = plan->job_count};
        for (size_t i = 0; i < p->delivery_count; i++)
            if (p->deliveries[i].dataset == g.dataset)
                add_delivery(m, &p->deliveries[i]);
        g.count = plan->job_count - g.first;
        if (g.count > 0)
            plan->groups[plan->group_count++] = g;
    }
}

/* A file with a slip in its name or date is not seen by any delivery: say so, as the last good one would go on for ever. */
static void
find_unclaimed(struct making *m)
{
    const struct td_profile *p = &m->run->profile;
    struct load_plan *plan = m->plan;

    for (size_t i = 0; i < m->name_count; i++) {
        size_t d = 0;

        while (d < p->delivery_count && !load_claims(&p->deliveries[d], m->names[i]))
            d++;
        if (d < p->delivery_count)
            continue;
        if (plan->unclaimed_told < sizeof plan->unclaimed / sizeof *plan->unclaimed)
            plan->unclaimed[plan->unclaimed_told++] = m->names[i];
        plan->unclaimed_count++;
    }
}

void
load_plan_unclaimed(const struct load_plan *plan, struct td_buf *out)
{
    if (plan->unclaimed_count)
        td_buf_printf(out, TD_T("没有交付采用的文件 %zu 个：", "%zu files that no delivery takes: "), plan->unclaimed_count);
    for (size_t i = 0; i < plan->unclaimed_told; i++) {
        td_buf_text(out, i ? "; " : "");
        td_plain_str(out, plan->unclaimed[i]);
    }
}

static void
weigh_groups(struct load_plan *plan)
{
    for (size_t g = 0; g < plan->group_count; g++)
        for (size_t i = 0; i < plan->groups[g].count; i++) {
            const struct load_job *job = &plan->jobs[plan->groups[g].first + i];
            plan->groups[g].todo += job->status == LOAD_TODO;
            plan->groups[g].bytes += job->status == LOAD_TODO ? job->bytes : 0;
        }
    if (plan->group_count)
        qsort(plan->groups, plan->group_count, sizeof *plan->groups, order_groups);
}

static bool
check_parts(const struct load_plan *plan, struct td_error *err)
{
    for (size_t i = 0; i < plan->job_count; i++)
        if (plan->jobs[i].part_count > PARTS_MAX)
            return td_fail(err, TD_E_LIMIT, TD_T("交付“%.*s”的文件超过 %d 个", "delivery \"%.*s\" has more than %d files"),
                           (int)plan->jobs[i].delivery->id.len, plan->jobs[i].delivery->id.at,
                           PARTS_MAX);
    return true;
}

bool
load_plan_make(struct load_plan *plan, struct td_run *run, struct td_error *err)
{
    struct making m = {.plan = plan, .run = run};
    bool ok = load_contract_plan(plan, run, err) && list_folder(&m, err) && load_past_read(&m, err);

    if (ok) {
        add_groups(&m);
        find_unclaimed(&m);
        ok = check_parts(plan, err);
    }
    if (ok) {
        /* one after the other: a city's 50 MB take 0.02 s */
        for (size_t i = 0; i < plan->job_count; i++)
            if (plan->jobs[i].status == LOAD_TODO)
                hash_job(&plan->jobs[i]);
        load_past_compare(&m);
        load_past_due(&m);
        load_past_with_others(plan);
        weigh_groups(plan);
        ok = load_past_number(&m, err);
    }
    free(m.names);
    free(m.past);
    td_buf_free(&m.folder);
    return ok;
}

void
load_plan_free(struct load_plan *plan)
{
    for (size_t i = 0; i < plan->job_count; i++) {
        td_buf_free(&plan->jobs[i].notes);
        td_buf_free(&plan->jobs[i].unknown_headers);
        td_buf_free(&plan->jobs[i].missing_headers);
        td_contract_findings_free(&plan->jobs[i].findings);
    }
    free(plan->jobs);
    free(plan->groups);
    free(plan->sources);
    td_arena_free(&plan->arena);
    *plan = (struct load_plan){0};
}
