"""A corpus of invented measures and challenges, with questions of readers and their answers."""
