import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Leases of any queue (those that are held now run out with it), and statements by how sure their speaker is."""

    dependencies = [
        ('archive', '0020_bin'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name='Lease'),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('pair', 'pair'), ('statement', 'statement'), ('claim', 'claim'), ('exchange', 'exchange'), ('actor', 'actor')], max_length=9)),
                ('item', models.BigIntegerField(help_text='The id of the pair, statement, coverage or actor.')),
                ('until', models.DateTimeField()),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leases', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('subject', 'item'), name='lease_of_one_curator'),
                    models.UniqueConstraint(fields=('holder', 'subject'), name='lease_one_of_each_kind'),
                ],
            },
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(django.db.models.expressions.CombinedExpression(models.F('confidence'), '*', models.Case(models.When(mention_rule='', then=models.Value(0.5)), models.When(mention_rule__startswith='“', then=models.Value(0.7)), models.When(mention_rule__in=['last named in such an office', "the publisher's own minister", 'unnamed source met before'], then=models.Value(0.8)), default=models.Value(1.0), output_field=models.FloatField())), models.F('id'), condition=models.Q(('origin', 'machine')), name='statement_uncertain'),
        ),
    ]
