/*
 * The name of a Chinese firm, taken apart: 行政区划 region, 字号 brand, 行业 trade, 集团, 组织形式 form, what
 * makes it a branch, remarks behind it. Pure; the words are those of criteria/lists (embedded at build).
 *
 * The normal form is td_name_key (scalar.h) with traditional characters simplified by a declared list, cut after
 * TD_NAME_CHARS characters (no firm's name is that long). Parts are slices of it, in order, without gaps: joined
 * they are the normal form; the normal form is its own normal form. Any bytes may come in.
 */
#ifndef TIDU_NAME_H
#define TIDU_NAME_H

#include "tidu/scalar.h"

enum { TD_NAME_CHARS = 96 };

enum td_name_kind {
    TD_NAME_BRAND,  /* 字号 */
    TD_NAME_TRADE,  /* 行业或经营特点 */
    TD_NAME_REGION, /* 行政区划, wherever it stands */
    TD_NAME_ZONE,   /* 开发区 and the like behind a region */
    TD_NAME_GROUP,  /* 集团 */
    TD_NAME_FORM,   /* 组织形式 */
    TD_NAME_BRANCH, /* what stands behind the parent's form, or 分店 … */
    TD_NAME_REMARK, /* (已注销), (曾用名：…) */
    TD_NAME_MARK    /* brackets and signs */
};

enum td_name_form {
    TD_FORM_NONE,
    TD_FORM_LIMITED, /* 有限公司, 有限责任公司 */
    TD_FORM_STOCK,   /* 股份有限公司 */
    TD_FORM_COMPANY, /* 公司 and no more */
    TD_FORM_PARTNERSHIP,
    TD_FORM_SOLE,
    TD_FORM_COOPERATIVE,
    TD_FORM_WORKS,     /* 厂 */
    TD_FORM_SHOP,      /* 店, 经营部, 门市部: mostly individual businesses */
    TD_FORM_INSTITUTE, /* 研究院, 中心 */
    TD_FORMS
};

struct td_name_part {
    uint8_t kind;    /* enum td_name_kind */
    uint8_t at, len; /* characters */
    int16_t word;    /* REGION, and a BRAND that is a region's name: index for td_region_relation; else -1 */
};

struct td_name {
    uint32_t chars[TD_NAME_CHARS]; /* the normal form */
    struct td_name_part parts[TD_NAME_CHARS];
    uint8_t count, part_count;
    uint8_t form;  /* enum td_name_form; of a branch: the parent's */
    bool group, branch, cut;
};

struct td_names; /* the words; immutable, may be shared by threads */
struct td_names *
td_names_new(void);
void
td_names_free(struct td_names *names); /* NULL is legal */

/* 8 hex digits of the two lists' content: other words take names apart otherwise. */
const char *
td_name_lists_hash(void);

void
td_name_parse(const struct td_names *names, struct td_str raw, struct td_name *out);
/* Append the normal form, or one part of it, as UTF-8. */
void
td_name_text(const struct td_name *name, struct td_buf *out);
void
td_name_part_text(const struct td_name *name, const struct td_name_part *part, struct td_buf *out);

enum td_region_relation {
    TD_REGION_SAME,    /* one place, in whatever wording: 聊城, 聊城市 */
    TD_REGION_WITHIN,  /* the first lies in the second */
    TD_REGION_AROUND,  /* the second lies in the first */
    TD_REGION_DIFFERS
};
enum td_region_relation
td_region_relation(const struct td_names *names, int a, int b);
/* May the place be that of this county (six digits; 0 is never)? */
bool
td_region_has(const struct td_names *names, int region, uint32_t county);
/* A county's name without its province and city (朝阳, 新华 …): as good a brand as a place. */
bool
td_region_weak(const struct td_names *names, int region);
/* 2 province, 4 city, 6 county. */
int
td_region_level(const struct td_names *names, int region);

#endif
