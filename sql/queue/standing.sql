-- What was said of a holder so far, the latest of each firm: firm, verdict, whether another firm was said to be the
-- holder later, the file in which it was said. Reads link.judged, link.answers.
-- $1  text  holder id
SELECT j.firm, j.verdict,
       (j.verdict = 'same' AND EXISTS (SELECT FROM link.judged AS o
                                       WHERE o.uscc = j.uscc AND o.firm <> j.firm AND o.verdict = 'same' AND o.answers > j.answers))::integer,
       a.file_hash
FROM link.judged AS j JOIN link.answers AS a USING (answers)
WHERE j.uscc = $1
ORDER BY j.firm
