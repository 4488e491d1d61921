-- What the last load found of the deliveries' contracts, and what follows from it.
SELECT c.delivery, s.title, c.rule, meta.rule_word(c.rule), c.subject, c.expected, c.found,
       CASE WHEN NOT c.broken THEN '提示'
            WHEN c.policy = 'hold' THEN '暂停发布：核实后重新交付，或 tidu publish --release 放行'
            WHEN c.policy = 'fail' THEN '停止运行：须重新交付'
            ELSE '沿用上次数据：催交或核实' END
FROM meta.contract AS c
JOIN meta.source AS s USING (source)
WHERE c.run = (SELECT meta.last_load(max(run)) FROM meta.run)
ORDER BY c.broken DESC, c.delivery COLLATE "C", c.batch, c.n
