-- What is published now.
SELECT run, as_of, manifest_hash FROM meta.published
