"""A corpus to claims: `armstrail scan` beside what one would otherwise build, and how its cost grows."""
