"""Settings, all from the environment. The table of them is in docs/operations.md."""

from logging import DEBUG as DEBUG_LEVEL
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from tsa_portal import api, global_models, logging, sign_in

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("TSA_DEBUG", default=False)
SECRET_KEY = env.str("TSA_SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured("TSA_SECRET_KEY is not set: make one with `openssl rand -base64 48`.")
# Empty: made from SECRET_KEY, and a new one forgets the heads, harmlessly.
HEAD_DIGEST_KEY = env.str("TSA_HEAD_DIGEST_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("TSA_SECRET_KEY_FALLBACKS", default=[])
ADDRESS = env.str("TSA_ADDRESS", default="http://localhost:8000").rstrip("/")
SECURE = ADDRESS.startswith("https://")
if SECURE and DEBUG:
    raise ImproperlyConfigured("TSA_DEBUG shows settings and code to everybody: unset it on https.")
ALLOWED_HOSTS = env.list("TSA_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [ADDRESS]
CSRF_FAILURE_VIEW = "foundation.errors.views.form_expired"
DATA_DIR = Path(env.str("TSA_DATA_DIR", default=str(ROOT / ".data")))
MEDIA_ROOT = DATA_DIR / "files"

GLOBAL_MODELS = global_models.GLOBAL_MODELS
LOGGING = logging.configured(env.str("TSA_LOG_LEVEL", default="INFO"))
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # personal data: no log carries it
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = DEBUG_LEVEL  # one line a request: the one that tells how it ended
ROOT_URLCONF = "tsa_portal.urls"
WSGI_APPLICATION = "tsa_portal.wsgi.application"
AUTH_USER_MODEL = "alliance.User"
INSTALLED_APPS = [
    "tsa_portal.apps.PortalConfig",
    "reporting",
    "cpd",
    "itt",
    "support",
    "alliance",
    "foundation",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "drf_spectacular",
    "drf_standardized_errors",
    "django_htmx",
    "pgtrigger",
    "csp",
    "django_structlog",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "foundation.health.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "foundation.security.headers.KeepToOwnPages",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alliance.middleware.NoteSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "alliance.middleware.EnterAlliance",
    "foundation.errors.middleware.ErrorPages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "foundation.ui.context.layout",
            ],
        },
    }
]
FORM_RENDERER = "foundation.forms.renderer.PortalRenderer"
NAVIGATION = "alliance.navigation.build"

DATABASE_ENGINE = "foundation.tenancy.postgresql"


def _database(variable: str) -> dict[str, object]:
    url = env.str(variable, default="")
    if not url:
        raise ImproperlyConfigured(f"{variable} is not set: `./portal` sets it, or name a database yourself.")
    parsed = env.db_url_config(url)
    options = {"connect_timeout": 5, **parsed.pop("OPTIONS", {})}
    return {
        **parsed,
        "ENGINE": DATABASE_ENGINE,
        # libpq's way of naming a socket's folder: postgresql://user:password@/name?host=/folder
        "HOST": options.pop("host", parsed["HOST"]),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


DATABASE_ROLE = env.str("TSA_DATABASE_ROLE", default="app")
DATABASE_VARIABLES = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL", "backup": "DATABASE_BACKUP_URL"}
DATABASES = {"default": _database(DATABASE_VARIABLES[DATABASE_ROLE])}
DATABASE_OWNER = _database("DATABASE_OWNER_URL") if env.str("DATABASE_OWNER_URL", default="") else None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "foundation_cache"}
}

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 300
CELERY_TASK_TIME_LIMIT = 360
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long the broker is away, the worker waits for it
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BEAT_SCHEDULER = "foundation.health.pulse:PulsingScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
JOB_MESSAGES = "tsa_portal.celery.app"  # what the relay publishes with; the web loads no Celery
JOB_LEASE_SECONDS = env.float("TSA_JOB_LEASE_SECONDS", default=30)
JOB_REPUBLISH_SECONDS = env.float("TSA_JOB_REPUBLISH_SECONDS", default=30)
JOB_SECONDS = CELERY_TASK_SOFT_TIME_LIMIT

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("TSA_STATIC_ROOT", default=str(DATA_DIR / "static")))
# What pages load; the sheets and scripts beside these are sources that the build puts into `built`.
STATICFILES_DIRS = [(folder, ROOT / "static" / folder) for folder in ("built", "icons")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "foundation.accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "alliance.adapter.account.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGIN_BY_CODE_ENABLED = True  # for whoever is staff nowhere: alliance/queries/signing_in.py
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "1200/m/ip",
    "login_failed": "1000/5m/ip,8/5m/key",
    "reset_password": "100/5m/ip,5/5m/key",
    "reset_password_from_key": "100/5m/ip",
    "request_login_code": "1000/5m/ip,5/15m/key,20/d/key",
}  # a whole school is one address: nobody in it shuts the others out; an account is closed by its own eight
ALLAUTH_TRUSTED_PROXY_COUNT = env.int(
    "TSA_TRUSTED_PROXIES", default=0
)  # else all people share the proxy's limit
ACCOUNT_FORMS = {
    "login": "alliance.forms.account.LoginForm",
    "request_login_code": "alliance.forms.login_code.RequestCodeForm",
    "confirm_login_code": "alliance.forms.login_code.ConfirmCodeForm",
    "add_email": "alliance.forms.account.ChangeEmailForm",
    "change_password": "alliance.forms.account.ChangePasswordForm",
    "set_password": "alliance.forms.account.SetPasswordForm",
    "reset_password": "alliance.forms.account.ResetPasswordForm",
    "reset_password_from_key": "alliance.forms.account.NewPasswordForm",
    "reauthenticate": "alliance.forms.account.ConfirmPasswordForm",
}
SOCIALACCOUNT_ADAPTER = "alliance.adapter.identity.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = sign_in.providers_of(env)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address at another door proves nothing here
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "alliance.adapter.account.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "alliance.forms.account.ActivateTotpForm",
    "authenticate": "alliance.forms.account.SecondFactorForm",
    "reauthenticate": "alliance.forms.account.ConfirmSecondFactorForm",
    "add_webauthn": "alliance.forms.account.AddPasskeyForm",
    "authenticate_webauthn": "alliance.forms.account.PasskeySecondFactorForm",
    "login_webauthn": "alliance.forms.account.PasskeyLoginForm",
    "reauthenticate_webauthn": "alliance.forms.account.ConfirmPasskeyForm",
    "edit_webauthn": "alliance.forms.account.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # the device asks who is there: a passkey counts as two factors
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}  # a whole school is one address; each log-in counts twice
MFA_TOTP_ISSUER = "TSA Portal"
EMAIL_CONFIG = env.email_url("TSA_EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
if SECURE and EMAIL_CONFIG["EMAIL_BACKEND"].endswith("console.EmailBackend"):
    raise ImproperlyConfigured(
        "TSA_EMAIL_URL is not set: letters, with the links that let people in, would go to the log."
        " Name a mail server, such as smtp+tls://user:password@host:587."
    )
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("TSA_EMAIL_FROM", default="TSA Portal <portal@localhost>")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
# On https no other host of the domain can plant a cookie of these names.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-tsa_session", "__Host-tsa_csrf") if SECURE else ("tsa_session", "tsa_csrf")
)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
UNUSED_FEATURES = (
    *(
        "accelerometer",
        "bluetooth",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
    ),
    *(
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    ),
)
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY: dict[str, list[str]] = {
    **{feature: [] for feature in UNUSED_FEATURES},
    **{feature: ["self"] for feature in PASSKEYS},
}
SECURITY_CONTACT = env.str("TSA_SECURITY_CONTACT", default="")
SCANNER = env.str("TSA_SCANNER", default="")
METRICS_TOKEN = env.str("TSA_METRICS_TOKEN", default="")

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["foundation.api.formats.Body"],
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_AUTHENTICATION_CLASSES": ["alliance.api.authentication.CredentialAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["alliance.api.permissions.StatedPolicy"],
}
DRF_STANDARDIZED_ERRORS = api.ERRORS
SPECTACULAR_SETTINGS = api.SPECTACULAR

SILENCED_SYSTEM_CHECKS: list[str] = []
logging.configure_structlog()
