-- Is there such a holder id, or registered code; and the name that came with it ('' = none). Reads link.*, source.*.
-- $1  text  holder id
SELECT (EXISTS (SELECT FROM link.queue WHERE uscc = $1) OR EXISTS (SELECT FROM link.alias WHERE uscc = $1)
        OR EXISTS (SELECT FROM link.suggestion WHERE uscc = $1) OR EXISTS (SELECT FROM link.judgement WHERE uscc = $1)
        OR EXISTS (SELECT FROM source.registry WHERE uscc = $1))::integer,
       coalesce((SELECT min(name)
                 FROM (SELECT holder_name AS name FROM source.finance WHERE uscc = $1
                       UNION ALL SELECT holder_name FROM source.staff WHERE uscc = $1
                       UNION ALL SELECT holder_name FROM source.ip WHERE uscc = $1
                       UNION ALL SELECT holder_name FROM source.title WHERE uscc = $1
                       UNION ALL SELECT holder_name FROM source.product WHERE uscc = $1
                       UNION ALL SELECT holder_name FROM source.equity WHERE uscc = $1
                       UNION ALL SELECT holder_name FROM source.platform WHERE uscc = $1
                       UNION ALL SELECT holder_name FROM source.conduct WHERE uscc = $1
                       UNION ALL SELECT holder_name FROM source.need WHERE uscc = $1) AS n), '')
