"""A whole corpus: the stages of the pipeline over archives, on one machine or on a cluster, into Parquet tables.

Sift (`sifting`) finds what is about arms, part by part; fold (`folding`) brings together what prints the same words;
read (`reading`) makes the records. Each is a plain function of one part or bin; `armstrail.engine` spreads them.
"""
