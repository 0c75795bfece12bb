"""The reader's training, from data to weights: `make train`. Not installed with the project."""
