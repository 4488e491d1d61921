-- Titles and lists: what is in force, awards by age, institutions, brands; by unit; writes feature.title.
-- Reads source.title, link.alias, meta.source_rank, feature.clock, feature.work_scope; setting tidu.full.
--
-- In force on the as-of date: granted (valid_from where it is given) by then, not revoked by then, and
-- valid_to not before it. An empty valid_to means "not known" for titles that run out, and "no end" for
-- what stands until it is taken back (institutions, brands, awards).
-- A unit without a row here has no titles.
DELETE FROM feature.title WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);

INSERT INTO feature.title
WITH records AS (
    -- One row per unit, title and day: what two sources deliver counts once.
    SELECT coalesce(a.firm, r.uscc) AS uscc, r.title,
           r.granted,
           feature.best_text(min(k.level || r.level)) AS level,
           feature.best_int(min(feature.ranked_int(r.rank, k.rank))) AS rank,
           feature.best_int(min(feature.ranked_int(r.grade, k.grade))) AS grade,
           feature.best_date(min(feature.ranked_date(r.valid_from, k.valid_from))) AS valid_from,
           feature.best_date(min(feature.ranked_date(r.valid_to, k.valid_to))) AS valid_to,
           feature.best_date(min(feature.ranked_date(r.revoked_on, k.revoked_on))) AS revoked_on
    FROM source.title r
    LEFT JOIN link.alias a ON a.uscc = r.uscc
    JOIN (SELECT source,
                 feature.source_rank('title', 'level', source) AS level,
                 feature.source_rank('title', 'rank', source) AS rank,
                 feature.source_rank('title', 'grade', source) AS grade,
                 feature.source_rank('title', 'valid_from', source) AS valid_from,
                 feature.source_rank('title', 'valid_to', source) AS valid_to,
                 feature.source_rank('title', 'revoked_on', source) AS revoked_on
          FROM meta.source OFFSET 0) AS k USING (source)
    WHERE r.gone IS NULL
      AND (current_setting('tidu.full') = 'on'
           OR coalesce(a.firm, r.uscc) IN (SELECT uscc FROM feature.work_scope))
    GROUP BY coalesce(a.firm, r.uscc), r.title, r.granted
), event AS (
    SELECT r.uscc, r.title, r.granted, r.level, r.rank, r.grade, c.as_of,
           CASE WHEN r.granted > c.d1 THEN 0 WHEN r.granted > c.d2 THEN 1 WHEN r.granted > c.d3 THEN 2
                WHEN r.granted > c.d4 THEN 3 WHEN r.granted > c.d5 THEN 4 ELSE 5 END AS age,
           -- in force: 1, 0, NULL = its end is not known
           CASE WHEN r.valid_from > c.as_of OR r.valid_to < c.as_of THEN 0
                WHEN r.valid_to IS NOT NULL THEN 1 END AS runs,
           -- in force where no end means that it stands
           CASE WHEN r.valid_from > c.as_of OR r.valid_to < c.as_of THEN 0 ELSE 1 END AS stands,
           CASE WHEN r.valid_to IS NOT NULL THEN (extract(year FROM r.valid_to)::integer = c.year)::integer END AS ends,
           CASE r.level WHEN 'national' THEN 4 WHEN 'province' THEN 3 WHEN 'city' THEN 2 WHEN 'county' THEN 1
                        WHEN 'other' THEN 1 END AS level_no
    FROM records r CROSS JOIN feature.work_day c
    WHERE r.granted <= c.as_of AND (r.revoked_on IS NULL OR r.revoked_on > c.as_of)
    OFFSET 0
)
SELECT uscc,
       CASE WHEN bool_or(runs = 1) FILTER (WHERE title = 'tech_sme') THEN 1
            WHEN count(*) FILTER (WHERE title = 'tech_sme' AND runs IS NULL) = 0 THEN 0 END AS holds_tech_sme,
       CASE WHEN bool_or(runs = 1) FILTER (WHERE title = 'innovative') THEN 1
            WHEN count(*) FILTER (WHERE title = 'innovative' AND runs IS NULL) = 0 THEN 0 END AS holds_innovative,
       CASE WHEN bool_or(runs = 1) FILTER (WHERE title = 'srdi') THEN 1
            WHEN count(*) FILTER (WHERE title = 'srdi' AND runs IS NULL) = 0 THEN 0 END AS holds_srdi,
       CASE WHEN bool_or(runs = 1) FILTER (WHERE title = 'little_giant') THEN 1
            WHEN count(*) FILTER (WHERE title = 'little_giant' AND runs IS NULL) = 0 THEN 0 END AS holds_little_giant,
       CASE WHEN bool_or(runs = 1) FILTER (WHERE title = 'champion') THEN 1
            WHEN count(*) FILTER (WHERE title = 'champion' AND runs IS NULL) = 0 THEN 0 END AS holds_champion,
       CASE WHEN bool_or(runs = 1) FILTER (WHERE title = 'high_tech') THEN 1
            WHEN count(*) FILTER (WHERE title = 'high_tech' AND runs IS NULL) = 0 THEN 0 END AS holds_high_tech,
       CASE WHEN bool_or(runs = 1) FILTER (WHERE title IN ('innovation_model', 'ip_advantage', 'ip_model')) THEN 1
            WHEN count(*) FILTER (WHERE title IN ('innovation_model', 'ip_advantage', 'ip_model') AND runs IS NULL) = 0 THEN 0 END AS holds_model,
       CASE WHEN bool_or(ends = 1) FILTER (WHERE title = 'little_giant') THEN 1
            WHEN count(*) FILTER (WHERE title = 'little_giant' AND ends IS NULL) = 0 THEN 0 END AS review_little_giant,
       CASE WHEN bool_or(ends = 1) FILTER (WHERE title = 'srdi') THEN 1
            WHEN count(*) FILTER (WHERE title = 'srdi' AND ends IS NULL) = 0 THEN 0 END AS review_srdi,
       (count(*) FILTER (WHERE title = 'tech_sme') > 0)::integer AS tech_sme_ever,
       -- a list of the statistics bureau: who is on it stands until an end is given
       (count(*) FILTER (WHERE title = 'above_scale' AND stands = 1) > 0)::integer AS above_scale,
       (count(*) FILTER (WHERE title = 'award_national' AND age = 0))::integer AS award_national_any_0,
       (count(*) FILTER (WHERE title = 'award_national' AND age = 1))::integer AS award_national_any_1,
       (count(*) FILTER (WHERE title = 'award_national' AND age = 2))::integer AS award_national_any_2,
       (count(*) FILTER (WHERE title = 'award_national' AND age = 3))::integer AS award_national_any_3,
       (count(*) FILTER (WHERE title = 'award_national' AND age = 4))::integer AS award_national_any_4,
       CASE WHEN count(*) FILTER (WHERE title = 'award_national' AND age = 0) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'award_national' AND age = 0) END AS award_national_rank_0,
       CASE WHEN count(*) FILTER (WHERE title = 'award_national' AND age = 1) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'award_national' AND age = 1) END AS award_national_rank_1,
       CASE WHEN count(*) FILTER (WHERE title = 'award_national' AND age = 2) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'award_national' AND age = 2) END AS award_national_rank_2,
       CASE WHEN count(*) FILTER (WHERE title = 'award_national' AND age = 3) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'award_national' AND age = 3) END AS award_national_rank_3,
       CASE WHEN count(*) FILTER (WHERE title = 'award_national' AND age = 4) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'award_national' AND age = 4) END AS award_national_rank_4,
       (count(*) FILTER (WHERE title = 'award_provincial' AND age = 0))::integer AS award_provincial_any_0,
       (count(*) FILTER (WHERE title = 'award_provincial' AND age = 1))::integer AS award_provincial_any_1,
       (count(*) FILTER (WHERE title = 'award_provincial' AND age = 2))::integer AS award_provincial_any_2,
       (count(*) FILTER (WHERE title = 'award_provincial' AND age = 3))::integer AS award_provincial_any_3,
       (count(*) FILTER (WHERE title = 'award_provincial' AND age = 4))::integer AS award_provincial_any_4,
       CASE WHEN count(*) FILTER (WHERE title = 'award_provincial' AND age = 0) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'award_provincial' AND age = 0) END AS award_provincial_rank_0,
       CASE WHEN count(*) FILTER (WHERE title = 'award_provincial' AND age = 1) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'award_provincial' AND age = 1) END AS award_provincial_rank_1,
       CASE WHEN count(*) FILTER (WHERE title = 'award_provincial' AND age = 2) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'award_provincial' AND age = 2) END AS award_provincial_rank_2,
       CASE WHEN count(*) FILTER (WHERE title = 'award_provincial' AND age = 3) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'award_provincial' AND age = 3) END AS award_provincial_rank_3,
       CASE WHEN count(*) FILTER (WHERE title = 'award_provincial' AND age = 4) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'award_provincial' AND age = 4) END AS award_provincial_rank_4,
       CASE WHEN count(*) FILTER (WHERE title = 'chuangke' AND age = 0 AND coalesce(level_no = 4, true)) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'chuangke' AND age = 0 AND coalesce(level_no = 4, true)) END AS chuangke_rank_0,
       CASE WHEN count(*) FILTER (WHERE title = 'chuangke' AND age = 1 AND coalesce(level_no = 4, true)) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'chuangke' AND age = 1 AND coalesce(level_no = 4, true)) END AS chuangke_rank_1,
       CASE WHEN count(*) FILTER (WHERE title = 'chuangke' AND age = 2 AND coalesce(level_no = 4, true)) = 0 THEN 999
            ELSE min(rank) FILTER (WHERE title = 'chuangke' AND age = 2 AND coalesce(level_no = 4, true)) END AS chuangke_rank_2,
       -- the best level that is known; NULL when there is an institution and no level is known
       CASE WHEN count(*) FILTER (WHERE title = 'rd_institution' AND stands = 1) = 0 THEN 0
            ELSE max(level_no) FILTER (WHERE title = 'rd_institution' AND stands = 1) END AS rd_institution,
       coalesce(feature.years(max(granted) FILTER (WHERE title = 'standard_leading'), max(as_of)), 999)
           AS standard_leading_age,
       (count(*) FILTER (WHERE title IN ('standard', 'standard_leading')))::integer AS standard_count,
       -- counts of what is certain; NULL when nothing is certain and something is possible
       CASE WHEN count(*) FILTER (WHERE title = 'quality_award' AND level_no >= 3) > 0
                 OR count(*) FILTER (WHERE title = 'quality_award' AND (level_no >= 3) IS NULL) = 0
            THEN (count(*) FILTER (WHERE title = 'quality_award' AND level_no >= 3))::integer END AS quality_award,
       CASE WHEN count(*) FILTER (WHERE title = 'management_system' AND runs = 1) > 0
                 OR count(*) FILTER (WHERE title = 'management_system' AND (runs = 1) IS NULL) = 0
            THEN (count(*) FILTER (WHERE title = 'management_system' AND runs = 1))::integer END AS management_system,
       CASE WHEN count(*) FILTER (WHERE title = 'overseas_certificate' AND runs = 1) > 0
                 OR count(*) FILTER (WHERE title = 'overseas_certificate' AND (runs = 1) IS NULL) = 0
            THEN (count(*) FILTER (WHERE title = 'overseas_certificate' AND runs = 1))::integer END AS overseas_certificate,
       (count(*) FILTER (WHERE title = 'own_brand' AND stands = 1))::integer AS own_brand,
       -- the newest evaluation: day and grade packed, so that max() finds it; day 0 is 1949-10-01
       CASE WHEN count(*) FILTER (WHERE title = 'digital_level' AND stands = 1) = 0 THEN 0
            ELSE max((granted - date '1949-10-01') * 100 + grade)
                     FILTER (WHERE title = 'digital_level' AND stands = 1) % 100 END AS digital_level,
       CASE WHEN bool_or(runs = 1) FILTER (WHERE title = 'gazelle') THEN 1
            WHEN count(*) FILTER (WHERE title = 'gazelle' AND runs IS NULL) = 0 THEN 0 END AS holds_gazelle,
       CASE WHEN bool_or(runs = 1) FILTER (WHERE title = 'young_eagle') THEN 1
            WHEN count(*) FILTER (WHERE title = 'young_eagle' AND runs IS NULL) = 0 THEN 0 END AS holds_young_eagle,
       (count(*) FILTER (WHERE title = 'listing' AND stands = 1) > 0)::integer AS listed
FROM event
GROUP BY uscc
ORDER BY uscc;
