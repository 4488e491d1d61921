/*
 * What is said of the candidates, of which every list, several sheets and the report have something: the columns of
 * publish/list, read once.
 */
#ifndef TIDU_STAGES_PUBLISH_LIST_H
#define TIDU_STAGES_PUBLISH_LIST_H

enum {
    /* as people read it */
    L_COUNTY, L_TIER, L_PLACE, L_COUNTY_PLACE, L_NAME, L_USCC, L_COUNTY_NAME, L_INDUSTRY, L_SIZE, L_HELD,
    L_CERTAIN, L_STATE, L_VERSION, L_HARD, L_UNKNOWN, L_POINTS, L_SHORT, L_SEATED, L_REASON, L_STAGE, L_TIE, L_DOUBTS,
    L_DOUBT_WORDS, L_PART,
    L_OPEN, /* lines of what is open of its target, as td_gap_lines writes them; NULL: nothing */
    /* for the report */
    L_POSITION, L_VERDICT, L_MET, L_LO, L_HI, L_INDUSTRY_CODE, L_INDUSTRY_NAME, L_SIZE_LO, L_SIZE_HI, L_STATES, L_GAP, L_COST, L_MONTHS,
    L_REASON_NUMBER, L_STAGE_WORD
};
#define L_YES "是" /* in L_SEATED and L_TIE */

#endif
