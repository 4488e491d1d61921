-- One exclusion of criteria/pool.yaml. Writes pool.exclusion_rule.
-- $1 text rule, $2 integer position, $3 text title, $4 text kind, $5 text[] tiers, $6 text[] words, $7 integer years,
-- $8 integer grade, $9 text clause, $10 text source, $11 text confirmed
INSERT INTO pool.exclusion_rule VALUES ($1, $2::integer, $3, $4, $5::text[], $6::text[], $7::integer, $8::integer, $9, $10, $11, true)
ON CONFLICT (rule) DO UPDATE
SET position = excluded.position, title = excluded.title, kind = excluded.kind, tiers = excluded.tiers, words = excluded.words,
    years = excluded.years, grade = excluded.grade, clause = excluded.clause, source = excluded.source,
    confirmed = excluded.confirmed, stands = true
