/*
 * Keywords: which entries of which catalogues (criteria/catalogues) a text about a firm speaks of, its
 * business scope or the name of a product. What is found is a hint and never a fact: a condition is not met
 * by it and not unmet without it. Grammar and rules of reading: criteria/README.md.
 *
 * All words of all catalogues are looked for at once (Hyperscan), in one pass over the text. Pure: no
 * files, no database. Thread rule: struct td_keywords is shared by all threads after its compilation; a
 * scratch belongs to one thread.
 */
#ifndef TIDU_KEYWORD_H
#define TIDU_KEYWORD_H

#include "tidu/error.h"
#include "tidu/judge.h"
#include "tidu/text.h"

enum td_keyword_grade { /* stored in feature.keyword_found: append, never renumber */
    TD_KEYWORD_TRADES = 1, /* named, or dealt in: 销售, 租赁, 维修 …, or no such word at all */
    TD_KEYWORD_MAKES = 2   /* 制造, 研发, 加工 … */
};
enum td_keyword_origin { TD_KEYWORD_SCOPE, TD_KEYWORD_PRODUCT };

struct td_catalogue_entry {
    struct td_str id, title;
    const struct td_str *industries; /* GB/T 4754 codes and ranges as written: "C34", "3451", "63-65" */
    size_t industry_count;
};
struct td_catalogue {
    struct td_str id, title, source, region;
    struct td_str confirmed; /* A, B, B2, M, "" = not said */
    const struct td_catalogue_entry *entries;
    size_t entry_count;
};

struct td_keywords;
/*
 * Compile the files named "catalogues/….yaml" and "keywords.yaml" (the words by which a scope is read); the
 * others are passed over. A catalogue with a region is there for cities whose code starts with it; of several
 * files of one catalogue that with the longest region counts. Order: that of the files. Every mistake is
 * TD_E_CRITERIA with file:line:column and a hint, also in a file of another region. No catalogues is legal.
 */
bool td_keywords_compile(struct td_keywords **keywords, const struct td_file_text *files, size_t count,
                         struct td_str region, struct td_error *err) TD_MUST_USE;
void td_keywords_free(struct td_keywords *keywords); /* NULL is legal */
size_t td_keywords_catalogue_count(const struct td_keywords *keywords);
const struct td_catalogue *td_keywords_catalogue(const struct td_keywords *keywords, size_t catalogue);

struct td_keyword_found { /* an entry that the text speaks of */
    int catalogue, entry; /* indices */
    enum td_keyword_grade grade; /* the best of its words */
    struct td_str words; /* of that grade, each once, in the order of the catalogue, joined by 、 */
};

struct td_keyword_scratch;
struct td_keyword_scratch *td_keyword_scratch_new(const struct td_keywords *keywords);
void td_keyword_scratch_free(struct td_keyword_scratch *scratch); /* NULL is legal */
/*
 * What a text speaks of, in the order of the catalogues and their entries; valid until the next search with
 * this scratch. Any bytes are legal: what is not UTF-8 parts words as a blank does. A line end parts texts,
 * so that several may be searched as one. Bytes beyond 64 MiB are not read.
 */
size_t td_keywords_search(const struct td_keywords *keywords, struct td_keyword_scratch *scratch,
                          struct td_str text, enum td_keyword_origin origin,
                          const struct td_keyword_found **found);

#endif
