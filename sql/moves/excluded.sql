-- Who was a candidate without a place at the ranking before: excluded by a rule (1), removed by a person (2), as
-- enum td_pool_will. tidu.before bigint: the ranking before. Reads pool.excluded, pool.exclusion_rule, link.identity.
COPY (
    SELECT coalesce(i.firm, x.uscc), CASE WHEN bool_or(r.kind IS DISTINCT FROM 'removed') THEN 1 ELSE 2 END::smallint, x.tier
    FROM pool.excluded AS x
    LEFT JOIN pool.exclusion_rule AS r ON r.rule = x.rule
    LEFT JOIN link.identity AS i ON i.uscc = x.uscc AND i.run > (SELECT current_setting('tidu.before')::bigint)
    WHERE x.certain AND x.from_run <= (SELECT current_setting('tidu.before')::bigint)
      AND x.to_run > (SELECT current_setting('tidu.before')::bigint)
    GROUP BY 1, x.tier
) TO STDOUT (FORMAT binary)
