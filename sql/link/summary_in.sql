-- Records by dataset, source and method. Writes tidu_link_summary (link/begin).
COPY tidu_link_summary (dataset, source, method, records) FROM STDIN (FORMAT binary)
