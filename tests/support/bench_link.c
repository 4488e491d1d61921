/*
 * How well are names linked that are not written as they are registered? By kind of distortion, on an invented
 * registry (link_names.h), and the curve over the threshold; or on a labelled list.
 *
 *   bench_link CRITERIA [firms] [each]
 *   bench_link CRITERIA --file REGISTRY.csv PAIRS.tsv
 *     REGISTRY.csv: a line a firm, name and code anywhere in it (the first cell of 18 characters is the code, one of
 *     six digits the county, the first other one the name); PAIRS.tsv: name TAB registered name or code, or nothing:
 *     the firm is not in it; without a tab it is not known, and its link is printed to be looked at.
 *     Wrong links and names that are not found are printed.
 */
#include "criteria_load.h"
#include "link_names.h"

/* The criteria with another threshold (-1: as they are), and without the differences that are never bridged. */
static struct td_linkage *
linkage_of(struct td_str text, int32_t certain, bool bridged)
{
    struct td_linkage *l = NULL;
    struct td_error err = {0};
    struct td_buf changed = {0};
    const char *at = strstr(text.at, "\nauto: ");

    td_buf_add(&changed, text.at, (size_t)(at + 7 - text.at));
    if (certain >= 0)
        td_buf_printf(&changed, "%d #", certain);
    td_buf_text(&changed, at + 7);
    for (char *never = changed.at; bridged && (never = strstr(never, ", never: true")) != NULL;)
        memset(never, ' ', strlen(", never: true"));
    if (!td_linkage_read(&l, td_buf_view(&changed), &err)) {
        fprintf(stderr, "%s:%zu: %s\n", err.file, err.line, err.text);
        exit(1);
    }
    td_buf_free(&changed);
    return l;
}

static double
share(int part, int of)
{
    return of ? (double)part / of : 1.0;
}

static void
print_line(const char *what, const struct link_figures *f, bool decoy)
{
    printf("%-18s %6d %6d %6d %6d %6d %6d", what, f->count, f->right, f->wrong, f->refused, f->listed, f->nothing);
    if (!decoy)
        printf("   %.4f", share(f->right, f->count));
    printf("\n");
}

static struct link_figures
sum(const struct link_figures *f, int from, int to)
{
    struct link_figures s = {0};

    for (int k = from; k < to; k++) {
        s.count += f[k].count;
        s.right += f[k].right;
        s.wrong += f[k].wrong;
        s.refused += f[k].refused;
        s.listed += f[k].listed;
        s.nothing += f[k].nothing;
    }
    return s;
}

static void
generated(struct td_str text, size_t firms, int each)
{
    static const int32_t thresholds[] = {700000, 800000, 850000, 880000, 900000, 920000, 940000, 960000, 980000};
    struct link_figures f[LINK_KINDS];
    struct link_set set;
    struct td_linkage *l = linkage_of(text, -1, false);

    link_set_make(&set, firms, 1);
    link_measure(&set, each, 2, l, 0, false, f);
    td_linkage_free(l);
    printf("%zu firms, %d names of each kind\n", firms, each);
    printf("%-18s %6s %6s %6s %6s %6s %6s   %s\n", "kind", "names", "right", "wrong", "near", "listed", "none", "recall");
    for (int k = 0; k < LINK_KINDS; k++)
        print_line(link_kind_words[k], &f[k], link_is_decoy((enum link_kind)k));
    struct link_figures asked = sum(f, LINK_BRACKETS, LINK_WRITING), all = sum(f, 0, LINK_KINDS);
    printf("form, brackets, region, of names that fit one firm: recall %.4f; all kinds: precision %.4f of %d links\n", share(asked.right, asked.count),
           share(all.right, all.right + all.wrong), all.right + all.wrong);
    for (int bridged = 0; bridged < 2; bridged++) {
        printf("\n%s\nthreshold  precision  recall (form, brackets, region)\n",
               bridged ? "without the differences that are never bridged:" : "as the criteria are:");
        for (size_t i = 0; i < sizeof thresholds / sizeof *thresholds; i++) {
            l = linkage_of(text, thresholds[i], bridged);
            link_measure(&set, each < 100 ? each : 100, 2, l, 0, false, f);
            td_linkage_free(l);
            asked = sum(f, LINK_BRACKETS, LINK_WRITING);
            all = sum(f, 0, LINK_KINDS);
            printf("%9d  %9.4f  %6.4f\n", (int)thresholds[i], share(all.right, all.right + all.wrong),
                   share(asked.right, asked.count));
        }
    }
    free(set.firms);
}

/* ---- a labelled list ----------------------------------------------------------------------------- */
struct firm {
    struct td_str code, name, county;
};

static bool
is_code(struct td_str s)
{
    char out[19];

    return td_uscc(s, out) == TD_USCC_GOOD || td_uscc(s, out) == TD_USCC_BAD_CHECK;
}

static bool
is_county(struct td_str s)
{
    size_t digits = 0;

    while (digits < s.len && s.at[digits] >= '0' && s.at[digits] <= '9')
        digits++;
    return s.len == 6 && digits == 6;
}

static bool
read_firm(char *line, struct td_arena *arena, struct firm *out)
{
    *out = (struct firm){0};
    for (char *cell = strtok(line, ",\t\r\n"); cell; cell = strtok(NULL, ",\t\r\n")) {
        struct td_str s = td_str(cell);
        if (is_code(s) && !out->code.len)
            out->code = td_arena_str(arena, s);
        else if (is_county(s))
            out->county = td_arena_str(arena, s);
        else if (!out->name.len)
            out->name = td_arena_str(arena, s);
    }
    return out->code.len && out->name.len;
}

struct pair {
    struct td_str name, means;
    bool labelled;
};

struct labels {
    struct td_arena arena;
    struct firm *firms;
    struct pair *pairs;
    size_t firm_count, pair_count;
};

static bool
read_labels(struct labels *l, const char *registry, const char *pairs)
{
    FILE *file = fopen(registry, "r"), *labels = fopen(pairs, "r");
    static char line[65536];
    bool ok = file && labels;

    while (ok && fgets(line, sizeof line, file)) {
        l->firms = td_realloc(l->firms, l->firm_count + 1, sizeof *l->firms);
        l->firm_count += read_firm(line, &l->arena, &l->firms[l->firm_count]);
    }
    while (ok && fgets(line, sizeof line, labels)) {
        char *tab = strchr(line, '\t');
        line[strcspn(line, "\r\n")] = 0;
        if (tab)
            *tab++ = 0;
        if (!line[0])
            continue;
        l->pairs = td_realloc(l->pairs, l->pair_count + 1, sizeof *l->pairs);
        l->pairs[l->pair_count++] =
            (struct pair){td_arena_str(&l->arena, td_str(line)), td_arena_str(&l->arena, td_str(tab ? tab : "")), tab != NULL};
    }
    if (file)
        fclose(file);
    if (labels)
        fclose(labels);
    return ok;
}

/* The code that is meant, and the name of the firm that was found. */
static void
find_firms(const struct labels *l, struct td_str means, struct td_str code, struct td_str *meant, struct td_str *found)
{
    *meant = *found = (struct td_str){0};
    for (size_t k = 0; k < l->firm_count; k++) {
        if (td_str_equal(l->firms[k].code, means) || td_str_equal(l->firms[k].name, means))
            *meant = l->firms[k].code;
        if (td_str_equal(l->firms[k].code, code))
            *found = l->firms[k].name;
    }
}

static void
count_pair(const struct labels *l, const struct pair *pair, const struct td_match_result *r, struct link_figures *g)
{
    struct td_str meant, found;

    find_firms(l, pair->means, r->uscc, &meant, &found);
    bool right = r->uscc.len && td_str_equal(r->uscc, meant);
    if (r->method == TD_MATCH_FUZZY) {
        g->right += right;
        g->wrong += !right;
    }
    g->count++;
    g->refused += r->method == TD_MATCH_NEAR;
    g->nothing += r->method == TD_MATCH_UNMATCHED || r->method == TD_MATCH_BRANCH;
    for (size_t k = 0; k < r->candidate_count; k++)
        g->listed += !r->uscc.len && td_str_equal(r->candidates[k].uscc, meant);
    if (r->method == TD_MATCH_FUZZY && !right)
        printf("%s\t%s\t%.*s\t%d\t%.*s\n", pair->labelled ? "wrong" : "linked", pair->name.at, (int)found.len, found.at, (int)r->score,
               (int)r->evidence.len, r->evidence.at);
    else if (pair->means.len && !r->uscc.len)
        printf("missed\t%s\t%s\t%d\t%.*s\n", pair->name.at, pair->means.at, r->candidate_count ? (int)r->candidates[0].score : 0,
               r->candidate_count ? (int)r->candidates[0].evidence.len : 0, r->candidate_count ? r->candidates[0].evidence.at : "");
}

static int
labelled(struct td_str text, const char *registry, const char *pairs)
{
    struct labels labels = {0};
    struct link_figures f = {0}, lost = {0}, open = {0};
    struct td_match *m = td_match_new();
    struct td_buf id = {0};
    int exact = 0, ambiguous = 0;

    if (!read_labels(&labels, registry, pairs))
        return 66;
    for (size_t i = 0; i < labels.pair_count; i++) {
        td_buf_reset(&id);
        td_buf_printf(&id, "~%s", labels.pairs[i].name.at);
        td_match_holder(m, td_buf_view(&id), (struct td_str){0});
    }
    for (size_t i = 0; i < labels.firm_count; i++)
        td_match_unit(m, &(struct td_match_unit){.uscc = labels.firms[i].code,
                                                 .name = labels.firms[i].name,
                                                 .county = labels.firms[i].county});
    struct td_linkage *l = linkage_of(text, -1, false);
    td_match_finish(m, l, 0);
    for (size_t i = 0; i < labels.pair_count; i++) {
        struct td_match_result r = td_match_find(m, i);
        exact += r.method < TD_MATCH_EXACT;
        ambiguous += r.method == TD_MATCH_AMBIGUOUS;
        const struct pair *pair = &labels.pairs[i];
        count_pair(&labels, pair, &r, !pair->labelled ? &open : pair->means.len ? &f : &lost);
    }
    printf("%-18s %6s %6s %6s %6s %6s %6s   %s\n", "labelled", "names", "right", "wrong", "near", "listed", "none", "recall");
    print_line("in the registry", &f, false);
    print_line("not in it", &lost, true);
    printf("exact %d, ambiguous %d; precision of fuzzy links %.4f\n", exact, ambiguous,
           share(f.right, f.right + f.wrong + lost.wrong + lost.right));
    if (open.count)
        printf("without a label: %d names, %d fuzzy links, %d near\n", open.count, open.right + open.wrong, open.refused);
    td_match_free(m);
    td_linkage_free(l);
    return 0;
}

int
main(int argc, char **argv)
{
    struct criteria all = {0};

    if (argc < 2)
        return 64;
    criteria_read(&all, argv[1]);
    struct td_str text = criteria_text(&all, "linkage.yaml");
    if (argc == 5 && strcmp(argv[2], "--file") == 0)
        return labelled(text, argv[3], argv[4]);
    generated(text, argc > 2 ? (size_t)atol(argv[2]) : 200000, argc > 3 ? atoi(argv[3]) : 1000);
    criteria_free(&all);
    return 0;
}
