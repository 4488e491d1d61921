-- Fuzzy links that cannot be: in one source and year a firm has one record of finance, staff and platform, so that
-- two holders with a record of the same source and year are two firms. Each fuzzy link of the two is taken back
-- (the holder stays in the queue as near). Returns those holders, in their order.
-- Writes tidu_link (link/begin). Reads link.replaced, source.finance, source.staff, source.platform.
WITH linked AS MATERIALIZED (
    SELECT n.uscc, n.firm, n.method = 'fuzzy' AS fuzzy FROM tidu_link AS n
    WHERE n.firm IN (SELECT firm FROM tidu_link WHERE method = 'fuzzy')
    UNION ALL -- a code that was replaced: its records are the firm's
    SELECT p.uscc, p.firm, false FROM link.replaced AS p
    WHERE p.firm IN (SELECT firm FROM tidu_link WHERE method = 'fuzzy')
    UNION ALL
    SELECT DISTINCT n.firm, n.firm, false FROM tidu_link AS n WHERE n.method = 'fuzzy'
), record AS MATERIALIZED (
    SELECT l.firm, l.uscc, l.fuzzy, 0 AS dataset, r.source, r.year
    FROM linked AS l JOIN source.finance AS r ON r.uscc = l.uscc AND r.gone IS NULL
    UNION ALL
    SELECT l.firm, l.uscc, l.fuzzy, 1, r.source, r.year
    FROM linked AS l JOIN source.staff AS r ON r.uscc = l.uscc AND r.gone IS NULL
    UNION ALL
    SELECT l.firm, l.uscc, l.fuzzy, 2, r.source, r.year
    FROM linked AS l JOIN source.platform AS r ON r.uscc = l.uscc AND r.gone IS NULL
), doubted AS (
    SELECT DISTINCT a.uscc
    FROM record AS a JOIN record AS b USING (firm, dataset, source, year)
    WHERE a.fuzzy AND a.uscc <> b.uscc
), changed AS (
    UPDATE tidu_link AS n
    SET firm = NULL, method = 'near', candidates = n.firm, score = NULL, evidence = NULL
    FROM doubted AS d WHERE n.uscc = d.uscc
    RETURNING n.uscc
)
SELECT uscc FROM changed ORDER BY uscc
