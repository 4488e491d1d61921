/* Codes and words of the reasons for a seat or none. */
#include "tidu/pool.h"

static const struct {
    int reason;
    const char *word, *zh, *en;
} reasons[] = {
    {TD_POOL_OPEN, "open", "本层级未设名额", "no number of seats"},
    {TD_POOL_QUOTA, "quota", "区县名额内", "within the county's quota"},
    {TD_POOL_REMAINDER, "remainder", "最大余数所得名额", "the seat of a largest remainder"},
    {TD_POOL_FLOOR, "floor", "区县保底名额", "the county's floor"},
    {TD_POOL_INDUSTRY, "industry_floor", "行业保底名额", "the industry's floor"},
    {TD_POOL_HANDED, "handed_over", "调剂名额（他处未用完）", "a seat handed over by others"},
    {TD_POOL_BY_ADD, "added", "人工增补（占名额）", "added by a person, within the seats"},
    {TD_POOL_BY_BESIDE, "added_beside", "人工增补（不占名额）", "added by a person, beside the seats"},
    {TD_POOL_BY_HOLD, "held", "人工保留（名次和名额不变）", "held by a person as it stood"},
    {TD_POOL_NO_CUT, "behind_cut", "名次在名额之后", "behind the cut"},
    {TD_POOL_NO_COUNTY, "county_ceiling", "区县名额已到上限", "the county's ceiling is reached"},
    {TD_POOL_NO_SECTOR, "industry_ceiling", "行业名额已到上限", "the industry's ceiling is reached"},
    {TD_POOL_NO_GAVE_WAY, "gave_way", "名额让予行业保底或人工增补、保留", "gave way to an industry's floor or an override"},
    {TD_POOL_NO_HOLD, "held_out", "人工保留（仍在名额之外）", "held by a person as it stood, without a seat"},
    {TD_POOL_NO_REMOVED, "removed", "人工移出", "removed by a person"},
    {TD_POOL_NO_EXCLUDED, "excluded", "按规则排除", "excluded by a rule"},
};

static size_t
find(int reason)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].reason == reason)
            return i;
    return 0;
}

const char *
td_pool_reason_word(int reason)
{
    return reasons[find(reason)].word;
}

const char *
td_pool_reason_zh(int reason)
{
    return reasons[find(reason)].zh;
}

const char *
td_pool_reason_title(int reason)
{
    return TD_T(reasons[find(reason)].zh, reasons[find(reason)].en);
}
