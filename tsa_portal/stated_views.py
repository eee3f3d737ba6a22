"""Views of other people's packages: what guards them, since they cannot state a policy of ours.

The test that walks every address accepts a view without a stated policy only when its module is listed here.
"""

THIRD_PARTY_VIEWS: dict[str, str] = {
    "allauth.account.views": "log-in, log-out, passwords and one's own e-mail address: allauth asks for a "
    "log-in or a signed link where one is needed, and answers alike for known and unknown addresses",
    "allauth.mfa.base.views": "one's own second factor: allauth asks for a log-in or a started one",
    "allauth.mfa.totp.views": "one's own authenticator app: allauth asks for a log-in and a confirmation",
    "allauth.mfa.recovery_codes.views": "one's own recovery codes: as for the authenticator app",
    "allauth.mfa.webauthn.views": "one's own passkeys: as for the authenticator app; logging in needs the "
    "passkey's signature over a fresh challenge",
    "allauth.socialaccount.views": "pages of a log-in at another door that was cancelled or failed; our own "
    "stands at the address of the list",
    "allauth.socialaccount.providers.openid_connect.views": "the way to another door and back: allauth "
    "checks the state it gave this browser, alliance/adapter/identity.py the organisation",
    "django.views.generic.base": "allauth's former addresses, which lead to those it has now",
    "allauth.usersessions.views": "never reached: our own page stands at its address",
}
