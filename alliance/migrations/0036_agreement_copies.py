"""What a copy of an agreement stands for is kept, so that anybody who holds it can check it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0035_agreement_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="agreementdocument",
            name="digest",
            field=models.CharField(db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="agreementdocument",
            name="alliance_name",
            field=models.CharField(db_default="", default="", max_length=200),
        ),
    ]
