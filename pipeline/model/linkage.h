/* criteria/linkage.yaml: what a difference between two names costs, and from where on they are one firm. */
#ifndef TIDU_MODEL_LINKAGE_H
#define TIDU_MODEL_LINKAGE_H

#include "tidu/match.h"

enum difference {
    DIFF_BRACKETS,
    DIFF_WORDING,
    DIFF_FORM,
    DIFF_FORM_MISSING,
    DIFF_KIND,
    DIFF_GROUP,
    DIFF_GROUP_STOCK,
    DIFF_GROUP_REFORM,
    DIFF_GROUP_FORM,
    DIFF_REGION_WORDING,
    DIFF_REGION_REGISTERED,
    DIFF_REGION_MISSING,
    DIFF_REGION_DOUBTFUL,
    DIFF_REGION_FINER,
    DIFF_REGION_NESTED,
    DIFF_REGION_DIFFERS,
    DIFF_NUMBER,
    DIFF_ALIKE,
    DIFF_SLIP,
    DIFF_TRADE,
    DIFF_BRAND,
    DIFF_FORMER,
    DIFF_UNIT_KIND,
    DIFF_CODED,
    DIFFERENCES
};

struct td_linkage {
    int32_t certain, near, margin, brand_slip;
    int32_t cost[DIFFERENCES];
    int32_t namesakes[DIFFERENCES]; /* thousandths of a firm; INT32_MAX = no limit */
    uint32_t never;                 /* bit set of differences */
};

#endif
