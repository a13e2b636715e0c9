"""The demonstration: the launch session retold, and a second one that is open.

What it says stands in `data/`, one TOML file per subject; the modules here only carry it into the
models. What is there already is left as it is.
"""
