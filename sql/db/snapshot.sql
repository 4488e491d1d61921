-- The name of this transaction's view of the database, for other connections to take.
SELECT pg_export_snapshot()
