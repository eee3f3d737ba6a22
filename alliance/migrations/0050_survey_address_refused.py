"""A letter may be one that nothing can be done about: the address is refused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0049_end_with_those_that_left"),
    ]

    operations = [
        migrations.AlterField(
            model_name="surveyinvitation",
            name="letter",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Nothing"),
                    ("invitation", "Invitation"),
                    ("reminder", "Reminder"),
                    ("refused", "Address refused"),
                ],
                default="invitation",
                max_length=12,
                verbose_name="still to be sent",
            ),
        ),
    ]
