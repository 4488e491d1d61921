-- Which kinds of thing touched which firm since the last ranking ('*': all). Reads pool.touched, link.moved.
COPY (
    SELECT uscc, bit_or(kinds)::smallint
    FROM (SELECT uscc, kinds FROM pool.touched
          UNION ALL SELECT uscc, 2 FROM link.moved
          UNION ALL SELECT was, 2 FROM link.moved WHERE was IS NOT NULL
          UNION ALL SELECT became, 2 FROM link.moved WHERE became IS NOT NULL) AS t
    GROUP BY uscc
) TO STDOUT (FORMAT binary)
