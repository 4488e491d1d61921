/*
 * The demo city: every fact of a firm is a pure function of the seed and of its number, so that
 * any block of firms can be written by any thread, in any order, in flat memory. Nothing here
 * is taken from the product but the list of reason codes: the truth must not be derived from
 * what it tests.
 */
#ifndef CITY_H
#define CITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { YEARS = 3, BLOCK = 8192, NAME_BYTES = 192, ROW_BYTES = 16384, COLUMNS_MAX = 24 };

struct options {
    const char *out;
    uint64_t firms, seed, shuffle;
    int as_of_year, as_of_month, as_of_day;
    unsigned fault_ppm;  /* share of rows with a fault, harmless ones included */
    unsigned change_ppm; /* share of rows with other values */
    unsigned swap_ppm;   /* share of finance rows with a figure, or all of them, in a wrong unit */
    const char *swap_column; /* header of a finance column that is in a wrong unit in every row */
};

/* ---- rand.c ------------------------------------------------------------------------------ */
struct rnd {
    uint64_t state;
};
uint64_t
mix64(uint64_t x);
struct rnd
rnd_of(uint64_t seed, uint64_t firm, uint64_t domain);
uint64_t
rnd_next(struct rnd *r);
uint32_t
rnd_below(struct rnd *r, uint32_t n); /* 0 .. n-1 */
int64_t
rnd_between(struct rnd *r, int64_t low, int64_t high); /* both included */
bool
rnd_chance(struct rnd *r, uint32_t ppm);
/* A log-normal figure around `median`; sigma in thousandths of a natural logarithm. Integer
 * arithmetic only: libm may differ in the last bit between machines. */
int64_t
rnd_lognormal(struct rnd *r, int64_t median, int sigma);
/* A permutation of 0 .. n-1. */
uint64_t
permute(uint64_t i, uint64_t n, uint64_t key);

/* ---- words.c: every text is UTF-8 ----------------------------------------------------------
 */
struct industry {
    const char *code;    /* GB/T 4754-2017 */
    const char *product; /* what it makes or does, for names and scopes */
    int64_t revenue;     /* median yearly revenue, 千元 */
    int phrases;         /* group of scope phrases */
};
struct section {
    char letter;
    unsigned weight; /* share among the firms that are neither C nor I */
    const struct industry *industries;
    size_t count;
};
struct place {
    const char *code, *name, *brief;
    unsigned weight;
};
extern const struct section sections[];
extern const size_t section_count; /* [0] is C, [1] is I */
extern const struct place places[];
extern const size_t place_count;
extern const char *const streets[];
extern const size_t street_count;
extern const char *const phrase_groups[][16];
extern const char *const common_phrases[];
extern const size_t common_phrase_count;
const char *
brand_char(uint32_t i); /* i < brand_chars */
extern const uint32_t brand_chars;
const char *
surname(uint32_t i);
extern const uint32_t surname_count;
const char *
given_char(uint32_t i);
extern const uint32_t given_count;

/* ---- firm.c, money.c, role.c ----------------------------------------------------------------
 */
enum unit_kind { COMPANY, BRANCH, INDIVIDUAL, COOPERATIVE };
enum status { ACTIVE, CANCELLED, REVOKED, MOVED, SUSPENDED };
enum tier { NO_TIER, TECH, INNOVATIVE, SRDI, GIANT, CHAMPION, TIERS };
enum role { ORDINARY, PLAIN, SHORT, MISSING, HOLDS };

struct date {
    int year, month, day;
};

/* One year of figures, 千元 and persons. */
struct figures {
    int64_t revenue, main_revenue, product_revenue, hightech_revenue, cost, profit, assets,
        liabilities, rd, rd_domestic;
    int employees, insured, rd_staff, sci_staff, college;
};

struct firm {
    uint64_t id, place_no; /* place_no: position in the city's order of roles and sections */
    char uscc[19];
    char old_code[16]; /* 15-digit tax number, empty = none */
    char name[NAME_BYTES], former[NAME_BYTES];
    const struct industry *industry;
    const struct place *place;
    char section;
    enum unit_kind kind;
    enum status status;
    struct date established;
    bool pilot; /* pilot-era code whose check digit does not fit */
    /* who knows it */
    bool in_tax, in_stats, in_audit, in_insured, in_declared;
    /* roles */
    enum role role;
    enum tier tier;
    int variant;   /* which condition is short, which fact is missing */
    bool expected; /* stands in expect.csv: neither faults nor changes touch it */
    struct figures figures[YEARS]; /* [0] is the last full year */
    int rights, related_rights, utility_rights, softwares;
    bool has_product;
    int niche_years, share_domestic_bp, share_global_bp, rank_domestic, rank_global;
    int platform_this, platform_last; /* hundredths, -1 = none */
    bool emerging, six_bases;
};

struct city {
    struct options o;
    uint64_t in_c, in_i; /* how many firms of C and I */
    int last_year;       /* the last full calendar year before the as-of date */
};

void
firm_make(const struct city *city, uint64_t id, struct firm *f);
void
firm_code(const struct city *city, struct firm *f);
void
firm_names(const struct city *city, struct firm *f);
void
firm_role(const struct city *city, struct firm *f); /* role, tier, variant from place_no */
void
firm_figures(const struct city *city, struct firm *f); /* money, staff, products */
/* Id of the condition that lacks (SHORT) or of the fact that is missing; NULL beyond the last.
 */
const char *
role_detail(enum role role, enum tier tier, int variant);
const char *
tier_name(enum tier tier);

/* ---- row.c
 * ----------------------------------------------------------------------------------- */
enum column_kind {
    COL_CODE,
    COL_NAME,
    COL_TEXT,
    COL_MONEY,
    COL_COUNT,
    COL_NUMBER,
    COL_SHARE,
    COL_DATE,
    COL_YEAR,
    COL_WORD,
    COL_COUNTY,
    COL_INDUSTRY,
    COL_OTHER, /* not mapped by the profile, or never spoilt */
};
enum { NEEDED = 1, MUTABLE = 2, REGISTRY_CODE = 4 };

struct column {
    const char *header;
    enum column_kind kind;
    unsigned flags;
};

struct layout {
    const char *file; /* without date and ending */
    const struct column *columns;
    unsigned column_count;
    char delimiter;
    bool gb18030, crlf, bom, dated, footer;
};

enum file {
    F_REGISTRY,
    F_TAX_0, /* the last full year, then the two before it */
    F_TAX_1,
    F_TAX_2,
    F_FINANCE_STATS,
    F_FINANCE_AUDIT,
    F_INSURED,
    F_STAFF_STATS,
    F_CNIPA,
    F_COPYRIGHT,
    F_DECLARED,
    F_TECH_SME,
    F_INNOVATIVE,
    F_SRDI,
    F_GIANT,
    F_CHAMPION,
    F_HIGH_TECH,
    F_HONOUR,
    F_PRODUCT,
    F_EQUITY,
    F_PLATFORM,
    F_ABNORMAL,
    F_DISHONEST,
    F_ACCIDENT,
    F_ENVIRONMENT,
    F_QUALITY,
    F_DATA_SECURITY,
    F_FRAUD,
    F_TAX_EVASION,
    F_RESEARCH,
    F_BAN,
    F_EXPERT,
    F_NEED,
    FILES
};
extern const struct layout layouts[FILES];

struct bytes {
    char *at;
    size_t len, cap;
};
void
bytes_add(struct bytes *b, const void *at, size_t len);
void
bytes_text(struct bytes *b, const char *text);
void
bytes_free(struct bytes *b);

struct truth {
    uint64_t line, other; /* other: the second line of a pair, 0 = none */
    bool in_tail;         /* line counts within the tail of the file */
    const char *kind, *reason;
    uint64_t pair; /* matches the two halves of a duplicate, 0 = none */
    int power;       /* a swap: of ten, of the figure in `column` */
    unsigned column;
};
struct truths {
    struct truth *at;
    size_t len, cap;
};
void
truths_add(struct truths *t, struct truth one);

/* What one block of firms adds to one file. */
struct part {
    struct bytes text, tail;
    uint64_t lines, tail_lines;
    struct truths truths;
    struct bytes packed; /* text, deflated */
    uint32_t crc;
};

struct cell {
    uint32_t at, len;
};
struct row {
    char text[ROW_BYTES];
    uint32_t len, start;
    struct cell cells[COLUMNS_MAX];
    unsigned count;
};

struct writer {
    const struct city *city;
    const uint16_t *gb; /* UTF-16 -> two bytes of GB18030 */
    struct part parts[FILES];
    struct row row;
    struct bytes expect;
};

void
row_text(struct row *r, const char *text);
void
row_bytes(struct row *r, const char *at, size_t len);
void
row_number(struct row *r, int64_t n);
void
row_end(struct row *r); /* closes the cell */
void
cell_text(struct row *r, const char *text);
void
cell_number(struct row *r, int64_t n);
void
cell_decimal(struct row *r, int64_t n, int decimals);
void
cell_date(struct row *r, struct date d, const char *form); /* "-", "/", "" or "年" */
void
cell_empty(struct row *r);
/* The row is complete: choose and make its fault, encode it, add it. `key` tells the firm's
 * rows of this file apart. */
void
row_done(struct writer *w, enum file file, const struct firm *f, uint64_t key);
/* Encode a row (cells quoted as needed) without a line end; where[i] is set to the offset of
 * cell i. */
void
row_encode(const struct writer *w, const struct layout *layout, const struct row *r,
           struct bytes *out, uint32_t where[COLUMNS_MAX]);
void
header_encode(const struct writer *w, const struct layout *layout, struct bytes *out);
const uint16_t *
gb_table(void); /* caller frees */

/* swap.c: figures in a wrong unit, of a row without another fault */
void
swap_row(struct writer *w, enum file file, const struct firm *f, uint64_t hash);

/* ---- spoil.c
 * ---------------------------------------------------------------------------------- */
enum spoil {
    SPOIL_NONE,
    /* in the cells */
    SPOIL_MISSING,
    SPOIL_CODE_LENGTH,
    SPOIL_CODE_LETTER,
    SPOIL_CODE_CHECK,
    SPOIL_EXCEL,
    SPOIL_NUMBER,
    SPOIL_RANGE,
    SPOIL_DATE,
    SPOIL_DATE_RANGE,
    SPOIL_YEAR,
    SPOIL_WORD,
    SPOIL_COUNTY,
    SPOIL_INDUSTRY,
    SPOIL_FEW,
    SPOIL_MANY,
    OK_FULL_WIDTH,
    OK_THOUSANDS,
    OK_PADDED,
    /* in the bytes */
    SPOIL_ENCODING,
    SPOIL_HALF,
    SPOIL_NUL,
    SPOIL_OPEN_QUOTE,
    SPOIL_STRAY_QUOTE,
    OK_CRLF,
    OK_BOM,
    OK_BLANK_LINE,
    /* two rows */
    SPOIL_DUPLICATE,
    OK_DUPLICATE,
    SPOILS
};
struct spoil_name {
    const char *kind, *reason;
};
extern const struct spoil_name spoil_names[SPOILS];
/* The fault of a row; NONE if none of the tried ones fits it. */
enum spoil
spoil_choose(const struct layout *l, const struct row *r, uint64_t hash);
void
spoil_cells(const struct layout *l, struct row *r, enum spoil s, uint64_t hash);
bool
row_alter(const struct layout *l, struct row *r, int by); /* another value, same key */
int
column_find(const struct layout *l, const struct row *r, enum column_kind kind, uint64_t hash);

/* ---- emit_*.c: all rows of one firm
 * -------------------------------------------------------------- */
void
emit_registry(struct writer *w, const struct firm *f);
void
emit_finance(struct writer *w, const struct firm *f);
void
emit_rights(struct writer *w, const struct firm *f);
void
emit_titles(struct writer *w, const struct firm *f);
void
emit_products(struct writer *w, const struct firm *f);
void
emit_conduct(struct writer *w, const struct firm *f);
void
emit_experts(struct writer *w);
/* The firm's name as a careless hand writes it: half-width brackets, a blank, its former name.
 */
void
cell_name(struct row *r, const struct firm *f, struct rnd *rnd);
void
cell_person(struct row *r, struct rnd *rnd);
void
emit_expect(struct writer *w, const struct firm *f);

/* ---- pack.c
 * ------------------------------------------------------------------------------------- */
struct packer;
struct packer *
packer_new(void);
void
packer_free(struct packer *p);
void
pack_part(struct packer *p, struct part *part);
struct gz_file;
struct gz_file *
gz_create(const char *path);
void
gz_append(struct gz_file *g, const struct bytes *packed, uint32_t crc, size_t raw);
bool
gz_finish(struct gz_file *g); /* frees */

#endif
