-- Shortlist of one run. Writes pool.shortlist.
COPY pool.shortlist (uscc, run, position, county, place, county_place, seated, tie_at_cut, reason)
FROM STDIN (FORMAT binary)
