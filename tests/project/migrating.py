"""Migrating the database of a test back, and on to the present state."""

from django.contrib.contenttypes.models import ContentType
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def migrate_to(targets=None):
    """Bring the apps to *targets*, {app: migration}, or all to their last; return their models.

    The command migrates app by app, and computes each time what all the models were.
    """
    executor = MigrationExecutor(connection)
    nodes = list(targets.items()) if targets else executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(nodes)
    before = executor._create_project_state(with_applied_migrations=True)
    _tell(emit_pre_migrate_signal, before.apps, plan)
    after = executor.migrate(nodes, plan=plan, state=before.clone())
    if targets:
        # What Django returns on the way back holds what several targets have undone.
        after = MigrationLoader(connection).project_state(nodes)
    after.clear_delayed_apps_cache()
    _tell(emit_post_migrate_signal, after.apps, plan)
    ContentType.objects.clear_cache()
    return after.apps


def _tell(emit, apps, plan):
    emit(verbosity=0, interactive=False, db=connection.alias, apps=apps, plan=plan)
