"""The identity plane: every model that no alliance owns, with the reason.

Everything not named here must be `AllianceOwned`; the boot check and the tests refuse anything else. It is
the only place where a model with an alliance column may stand outside row-level security.
"""

GLOBAL_MODELS: dict[str, str] = {
    "alliance.User": "one person, several alliances",
    "alliance.Alliance": "the tenant itself: looked up before it is entered",
    "alliance.Membership": "read before an alliance is entered, to see whether it may be",
    "alliance.Invitation": "opened by somebody who belongs to no alliance yet",
    "alliance.ApiCredential": "looked up by its prefix before an alliance is entered",
    "alliance.LocalAuthority": "a code list",
    "alliance.School": "the School register, shared by all",
    "alliance.SchoolLink": "the School register, shared by all",
    "alliance.SchoolSighting": "the School register, shared by all",
    "alliance.RegisterImport": "the history of the School register",
    "alliance.RegisterRejection": "the history of the School register",
    "alliance.RegisterChange": "the history of the School register",
    "foundation.Job": "an envelope of ids: the relay and the sweeper see all alliances",
    "foundation.OutboxEntry": "an envelope of ids: the relay sees all alliances",
    "foundation.Erasure": "an envelope of ids: a restore reads it across alliances",
    "foundation.Pulse": "the portal's own processes: when each last said that it lives",
    "foundation.FeedGeneration": "one row about the database itself",
    "account.EmailAddress": "belongs to a user",
    "account.EmailConfirmation": "belongs to a user",
    "mfa.Authenticator": "belongs to a user",
    "usersessions.UserSession": "belongs to a user",
    "socialaccount.SocialAccount": "belongs to a user",
    "socialaccount.SocialApp": "allauth's own; unused, providers come from the environment",
    "socialaccount.SocialToken": "allauth's own; unused, no token is kept",
    "auth.Permission": "Django's own; unused, policies are in policy.py",
    "auth.Group": "Django's own; unused, policies are in policy.py",
    "auth.Group_permissions": "Django's own; unused, policies are in policy.py",
    "contenttypes.ContentType": "Django's own list of models",
    "sessions.Session": "belongs to a browser",
}
