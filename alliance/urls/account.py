"""Front door, account and log-in."""

from django.urls import path

from alliance.views import account, entry, identities, joining, logo, sessions, theme

urlpatterns = [
    path("", entry.home, name="home"),
    path("account/", account.your_account, name="your_account"),
    path("account/theme/", theme.set_theme, name="set_theme"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end/", sessions.end_session, name="end_session"),
    path("account/sessions/end-others/", sessions.end_other_sessions, name="end_other_sessions"),
    path("account/3rdparty/", identities.connections, name="connections"),
    path("account/3rdparty/<slug:provider>/disconnect/", identities.disconnect, name="disconnect"),
    path("account/identity/", identities.use_identity, name="use_identity"),
    path("account/oidc/<slug:provider>/go/", identities.go_to_door, name="go_to_door"),
    path("account/invitations/<str:token>/", joining.invitation, name="invitation"),
    path("logo/<uuid:handle>.png", logo.picture, name="logo_file"),
]
