
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0015_statements_decided'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SecondLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField(help_text='Until when it is theirs; empty once given or passed over.', null=True)),
                ('kind', models.CharField(blank=True, choices=[('accept', 'confirmed'), ('reject', 'rejected'), ('change', 'changed'), ('make', 'made')], help_text='Empty while nothing is said.', max_length=8)),
                ('value', models.JSONField(default=dict, help_text='As of a decision: what they would have hold.')),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField(help_text='When it was given.', null=True)),
                ('differs', models.BooleanField(default=False, help_text='Whether the decision says otherwise.')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SecondLookEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(blank=True, choices=[('accept', 'confirmed'), ('reject', 'rejected'), ('change', 'changed'), ('make', 'made')], help_text='Empty while nothing is said.', max_length=8)),
                ('value', models.JSONField(default=dict, help_text='As of a decision: what they would have hold.')),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField(help_text='When it was given.', null=True)),
                ('differs', models.BooleanField(default=False, help_text='Whether the decision says otherwise.')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='lot',
            field=models.FloatField(editable=False, help_text='From 0 to 1, by the words of a pair: those below a share are looked at twice.', null=True),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('undone_at', None)), fields=['lot'], name='decision_lot'),
        ),
        migrations.AddField(
            model_name='secondlook',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondlook',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='archive.decision'),
        ),
        migrations.AddField(
            model_name='secondlook',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondlookevent',
            name='by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondlookevent',
            name='decision',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='archive.decision'),
        ),
        migrations.AddField(
            model_name='secondlookevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='secondlookevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='archive.secondlook'),
        ),
        migrations.AddField(
            model_name='secondlookevent',
            name='settled_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='secondlook',
            index=models.Index(condition=models.Q(('differs', True), ('settled_at', None)), fields=['decision'], name='look_to_settle'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.UniqueConstraint(fields=('decision', 'by'), name='look_once_by_each'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.CheckConstraint(condition=models.Q(('kind', ''), ('at__isnull', False), _connector='OR'), name='look_given_at_some_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondlook',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "archive_secondlookevent" ("at", "by_id", "decision_id", "differs", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_at", "settled_by_id", "value") VALUES (NEW."at", NEW."by_id", NEW."decision_id", NEW."differs", NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."settled_at", NEW."settled_by_id", NEW."value"); RETURN NULL;', hash='2e6caffb77f42d7bf1084e8324f926ac80fc4b86', operation='INSERT', pgid='pgtrigger_insert_insert_6a612', table='archive_secondlook', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondlook',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."differs" IS DISTINCT FROM (NEW."differs") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."settled_at" IS DISTINCT FROM (NEW."settled_at") OR OLD."settled_by_id" IS DISTINCT FROM (NEW."settled_by_id") OR OLD."value" IS DISTINCT FROM (NEW."value"))', func='INSERT INTO "archive_secondlookevent" ("at", "by_id", "decision_id", "differs", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_at", "settled_by_id", "value") VALUES (NEW."at", NEW."by_id", NEW."decision_id", NEW."differs", NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."settled_at", NEW."settled_by_id", NEW."value"); RETURN NULL;', hash='908721893db332f8f24275e9aa8b0c2dace38c00', operation='UPDATE', pgid='pgtrigger_update_update_8e26b', table='archive_secondlook', when='AFTER')),
        ),
    ]
