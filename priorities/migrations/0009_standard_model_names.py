from django.db import migrations

import llex.core.db.permission_codenames

RENAMED = {
    'PublishedConsultation': 'ConsultationProjection',
    'PublishedRating': 'RatingProjection',
    'PublishedChoice': 'ChoiceProjection',
}


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('priorities', '0008_choice_of_services'),
    ]

    operations = [
        *(migrations.RenameModel(old, new) for old, new in RENAMED.items()),
        llex.core.db.permission_codenames.RenamePermissions(
            'priorities', {old.lower(): new.lower() for old, new in RENAMED.items()}
        ),
    ]
