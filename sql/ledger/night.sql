-- The published night that the ledger is of: run, as-of date. No tables written.
SELECT f.run, f.as_of FROM pool.followed AS f
