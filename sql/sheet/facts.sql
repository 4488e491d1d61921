-- What a sheet says of a firm beside its figures: rights in force, certain and at most; its main products. No tables
-- written.
-- $1  text  codes, with line feeds between
WITH wanted AS (
    SELECT w COLLATE "C" AS uscc FROM unnest(string_to_array($1::text, E'\n')) AS w
), product AS (
    SELECT DISTINCT r.uscc, r.name, r.niche_years
    FROM (SELECT p.uscc, p.name, p.niche_years FROM source.product AS p
          WHERE p.uscc = ANY (ARRAY(SELECT uscc FROM wanted)) AND p.gone IS NULL
          UNION ALL
          SELECT a.firm, p.name, p.niche_years FROM link.alias AS a JOIN source.product AS p ON p.uscc = a.uscc AND p.gone IS NULL
          WHERE a.firm = ANY (ARRAY(SELECT uscc FROM wanted))) AS r
)
SELECT w.uscc, p.products, i.ip1_any_lo, i.ip1_any_hi, i.ip2_any_lo, i.ip2_any_hi,
       EXISTS (SELECT FROM meta.batch AS b WHERE b.dataset = 'ip' AND b.status IN ('done', 'same'))
FROM wanted AS w
LEFT JOIN feature.ip AS i ON i.uscc = w.uscc
LEFT JOIN (
    SELECT uscc, string_agg(name || coalesce('（' || niche_years || '年）', ''), '；' ORDER BY name, niche_years) AS products
    FROM product GROUP BY uscc
) AS p ON p.uscc = w.uscc
ORDER BY w.uscc
