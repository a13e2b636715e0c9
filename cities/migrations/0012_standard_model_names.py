import django.db.models.deletion
from django.db import migrations, models

import llex.core.db.permission_codenames

RENAMED = {
    'CallRequest': 'OpenCallApplication',
    'AddressProof': 'EmailVerification',
    'Projection': 'ProjectionState',
    'PublishedCity': 'CityProjection',
    'PublishedName': 'CityNameProjection',
    'PublishedService': 'CityServiceProjection',
    'PublishedContribution': 'ContributionProjection',
}


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('cities', '0011_place_time_zone'),
        ('sessions_app', '0008_plain_wording'),
    ]

    operations = [
        *(migrations.RenameModel(old, new) for old, new in RENAMED.items()),
        llex.core.db.permission_codenames.RenamePermissions(
            'cities', {old.lower(): new.lower() for old, new in RENAMED.items()}
        ),
        migrations.AlterField(
            model_name='opencallapplication',
            name='city',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='open_call_applications', to='cities.city', verbose_name='city'),
        ),
        migrations.AlterField(
            model_name='opencallapplication',
            name='contribution',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='open_call_applications', to='cities.contribution', verbose_name='contribution'),
        ),
        migrations.AlterField(
            model_name='opencallapplication',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_call_applications', to='sessions_app.learningsession', verbose_name='session'),
        ),
        migrations.RenameField('emailverification', 'address', 'email_digest'),
        migrations.RenameField('emailverification', 'line', 'client_ip_digest'),
        migrations.RenameField('emailverification', 'code', 'code_digest'),
        migrations.RenameField('emailverification', 'proved_at', 'verified_at'),
    ]
