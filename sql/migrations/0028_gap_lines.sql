-- What is open of a firm's target, a line for each condition (差距清单), beside its judgement.
ALTER TABLE result.judgement
    ADD COLUMN gap_lines text; -- a line for each open condition, nine fields parted by TAB; NULL: no target, or nothing open
COMMENT ON COLUMN result.judgement.gap_lines IS
    '拟培育层级的未满足、未知、待人工条件，每条一行，字段以 TAB 分隔：条款、编号、内容、状态、企业数值、差距、代价、月数、未证实；见 api.gap';

CREATE VIEW api.gap AS
SELECT j.uscc, p.tier, p.kind, p.title AS target, p.version, x.n::integer AS n,
       x.f[1] AS clause, x.f[2] AS id, x.f[3] AS text, x.f[4] AS state, x.f[5] AS value, x.f[6] AS gap,
       nullif(x.f[7], '')::integer AS cost, nullif(x.f[8], '')::integer AS months, x.f[9] = '未证实' AS unconfirmed
FROM meta.published AS pub
JOIN result.judgement AS j ON j.from_run <= pub.run AND pub.run < j.to_run
JOIN result.pattern AS t ON t.pattern = j.pattern
JOIN result.program AS p ON p.from_run = j.rules_run AND p.position = t.target
CROSS JOIN LATERAL (
    SELECT n, string_to_array(line, E'\t') FROM string_to_table(j.gap_lines, E'\n') WITH ORDINALITY AS s (line, n)
) AS x (n, f);
COMMENT ON VIEW api.gap IS '差距清单：有拟培育层级的企业，其未满足、未知、待人工的条件（请按 uscc 查询）';
COMMENT ON COLUMN api.gap.n IS '序号，按条款次序，其后是最省途径中得分的指标';
COMMENT ON COLUMN api.gap.value IS '企业的数值及年度；缺失写明';
COMMENT ON COLUMN api.gap.gap IS '差多少，按数值本身的单位；或待核实、待人工判断';
COMMENT ON COLUMN api.gap.cost IS '代价（点，criteria/efforts.yaml，本市测算口径）；空：不在最省途径内';
COMMENT ON COLUMN api.gap.months IS '约需月数';
COMMENT ON COLUMN api.gap.unconfirmed IS '该条的标准值未经官方文本核对';

-- Where three years' figures come from, in words: once if it is the same for all. froms: rank and department, newest
-- year first, NULL = nobody delivered it; missing: is the figure not known?
CREATE FUNCTION meta.source_words(newest integer, froms text[], missing boolean[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN count(DISTINCT coalesce(word, '缺')) = 1 THEN min(coalesce(word, '缺'))
                ELSE string_agg(newest + 1 - n || ' ' || coalesce(word, '缺'), '；' ORDER BY n) END
    FROM (SELECT n, substr(w, 2) || CASE WHEN m THEN '（未采用）' ELSE '' END
          FROM unnest(froms, missing) WITH ORDINALITY AS t (w, m, n)) AS x (n, word)
$$;
COMMENT ON FUNCTION meta.source_words IS '三年数值的来源：相同的写一次，不同的按年写明；缺＝无人交付';
