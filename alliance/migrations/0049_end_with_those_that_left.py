"""What partners that left before agreements ended with the partnership still had: it ends on their last day,
and nobody of them is asked to sign any more.
"""

from django.db import migrations

WITHDRAW = """
UPDATE foundation_approval AS asked SET state = 'withdrawn'
  FROM alliance_agreement AS agreement
  JOIN alliance_partner AS partner
    ON partner.alliance_id = agreement.alliance_id AND partner.id = agreement.partner_id
 WHERE asked.alliance_id = agreement.alliance_id AND asked.subject = agreement.public_id
   AND asked.kind = 'agreement' AND asked.state = 'waiting'
   AND agreement.state = 'sent' AND partner.left_on IS NOT NULL
"""
BACK_TO_DRAFT = """
UPDATE alliance_agreement AS agreement SET state = 'draft', sent_at = NULL, party = '', party_urn = ''
  FROM alliance_partner AS partner
 WHERE partner.alliance_id = agreement.alliance_id AND partner.id = agreement.partner_id
   AND partner.left_on IS NOT NULL AND agreement.state = 'sent'
"""
END = """
UPDATE alliance_agreement AS agreement
   SET state = 'terminated', ended_on = least(partner.left_on, agreement.ends_on),
       end_reason = 'The partnership ended.'
  FROM alliance_partner AS partner
 WHERE partner.alliance_id = agreement.alliance_id AND partner.id = agreement.partner_id
   AND partner.left_on IS NOT NULL
   AND (agreement.state IN ('signed', 'active', 'renewal_due')
        OR agreement.state = 'renewed' AND agreement.ends_on >= partner.left_on)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0048_renewed_ends_with_partnership"),
        ("foundation", "0017_digests"),
    ]

    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (WITHDRAW, BACK_TO_DRAFT, END)]
