-- What is kept of published lists is packed by lz4: measured on the lists of 207,455 units (7.5 MiB, two thirds of it CSV),
-- a night takes 3.5 MiB instead of 5.4 and a third less of the processor, as the server writes half as much. A server
-- that was built without lz4 packs in its own way.
ALTER TABLE pool.issue_file ALTER COLUMN content SET STORAGE EXTENDED;
DO $packed$
BEGIN
    ALTER TABLE pool.issue_file ALTER COLUMN content SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END
$packed$;
