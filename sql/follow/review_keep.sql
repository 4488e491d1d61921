-- What changed of the titles since last night (script). Writes pool.review.
-- tidu.run  bigint  run
ANALYZE pg_temp.follow_review (uscc, title, granted, row_hash); -- its texts would take longer than all the rest
UPDATE pool.review AS r SET to_run = current_setting('tidu.run')::bigint
WHERE r.to_run = 9223372036854775807
  AND NOT EXISTS (SELECT FROM pg_temp.follow_review AS n
                  WHERE n.uscc = r.uscc AND n.title = r.title AND n.granted = r.granted AND n.row_hash = r.row_hash);
INSERT INTO pool.review
SELECT n.* FROM pg_temp.follow_review AS n
WHERE NOT EXISTS (SELECT FROM pool.review AS r
                  WHERE r.uscc = n.uscc AND r.title = n.title AND r.granted = n.granted AND r.to_run = 9223372036854775807);
