"""``rukaz bench``: how fast RuKaz and its peers annotate the same texts in the same run."""
