-- Patterns with one hash and two contents: none, or a judgement would be shown as another's.
SELECT count(*)
FROM tidu_pattern AS n
JOIN result.pattern AS p ON p.pattern = n.pattern
WHERE p.* IS DISTINCT FROM n.*
