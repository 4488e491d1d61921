-- Intellectual property: certain (_lo) and possible (_hi) counts by unit; writes feature.ip.
-- Reads source.ip, link.alias, meta.source_rank, feature.work_day, feature.work_scope; setting tidu.full.
--
-- A right counts certainly where every flag that a definition needs is true, possibly where none is
-- false. Dates of events that may never have happened (acquired_on, pledged_amount, award) mean "no such
-- event" when they are empty; flags (for_main_product, in_use …) that are empty mean "not known".
DELETE FROM feature.ip WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);

INSERT INTO feature.ip
WITH records AS (
    -- One row per unit and right. A right that two sources deliver counts once, each of its fields from the
    -- source of best rank that has it.
    SELECT coalesce(a.firm, r.uscc) AS uscc, feature.best_text(min(k.kind || r.kind)) AS kind,
           feature.best_int(min(feature.ranked_int(r.holder_rank, k.holder_rank))) AS holder_rank,
           feature.best_date(min(feature.ranked_date(r.filed, k.filed))) AS filed,
           feature.best_date(min(feature.ranked_date(r.granted, k.granted))) AS granted,
           feature.best_text(min(k.legal_status || r.legal_status)) AS legal_status,
           feature.best_date(min(feature.ranked_date(r.acquired_on, k.acquired_on))) AS acquired_on,
           feature.best_bool(min(feature.ranked_bool(r.overseas_family, k.overseas_family))) AS overseas_family,
           feature.best_money(min(feature.ranked(r.pledged_amount, k.pledged_amount))) AS pledged_amount,
           feature.best_text(min(k.award || r.award)) AS award,
           feature.best_bool(min(feature.ranked_bool(r.for_main_product, k.for_main_product))) AS for_main_product,
           feature.best_bool(min(feature.ranked_bool(r.in_use, k.in_use))) AS in_use,
           feature.best_bool(min(feature.ranked_bool(r.economic_benefit, k.economic_benefit))) AS economic_benefit
    FROM source.ip r
    LEFT JOIN link.alias a ON a.uscc = r.uscc
    JOIN (SELECT source, feature.source_rank('ip', 'kind', source) AS kind,
                 feature.source_rank('ip', 'holder_rank', source) AS holder_rank,
                 feature.source_rank('ip', 'filed', source) AS filed,
                 feature.source_rank('ip', 'granted', source) AS granted,
                 feature.source_rank('ip', 'legal_status', source) AS legal_status,
                 feature.source_rank('ip', 'acquired_on', source) AS acquired_on,
                 feature.source_rank('ip', 'overseas_family', source) AS overseas_family,
                 feature.source_rank('ip', 'pledged_amount', source) AS pledged_amount,
                 feature.source_rank('ip', 'award', source) AS award,
                 feature.source_rank('ip', 'for_main_product', source) AS for_main_product,
                 feature.source_rank('ip', 'in_use', source) AS in_use,
                 feature.source_rank('ip', 'economic_benefit', source) AS economic_benefit
          FROM meta.source OFFSET 0) AS k USING (source)
    WHERE r.gone IS NULL
      AND (current_setting('tidu.full') = 'on'
           OR coalesce(a.firm, r.uscc) IN (SELECT uscc FROM feature.work_scope))
    GROUP BY coalesce(a.firm, r.uscc), r.right_no
), flag AS (
    SELECT r.uscc,
           r.kind IN ('invention', 'defence_patent', 'ic_layout', 'plant_variety', 'crop_variety', 'new_drug',
                      'tcm') AS class1,
           r.kind IN ('software', 'utility', 'design') AS class2,
           CASE WHEN r.granted > l.as_of THEN false
                -- copyright in software does not lapse in our time, and its register has no status
                WHEN r.kind = 'software' AND r.legal_status IS NULL THEN true
                -- handed on: away from this holder, unless it is the one that took it over
                WHEN r.legal_status = 'transferred' THEN CASE WHEN r.acquired_on IS NULL THEN false END
                ELSE r.legal_status = 'valid' END AS valid,
           r.for_main_product AS related,
           coalesce(r.acquired_on <= l.transferred_by, true) AS settled, -- not taken over within the last year
           r.acquired_on IS NULL AS own,
           r.kind = 'software' OR r.granted < l.granted_before AS held,
           r.overseas_family
           -- 维持年限: by grant certainly; by filing it is not yet sure from which day it counts
           OR (CASE WHEN r.kind NOT IN ('invention', 'defence_patent') THEN false
                    WHEN r.granted < l.held_before THEN true
                    WHEN r.filed >= l.held_before THEN false END)
           -- 较高质押融资金额 has no figure in the text: a pledge makes it possible, not certain
           OR (CASE WHEN r.pledged_amount > 0 THEN NULL ELSE false END)
           OR (CASE WHEN r.award ~ '国家|中国专利' THEN true WHEN r.award IS NOT NULL THEN NULL ELSE false END) AS high,
           r.in_use AND r.economic_benefit AS used,
           r.holder_rank <= l.holder_rank AS among_first
    FROM records r CROSS JOIN feature.work_day l
    OFFSET 0 -- so that a flag is computed once and not wherever it is named
), counted AS (
    SELECT uscc,
           class1 AND valid AS i1_any,
           class2 AND valid AS i2_any,
           class1 AND valid AND related AND settled AS i1,
           class1 AND valid AND related AND settled AND own AS i1_own,
           class1 AND valid AND related AND settled AND high AS i1_high,
           class2 AND valid AND related AND settled AND held AS i2,
           class1 AND valid AND related AND settled AND used AS i1_used,
           class1 AND valid AND related AND own AND used AND among_first AS i1_2026
    FROM flag
    WHERE valid IS NOT FALSE
    OFFSET 0
)
SELECT uscc,
       (count(*) FILTER (WHERE i1_any))::integer AS ip1_any_lo,
       (count(*) FILTER (WHERE i1_any IS NOT FALSE))::integer AS ip1_any_hi,
       (count(*) FILTER (WHERE i2_any))::integer AS ip2_any_lo,
       (count(*) FILTER (WHERE i2_any IS NOT FALSE))::integer AS ip2_any_hi,
       (count(*) FILTER (WHERE i1))::integer AS ip1_2022_lo,
       (count(*) FILTER (WHERE i1 IS NOT FALSE))::integer AS ip1_2022_hi,
       (count(*) FILTER (WHERE i1_own))::integer AS ip1_own_2022_lo,
       (count(*) FILTER (WHERE i1_own IS NOT FALSE))::integer AS ip1_own_2022_hi,
       (count(*) FILTER (WHERE i1_high))::integer AS ip1_high_2022_lo,
       (count(*) FILTER (WHERE i1_high IS NOT FALSE))::integer AS ip1_high_2022_hi,
       (count(*) FILTER (WHERE i2))::integer AS ip2_2022_lo,
       (count(*) FILTER (WHERE i2 IS NOT FALSE))::integer AS ip2_2022_hi,
       (count(*) FILTER (WHERE i1_used))::integer AS ip1_used_2022_lo,
       (count(*) FILTER (WHERE i1_used IS NOT FALSE))::integer AS ip1_used_2022_hi,
       (count(*) FILTER (WHERE i1_2026))::integer AS ip1_2026_lo,
       (count(*) FILTER (WHERE i1_2026 IS NOT FALSE))::integer AS ip1_2026_hi
FROM counted
GROUP BY uscc
ORDER BY uscc;
