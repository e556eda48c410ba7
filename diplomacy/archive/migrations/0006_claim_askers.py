from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0005_word_answers'),
    ]

    operations = [
        migrations.RemoveField(model_name='claim', name='names'),
        migrations.AddField(
            model_name='claim',
            name='askers',
            field=models.ManyToManyField(blank=True, help_text='Who asked for the exchange, where its words say so.', related_name='asked_in', to='archive.actor'),
        ),
    ]
