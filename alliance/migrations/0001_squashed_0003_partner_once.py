"""The first tables of the alliance, as three migrations made them one by one."""

from django.db import migrations

from alliance.migrations._tables import base_access, base_partners, base_register
from foundation.operations import AllAtOnce


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("alliance", "0001_initial"),
        ("alliance", "0002_people"),
        ("alliance", "0003_partner_once"),
    ]

    dependencies = [
        ("foundation", "0001_setup"),
    ]

    operations = [
        AllAtOnce(
            *base_register.OPERATIONS,
            *base_partners.OPERATIONS,
            *base_access.OPERATIONS,
        ),
    ]
