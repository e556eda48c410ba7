"""An index in the order in which the home page looks for the most telling pair."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0008_statement_search'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='pair',
            index=models.Index(models.Case(models.When(facets__contains=['number'], relation='contradicted', then=models.Value(0)), models.When(relation='contradicted', then=models.Value(1)), models.When(facets__overlap=['naming', 'speaker'], relation='shifted', then=models.Value(2)), models.When(relation='shifted', then=models.Value(3)), default=models.Value(4), output_field=models.IntegerField()), models.OrderBy(models.F('score'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('relation__in', ('same', 'disputed')), _negated=True), name='pair_telling'),
        ),
    ]
