/*
 * publish: for the city and for each county a CSV and an XLSX of the shortlist, manifest.json with
 * the SHA-256 of every file, then the pointer. The folder <out>/<as-of> appears whole by one rename
 * inside the transaction that flips the pointer; <out>/current leads to it. Nothing in the files
 * tells the hour or the run's number: the same inputs, date and criteria give the same bytes.
 */
#include "doubts.h"
#include "publish_age.h"
#include "publish_funnel.h"

#include "tidu/sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <omp.h>

#define LISTS_VERSION "6" /* of what the files hold, so that a new program writes them anew */

enum { /* columns of publish/list.sql */
    Q_COUNTY, Q_TIER, Q_PLACE, Q_COUNTY_PLACE, Q_NAME, Q_USCC, Q_COUNTY_NAME, Q_INDUSTRY, Q_SIZE, Q_HELD,
    Q_CERTAIN, Q_STATE, Q_VERSION, Q_HARD, Q_UNKNOWN, Q_POINTS, Q_SHORT, Q_SEATED, Q_TIE, Q_DOUBTS,
    Q_DOUBT_WORDS
};

static const struct td_column list_columns[] = {
    {"序号", TD_CELL_INT, 6},           {"企业名称", TD_CELL_TEXT, 36},   {"统一社会信用代码", TD_CELL_TEXT, 21},
    {"区县", TD_CELL_TEXT, 14},         {"行业", TD_CELL_TEXT, 24},       {"划型", TD_CELL_TEXT, 10},
    {"现有称号及有效期", TD_CELL_TEXT, 30}, {"拟培育层级", TD_CELL_TEXT, 22}, {"确定/可能", TD_CELL_TEXT, 10},
    {"判定", TD_CELL_TEXT, 16},         {"命中规则版本", TD_CELL_TEXT, 34}, {"硬条件满足/总数", TD_CELL_TEXT, 12},
    {"未知项数", TD_CELL_INT, 9},       {"得分区间", TD_CELL_TEXT, 16},   {"主要短板", TD_CELL_TEXT, 60},
    {"全市位次", TD_CELL_INT, 9},       {"名额内", TD_CELL_TEXT, 8},      {"切线并列", TD_CELL_TEXT, 9},
    {"数据疑点", TD_CELL_INT, 9},       {"疑点内容", TD_CELL_TEXT, 50},
};
enum { LIST_COLUMNS = sizeof list_columns / sizeof list_columns[0] };

static const struct td_column note_columns[] = {{"项目", TD_CELL_TEXT, 24}, {"内容", TD_CELL_TEXT, 96}};

struct publishing {
    struct td_run *run;
    struct td_rows list, programs, ages, doubts;
    struct td_buf released; /* why a held night was let go; empty: it was not held */
    struct publish_funnel funnel;
    struct td_buf folder, manifest;
    char as_of[11], shortlist_run[24];
    bool first_file;
};

static struct td_value_cell
text_cell(const char *s)
{
    return (struct td_value_cell){true, 0, td_str(s)};
}

static struct td_value_cell
int_cell(const struct td_rows *rows, int r, int c)
{
    return (struct td_value_cell){!td_rows_null(rows, r, c), td_rows_int(rows, r, c), {0}};
}

static void
list_row(const struct td_rows *q, int r, int64_t number, struct td_value_cell *c)
{
    static const int texts[][2] = {{1, Q_NAME},    {2, Q_USCC},   {3, Q_COUNTY_NAME}, {4, Q_INDUSTRY},
                                   {5, Q_SIZE},    {6, Q_HELD},   {7, Q_TIER},        {8, Q_CERTAIN},
                                   {9, Q_STATE},   {10, Q_VERSION}, {11, Q_HARD},     {13, Q_POINTS},
                                   {14, Q_SHORT},  {16, Q_SEATED}, {17, Q_TIE},
                                   {19, Q_DOUBT_WORDS}};

    c[0] = (struct td_value_cell){true, number, {0}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        c[texts[i][0]] = text_cell(td_rows_text(q, r, texts[i][1]));
    c[12] = int_cell(q, r, Q_UNKNOWN);
    c[15] = int_cell(q, r, Q_PLACE);
    c[18] = int_cell(q, r, Q_DOUBTS);
}

enum part { ALL_CANDIDATES, WITHIN_SEATS, WAITING };

/* A firm that ties with a seated one is shown beside it. */
static bool
in_part(const struct td_rows *q, int r, enum part part)
{
    bool within = strcmp(td_rows_text(q, r, Q_SEATED), "是") == 0 || td_rows_text(q, r, Q_TIE)[0] != '\0';

    return part == ALL_CANDIDATES || within == (part == WITHIN_SEATS);
}

/* The rows of one county (NULL: of the whole city), in the order of the query. */
static size_t
list_cells(const struct td_rows *q, const char *county, enum part part, struct td_value_cell *cells)
{
    size_t n = 0;

    for (int r = 0; r < q->count; r++)
        if ((!county || strcmp(td_rows_text(q, r, Q_COUNTY), county) == 0) && in_part(q, r, part)) {
            list_row(q, r, (int64_t)n + 1, cells + n * LIST_COLUMNS);
            n++;
        }
    return n;
}

enum { NOTES = 10, PROGRAM_NOTES = 64 };

/* Why a held night was published all the same, and how old each source is. */
static size_t
source_cells(const struct publishing *p, struct td_value_cell *c, struct td_buf *texts)
{
    size_t n = 0;

    if (p->released.len > 0) {
        c[2 * n] = text_cell("放行");
        c[2 * n++ + 1] = text_cell(p->released.at);
    }
    for (int r = 0; r < p->ages.count; r++, n++) {
        publish_age_text(&p->ages, r, &texts[r]);
        c[2 * n] = text_cell(td_rows_text(&p->ages, r, 7)[0] ? "数据来源（沿用）" : "数据来源");
        c[2 * n + 1] = text_cell(texts[r].at);
    }
    return n;
}

static size_t
note_cells(const struct publishing *p, struct td_value_cell *c, struct td_buf *program_texts)
{
    size_t n = 0;
    const struct {
        const char *item, *text;
    } notes[NOTES] = {
        {"截止日", p->as_of},
        {"口径", "按截止日有效的评价标准逐条判定全部登记企业；上年度为截止日前最后一个完整自然年"},
        {"确定", "全部数据条件满足，只剩人工判断或平台评价（或全部满足）"},
        {"可能", "没有不满足的条件，但有数据缺失而无法判定的条件（未知）；缺失不按 0，也不按不满足"},
        {"近门槛", "有不满足的条件，但都能在期限内改变（criteria/efforts.yaml，本市测算口径）；没有其他可申报层级的企业才列入"},
        {"得分区间", "测算值，下限为已知部分，上限为未知部分取最好情形；不是平台评价得分"},
        {"名额", "各区县名额按候选企业数以最大余数法分配；名额外的候选企业在“候补”表；切线两侧无法区分先后的企业标为“切线并列”"},
        {"主要短板", "最多四条：先是须改变的及其差距（代价大的在前，本市测算口径），再是待核实的，最后是待人工的；没有可行途径的按条款列出不满足、未知、待人工"},
        {"数据疑点", "按 criteria/quality 的数据规则发现的错误和疑问的条数，逐条见“数据疑点”表；交付的数据未作改动，疑似用错单位的数值判定时按未知处理，请先核实"},
        {"未证实数值", "规则版本标有“含未证实数值”的，个别标准值未经官方文本核对，须以原文为准"},
    };

    for (size_t i = 0; i < NOTES; i++, n++) {
        c[2 * n] = text_cell(notes[i].item);
        c[2 * n + 1] = text_cell(notes[i].text);
    }
    for (int r = 0; r < p->programs.count && r < PROGRAM_NOTES; r++, n++) {
        td_buf_printf(&program_texts[r], "%s（%s）：%s版，%s %s", td_rows_text(&p->programs, r, 0),
                      td_rows_text(&p->programs, r, 3), td_rows_text(&p->programs, r, 1),
                      td_rows_text(&p->programs, r, 2), td_rows_text(&p->programs, r, 4));
        c[2 * n] = text_cell("规则版本");
        c[2 * n + 1] = text_cell(program_texts[r].at);
    }
    return n;
}

static bool
manifest_file(struct publishing *p, const char *name, size_t rows, struct td_error *err)
{
    struct td_buf path = {0};
    char hex[65];

    td_buf_printf(&path, "%s/%s", p->folder.at, name);
    bool ok = td_file_sha256(path.at, hex, err);
    if (ok) {
        td_buf_text(&p->manifest, p->first_file ? "\n    {\"name\": " : ",\n    {\"name\": ");
        td_json_str(&p->manifest, td_str(name));
        td_buf_printf(&p->manifest, ", \"rows\": %zu, \"sha256\": \"%s\"}", rows, hex);
        p->first_file = false;
    }
    td_buf_free(&path);
    return ok;
}

/* Who is within the seats, who waits behind them, and how to read it. `cells` has room for both parts. */
static bool
write_workbook(const struct publishing *p, const char *path, const char *name, const char *county,
               struct td_value_cell *cells, struct td_error *err)
{
    size_t sources = (size_t)p->ages.count + 1;
    struct td_value_cell *note = td_alloc((NOTES + PROGRAM_NOTES + sources) * 2, sizeof *note);
    struct td_buf texts[PROGRAM_NOTES] = {{0}}, *source_texts = td_alloc(sources, sizeof *source_texts);
    struct td_buf heading = {0}, waiting = {0};
    struct publish_sheets more;
    struct doubts_sheet doubts;
    size_t notes = note_cells(p, note, texts);
    notes += source_cells(p, note + 2 * notes, source_texts);
    size_t seated = list_cells(&p->list, county, WITHIN_SEATS, cells);
    struct td_value_cell *rest = cells + seated * LIST_COLUMNS;
    size_t others = list_cells(&p->list, county, WAITING, rest);

    td_buf_printf(&heading, "%s拟培育企业名单（截止 %s，名额内 %zu 家）", name, p->as_of, seated);
    td_buf_printf(&waiting, "%s候补企业（截止 %s，名额外 %zu 家）", name, p->as_of, others);
    publish_sheets_make(&more, &p->funnel, county, name, p->as_of);
    doubts_make(&doubts, &p->doubts, county, name, p->as_of);
    struct td_sheet sheets[] = {{"拟培育企业名单", heading.at, list_columns, LIST_COLUMNS, cells, seated},
                                {"候补", waiting.at, list_columns, LIST_COLUMNS, rest, others},
                                more.near,
                                more.funnel,
                                doubts.sheet,
                                {"说明", "名单说明", note_columns, 2, note, notes}};
    bool ok = td_xlsx_write(path, sheets, sizeof sheets / sizeof sheets[0], p->run->options->as_of, err);

    for (size_t i = 0; i < PROGRAM_NOTES; i++)
        td_buf_free(&texts[i]);
    for (size_t i = 0; i < sources; i++)
        td_buf_free(&source_texts[i]);
    free(source_texts);
    td_buf_free(&heading);
    td_buf_free(&waiting);
    publish_sheets_free(&more);
    doubts_free(&doubts);
    free(note);
    return ok;
}

/* One list: the city's (county NULL), a county's, or that of the firms whose county is not known (""). */
struct list_job {
    const char *code, *name, *county;
    struct td_buf stem; /* of the file names */
    size_t rows;
    struct td_error err;
};

static void
job_path(const struct publishing *p, const struct list_job *job, const char *suffix, struct td_buf *path)
{
    td_buf_reset(path);
    td_buf_printf(path, "%s/%s%s", p->folder.at, job->stem.at, suffix);
}

/* Reads what all jobs share, writes only its own files. */
static bool
write_list(const struct publishing *p, struct list_job *job)
{
    struct td_value_cell *cells = td_alloc((size_t)p->list.count * LIST_COLUMNS + 1, sizeof *cells);
    struct td_buf path = {0};

    td_buf_printf(&job->stem, "%s%s", job->code, job->code[0] ? "-" : "");
    td_file_slug(td_str(job->name), &job->stem);
    job->rows = list_cells(&p->list, job->county, ALL_CANDIDATES, cells);
    struct td_sheet sheet = {"拟培育企业名单", NULL, list_columns, LIST_COLUMNS, cells, job->rows};
    job_path(p, job, ".csv", &path);
    bool ok = td_csv_write(path.at, &sheet, &job->err);
    job_path(p, job, ".xlsx", &path);
    ok = ok && write_workbook(p, path.at, job->name, job->county, cells, &job->err);
    td_buf_free(&path);
    free(cells);
    return ok;
}

static bool
any_without_county(const struct td_rows *list)
{
    for (int r = 0; r < list->count; r++)
        if (td_rows_text(list, r, Q_COUNTY)[0] == '\0')
            return true;
    return false;
}

/* In the order of the jobs, whatever thread wrote which. */
static bool
list_files(struct publishing *p, const struct list_job *job, struct td_error *err)
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

static bool
write_jobs(struct publishing *p, struct list_job *jobs, int count, struct td_error *err)
{
    int threads = p->run->options->threads > 0 ? p->run->options->threads : omp_get_max_threads();
    bool ok = true;

#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
    for (int i = 0; i < count; i++) {
        bool fine = write_list(p, &jobs[i]);
#pragma omp critical
        ok = ok && fine;
    }
    for (int i = 0; i < count; i++) {
        if (jobs[i].err.code && !err->code)
            *err = jobs[i].err;
        ok = ok && !td_stopping(err) && list_files(p, &jobs[i], err);
    }
    return ok;
}

static bool
write_lists(struct publishing *p, struct td_error *err)
{
    const struct td_profile *profile = &p->run->profile;
    struct list_job *jobs = td_alloc(profile->county_count + 2, sizeof *jobs);
    int count = 0;

    jobs[count++] = (struct list_job){.code = profile->city_code.at, .name = profile->city_name.at};
    for (size_t i = 0; i < profile->county_count; i++) {
        const struct td_county *c = &profile->counties[i];
        jobs[count++] = (struct list_job){.code = c->code.at, .name = c->name.at, .county = c->code.at};
    }
    if (any_without_county(&p->list))
        jobs[count++] = (struct list_job){.code = "", .name = "区县不明", .county = ""};
    bool ok = write_jobs(p, jobs, count, err);
    for (int i = 0; i < count; i++)
        td_buf_free(&jobs[i].stem);
    free(jobs);
    return ok;
}

static bool
write_manifest(struct publishing *p, char hash[65], struct td_error *err)
{
    struct td_buf path = {0};

    td_buf_text(&p->manifest, "\n  ],\n  \"sources\": [");
    publish_ages_json(&p->ages, &p->manifest);
    td_buf_text(&p->manifest, "\n  ]");
    if (p->released.len > 0) {
        td_buf_text(&p->manifest, ",\n  \"released\": ");
        td_json_str(&p->manifest, td_buf_view(&p->released));
    }
    td_buf_text(&p->manifest, "\n}\n");
    td_buf_printf(&path, "%s/manifest.json", p->folder.at);
    bool ok = td_file_write(path.at, td_buf_view(&p->manifest), err) && td_file_sha256(path.at, hash, err);
    td_buf_free(&path);
    return ok;
}

/* The list on the run's connection, the funnel and the near misses beside it on another. */
static bool
read_results(struct publishing *p, struct td_error *err)
{
    const char *run_only[] = {p->shortlist_run};
    struct td_error other = {0};
    bool list = false, funnel = false;

#pragma omp parallel sections num_threads(2)
    {
#pragma omp section
        list = td_db_query(p->run->db, "publish/list", NULL, run_only, 1, &p->list, err) &&
               td_db_query(p->run->db, "publish/programs", NULL, run_only, 1, &p->programs, err) &&
               doubts_read(p->run, p->shortlist_run, &p->doubts, err);
#pragma omp section
        funnel = publish_funnel_read(&p->funnel, p->run, p->shortlist_run, &other);
    }
    if (list && !funnel)
        *err = other;
    return list && funnel;
}

static bool
publish_files(struct publishing *p, struct td_error *err)
{
    const char *out = p->run->options->out_dir;
    char hash[65];

    if (!td_db_begin(p->run->db, err) || !read_results(p, err) ||
        !td_folder_begin(out, p->as_of, &p->folder, err))
        return false;
    td_buf_printf(&p->manifest, "{\n  \"as_of\": \"%s\",\n  \"profile\": \"%s\",\n  \"criteria\": \"%s\",\n  \"files\": [",
                  p->as_of, p->run->profile_hash, p->run->criteria_hash);
    p->first_file = true;
    if (!write_lists(p, err) || !write_manifest(p, hash, err))
        return false;
    char now[24];
    snprintf(now, sizeof now, "%" PRId64, p->run->run);
    const char *flip[] = {p->shortlist_run, p->as_of, hash, now};
    return td_db_run(p->run->db, "publish/flip", NULL, flip, 4, NULL, err) &&
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

/* Is what the pointer names still lying there, byte for byte as far as the manifest tells, and current? */
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
                td_file_sha256(path.at, hash, &none) && strcmp(hash, td_rows_text(&rows, 0, 2)) == 0;
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

/* What the files depend on: the ranking, the doubts about the data, the date, how old the sources are and why they were let go. */
static void
depends_on(const struct publishing *p, const char *ranked, const char *checked, struct td_buf *out)
{
    struct td_buf text = {0};

    td_buf_printf(&text, "%s %s", ranked, checked);
    publish_ages_json(&p->ages, &text);
    td_buf_str(&text, td_buf_view(&p->released));
    td_buf_printf(out, LISTS_VERSION "-%016" PRIx64 "-%s", td_hash64(text.at, text.len, 0), p->as_of);
    td_buf_free(&text);
}

bool
td_stage_publish(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct publishing p = {.run = run};
    char ranked[65], checked[65], last[65];

    td_date_text(run->options->as_of, p.as_of);
    bool ok = find_shortlist(&p, err) && publish_gate(run, p.as_of, &p.released, err) &&
              publish_ages_read(run, p.as_of, &p.ages, err) && td_stage_last(run, "rank", ranked, err) &&
              td_stage_last(run, "check", checked, err) && td_stage_last(run, "publish", last, err);
    if (ok) {
        depends_on(&p, ranked, checked, &counts->inputs);
        counts->same = strcmp(last, counts->inputs.at) == 0 && stands(&p, err);
        ok = err->code == 0 && (counts->same || publish_files(&p, err));
    }
    counts->rows_in = counts->rows_out = (uint64_t)p.list.count;
    td_rows_free(&p.list);
    td_rows_free(&p.programs);
    td_rows_free(&p.ages);
    td_rows_free(&p.doubts);
    td_buf_free(&p.released);
    publish_funnel_free(&p.funnel);
    td_buf_free(&p.folder);
    td_buf_free(&p.manifest);
    return ok;
}
