-- Tonight's specialists of the firms. Writes pg_temp.follow_assignment.
COPY pg_temp.follow_assignment (uscc, from_run, to_run, specialist, county, fits) FROM STDIN (FORMAT binary)
