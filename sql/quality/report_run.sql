-- The run whose counts stand, and its as-of date. Reads quality.basis, meta.run. No parameters.
SELECT b.run, r.as_of FROM quality.basis AS b JOIN meta.run AS r ON r.run = b.run
