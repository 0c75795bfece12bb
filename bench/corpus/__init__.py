"""A corpus as a news crawl has it, made by chance: archives of pages of many outlets, most of them of no interest."""
