"""Published data about cities: a projection that publishing writes, and never a draft.

The tables are in `cities.models.projection`; the room above, which has the editions, fills them.
"""
