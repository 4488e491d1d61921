-- What the pending firms counted the last time: county, number of firms, tally. Reads quality.unit,
-- quality.pending, quality.pattern. No parameters.
COPY (
    SELECT u.county, u.firms, p.tally
    FROM (SELECT county, pattern, count(*) AS firms
          FROM quality.unit JOIN quality.pending USING (uscc)
          GROUP BY county, pattern) AS u
    JOIN quality.pattern AS p USING (pattern)
) TO STDOUT (FORMAT binary)
