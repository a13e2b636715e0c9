"""The demonstration: the launch session retold, and a second one that is open.

Its texts are in `data/`, one TOML file per subject; the modules here load them into the models.
Existing rows stay as they are.
"""
