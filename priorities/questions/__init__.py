"""The question of a consultation: its kind, texts, join code, readiness, count and frozen result.

The models import from here, so no module here imports a model: callers pass the consultation.
"""
