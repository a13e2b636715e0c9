"""The wording of a contribution as data: fields, snapshots, its approval and its published row.

The models import from here, so no module here imports a model: callers pass the contribution.
"""
