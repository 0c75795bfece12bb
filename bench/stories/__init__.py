"""Stories, measured: made copies beside other tools, Reuters' own near-duplicates, agencies' credits, speed."""
