-- How many there are, for the planner (script). Reads tidu_moved.
ANALYZE tidu_moved;
