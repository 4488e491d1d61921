-- Intellectual property: certain (_lo) and possible (_hi) counts by unit; writes feature.ip.
-- Reads source.ip, link.alias, meta.source_rank, feature.clock, feature.parameter, feature.work_unit.
--
-- A right counts certainly where every flag that a definition needs is true, possibly where none is
-- false. Dates of events that may never have happened (acquired_on, pledged_amount, award) mean "no such
-- event" when they are empty; flags (for_main_product, in_use …) that are empty mean "not known".
CREATE UNLOGGED TABLE feature.work_ip_main AS
SELECT source
FROM (SELECT source FROM source.ip TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
      UNION ALL
      (SELECT source FROM source.ip WHERE gone IS NULL LIMIT 100)) AS sample
GROUP BY source
ORDER BY count(*) DESC, source
LIMIT 1;

CREATE UNLOGGED TABLE feature.work_ip_several AS
SELECT uscc FROM source.ip
WHERE gone IS NULL AND source IS DISTINCT FROM (SELECT source FROM feature.work_ip_main)
UNION
SELECT a.firm FROM link.alias a JOIN source.ip r ON r.uscc = a.uscc WHERE r.gone IS NULL;
ANALYZE feature.work_ip_several;

-- One row per unit and right. A right that two sources deliver counts once, each of its fields from the
-- source of best rank that has it.
CREATE VIEW feature.work_ip_right AS
SELECT uscc, kind, holder_rank, filed, granted, legal_status, acquired_on, overseas_family, pledged_amount,
       award, for_main_product, in_use, economic_benefit
FROM source.ip r
WHERE gone IS NULL
  AND NOT EXISTS (SELECT FROM feature.work_ip_several s WHERE s.uscc = r.uscc)
  AND (current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope))
UNION ALL
SELECT r.firm,
       (array_agg(r.kind ORDER BY k.kind, r.source))[1],
       (array_agg(r.holder_rank ORDER BY k.holder_rank, r.source) FILTER (WHERE r.holder_rank IS NOT NULL))[1],
       (array_agg(r.filed ORDER BY k.filed, r.source) FILTER (WHERE r.filed IS NOT NULL))[1],
       (array_agg(r.granted ORDER BY k.granted, r.source) FILTER (WHERE r.granted IS NOT NULL))[1],
       (array_agg(r.legal_status ORDER BY k.legal_status, r.source) FILTER (WHERE r.legal_status IS NOT NULL))[1],
       (array_agg(r.acquired_on ORDER BY k.acquired_on, r.source) FILTER (WHERE r.acquired_on IS NOT NULL))[1],
       (array_agg(r.overseas_family ORDER BY k.overseas_family, r.source) FILTER (WHERE r.overseas_family IS NOT NULL))[1],
       (array_agg(r.pledged_amount ORDER BY k.pledged_amount, r.source) FILTER (WHERE r.pledged_amount IS NOT NULL))[1],
       (array_agg(r.award ORDER BY k.award, r.source) FILTER (WHERE r.award IS NOT NULL))[1],
       (array_agg(r.for_main_product ORDER BY k.for_main_product, r.source) FILTER (WHERE r.for_main_product IS NOT NULL))[1],
       (array_agg(r.in_use ORDER BY k.in_use, r.source) FILTER (WHERE r.in_use IS NOT NULL))[1],
       (array_agg(r.economic_benefit ORDER BY k.economic_benefit, r.source) FILTER (WHERE r.economic_benefit IS NOT NULL))[1]
FROM (SELECT s.uscc AS firm, d.* FROM feature.work_ip_several s JOIN source.ip d USING (uscc)
      UNION ALL
      SELECT a.firm, d.* FROM link.alias a JOIN source.ip d ON d.uscc = a.uscc) AS r
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
  AND (current_setting('tidu.full') = 'on' OR r.firm IN (SELECT uscc FROM feature.work_scope))
GROUP BY r.firm, r.right_no;

-- The dates of the definitions as one row.
CREATE UNLOGGED TABLE feature.work_ip_limit AS
SELECT as_of,
       (as_of - make_interval(years => p.transfer))::date AS transferred_by, -- 转让满1年
       (as_of - make_interval(years => p.held2))::date AS granted_before,    -- 维持超过2年 (不含2年)
       (as_of - make_interval(years => p.high))::date AS held_before,        -- 维持超过10年
       p.rank AS rank
FROM feature.clock,
     (SELECT max(value) FILTER (WHERE name = 'ip_transfer_years_2022')::integer AS transfer,
             max(value) FILTER (WHERE name = 'ip2_held_years_2022')::integer AS held2,
             max(value) FILTER (WHERE name = 'ip_high_held_years')::integer AS high,
             max(value) FILTER (WHERE name = 'ip_holder_rank_2026')::integer AS rank
      FROM feature.parameter) AS p;

CREATE UNLOGGED TABLE feature.work_ip AS
WITH flag AS (
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
           r.holder_rank <= l.rank AS among_first
    FROM feature.work_ip_right r CROSS JOIN feature.work_ip_limit l
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
GROUP BY uscc;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        TRUNCATE feature.ip;
        ALTER TABLE feature.ip DROP CONSTRAINT IF EXISTS ip_key;
    ELSE
        DELETE FROM feature.ip WHERE uscc IN (SELECT uscc FROM feature.work_scope);
    END IF;
END
$$;

INSERT INTO feature.ip
SELECT * FROM feature.work_ip;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        ALTER TABLE feature.ip ADD CONSTRAINT ip_key PRIMARY KEY (uscc);
    END IF;
END
$$;
