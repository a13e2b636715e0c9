"""One user per e-mail address, whatever its case; existing duplicates become one."""

import django.db.models.functions.text
from django.db import IntegrityError, migrations, models, transaction

from llex.core.mail.addresses import normalize

# What belongs to an account and not to a person: second factors, proved addresses, sessions.
_ACCOUNTS = {"account", "mfa", "admin", "auth", "sessions"}


def unite(apps, schema_editor):
    """Normalise the addresses of users, and give what several users of one have to one of them.

    The others are closed, not deleted: their address is marked as a duplicate's.
    """
    User = apps.get_model("llex", "User")
    users = User.objects.using(schema_editor.connection.alias)
    by_address = {}
    for user in users.all():
        by_address.setdefault(normalize(user.email), []).append(user)
    for address, same in by_address.items():
        # Who may do more, then who came last, then the first that was made.
        same.sort(
            key=lambda one: (
                not one.is_active,
                not one.is_superuser,
                not one.is_staff,
                -one.last_login.timestamp() if one.last_login else 0,
                one.pk,
            )
        )
        kept, *others = same
        for other in others:
            _hand_over(apps, other, kept)
            local, _at, domain = address.rpartition("@")
            closed = f"{local[:40]}+duplicate-{other.pk}@{domain}"
            users.filter(pk=other.pk).update(email=closed, is_active=False, is_staff=False)
            print(f"\n  User {other.pk} has the address of user {kept.pk} and is closed.", end="")
        if kept.email != address:
            users.filter(pk=kept.pk).update(email=address)


def _hand_over(apps, other, kept):
    for relation in other._meta.related_objects:
        model = relation.related_model
        if relation.many_to_many or model._meta.app_label in _ACCOUNTS:
            continue
        name = relation.field.name
        for row in model._base_manager.filter(**{name: other.pk}):
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=row.pk).update(**{name: kept.pk})
            except IntegrityError:
                # The other user has the same already, as an office in the same city.
                continue


class Migration(migrations.Migration):

    dependencies = [
        ('llex', '0002_outbox'),
        # All tables that refer to users are there, so that nothing stays with a closed one.
        ('cities', '0003_contributions_by_link'),
        ('sessions_app', '0002_open_calls_and_late_contributions'),
        ('auditlog', '0017_add_actor_email'),
    ]

    operations = [
        migrations.RunPython(unite, migrations.RunPython.noop, elidable=False),
        migrations.AlterField(
            model_name='user',
            name='email',
            field=models.EmailField(error_messages={'unique': 'A user with this e-mail address exists already.'}, max_length=254, unique=True, verbose_name='e-mail address'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_user_per_address', violation_error_message='A user with this e-mail address exists already.'),
        ),
    ]
