-- Test: 错误在第三行。No tables written.
SELECT '企业',
    nothing_of_the_kind
FROM generate_series(1, 3)
