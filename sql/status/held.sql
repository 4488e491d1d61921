-- Tiers and counties with too many moves to publish, while that ranking is not published. No tables written.
SELECT h.tier, coalesce(c.name, CASE WHEN h.county = '*' THEN '全市' ELSE '区县不明' END), h.seats, h.entered, h.gone,
       '> ' || h.percent || ' % 且 > ' || h.least, h.causes, '暂停发布：核实后 tidu publish --release 放行'
FROM pool.held AS h LEFT JOIN meta.county AS c ON c.county = h.county
WHERE h.run = (SELECT max(run) FROM pool.night) AND h.run IS DISTINCT FROM (SELECT run FROM meta.published)
ORDER BY h.tier, h.county <> '*', h.county
