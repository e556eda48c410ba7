"""Indexes of which alone lists count pairs by relation and what accounts tell."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0009_telling_pairs'),
    ]

    operations = [
        migrations.AlterField(
            model_name='claim',
            name='coverage',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='claims', to='archive.coverage'),
        ),
        migrations.AlterField(
            model_name='pair',
            name='exchange',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='archive.exchange'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['coverage', 'context', 'version'], include=('id',), name='claim_told'),
        ),
        migrations.AddIndex(
            model_name='pair',
            index=models.Index(fields=['exchange', 'relation'], include=('left', 'right'), name='pair_relation'),
        ),
    ]
