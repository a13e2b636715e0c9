"""A question in which services are chosen: its limit, the answers, the published results."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('priorities', '0007_languages_in_use'),
        ('sessions_app', '0008_plain_wording'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(null=True, verbose_name='rank')),
                ('count', models.PositiveIntegerField(verbose_name='ballots')),
            ],
            options={
                'verbose_name': 'published choice',
                'verbose_name_plural': 'published choices',
                'ordering': ('published', 'rank'),
            },
        ),
        migrations.CreateModel(
            name='Selection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'chosen service',
                'verbose_name_plural': 'chosen services',
            },
        ),
        migrations.AddField(
            model_name='consultation',
            name='max_choices',
            field=models.PositiveSmallIntegerField(default=1, help_text='Where services are chosen: 1 for one of them, 3 for up to three.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='how many may be chosen'),
        ),
        migrations.AlterField(
            model_name='consultation',
            name='kind',
            field=models.CharField(choices=[('ratings', 'rate services'), ('words', 'give words'), ('choice', 'choose services')], default='ratings', max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='publishedconsultation',
            name='kind',
            field=models.CharField(choices=[('ratings', 'rate services'), ('words', 'give words'), ('choice', 'choose services')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='publishedconsultation',
            name='scale',
            field=models.PositiveSmallIntegerField(default=0, help_text='0 where no scores were given.', verbose_name='highest score'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('max_choices__gte', 1), ('max_choices__lte', 20)), name='choices_from_1_to_20', violation_error_message='Between 1 and 20 may be chosen.'),
        ),
        migrations.AddField(
            model_name='publishedchoice',
            name='published',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='priorities.publishedconsultation'),
        ),
        migrations.AddField(
            model_name='publishedchoice',
            name='service',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='published_choices', to='priorities.service'),
        ),
        migrations.AddField(
            model_name='selection',
            name='ballot',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='selections', to='priorities.ballot'),
        ),
        migrations.AddField(
            model_name='selection',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='selections', to='priorities.consultationitem'),
        ),
        migrations.AddConstraint(
            model_name='publishedchoice',
            constraint=models.UniqueConstraint(fields=('published', 'service'), name='a_choice_is_published_once'),
        ),
        migrations.AddConstraint(
            model_name='selection',
            constraint=models.UniqueConstraint(fields=('ballot', 'item'), name='an_item_is_chosen_once'),
        ),
    ]
