-- What is published now, and whether its files were kept (a program that kept none published it otherwise).
SELECT p.run, p.as_of, p.manifest_hash,
       EXISTS (SELECT FROM pool.issue AS i WHERE i.as_of = p.as_of AND i.manifest_hash = p.manifest_hash)
FROM meta.published AS p
