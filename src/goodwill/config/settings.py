"""Django's settings, put together from `environment`. Nothing is configured anywhere else."""

from django.utils.functional import lazy

from goodwill.config.environment import environment
from goodwill.kernel.firm_secret import firm_secret

GOODWILL_HOME = environment.home
GOODWILL_DATABASE_URL = environment.database_url
GOODWILL_KEY = environment.key
GOODWILL_ORIGIN = environment.origin
GOODWILL_BACKUPS = environment.backups
GOODWILL_PRIVATE_TARGETS = environment.private_targets
GOODWILL_SMTP_URL = environment.smtp_url
GOODWILL_UPLOAD_LIMIT = environment.upload_limit * 1024 * 1024
GOODWILL_FILE_QUOTA = environment.file_quota * 1024**3
GOODWILL_COUNTRY = environment.country

DEBUG = False
SECRET_KEY = lazy(firm_secret, str)()
ALLOWED_HOSTS = ["*"]  # the host is checked against the directory by the workspace middleware
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "goodwill.kernel",
    "goodwill.ui",
    "goodwill.records",
    "goodwill.office",
    "goodwill.transfer",
    "goodwill.areas.people",
    "goodwill.areas.backup",
    "goodwill.desk",
]
MIDDLEWARE = [
    "goodwill.config.middleware.headers.HeadersMiddleware",
    "goodwill.config.middleware.workspace.WorkspaceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goodwill.config.middleware.actor.ActorMiddleware",
    "goodwill.config.middleware.access.AccessMiddleware",
    "goodwill.config.middleware.told.ToldMiddleware",
]
ROOT_URLCONF = "goodwill.config.urls"
WSGI_APPLICATION = None
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "goodwill.ui.jinja.environment",
            "compiled_in": environment.home / "templates",
            "context_processors": ["goodwill.ui.frame.in_every_page"],
        },
    },
]
DATABASES = {"default": {"ENGINE": "goodwill.kernel.databases.nowhere"}}
CACHES = {"default": {"BACKEND": "goodwill.kernel.firm_cache.FirmCache"}}
EMAIL_BACKEND = "goodwill.kernel.mail_backend.FirmBackend"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = ["goodwill.office.signing_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "goodwill.office.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "reset_password": "goodwill.office.forgotten.ForgottenForm",
    "reset_password_from_key": "goodwill.office.forms.passwords.ForgottenPassword",
    "user_token": "goodwill.office.forgotten.LinkForm",
    "reauthenticate": "goodwill.office.forms.codes.PasswordAgain",
    "change_password": "goodwill.office.forms.passwords.ChangedPassword",
    "set_password": "goodwill.office.forms.passwords.FirstPassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
MFA_ADAPTER = "goodwill.office.accounts.MFAAdapter"
MFA_FORMS = {
    "authenticate": "goodwill.office.forms.codes.Code",
    "reauthenticate": "goodwill.office.forms.codes.CodeAgain",
    "activate_totp": "goodwill.office.forms.codes.NewApp",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = environment.local

# A form that was refused, or a page that is not there, warns nobody.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.request": {"level": "ERROR" if environment.log_level == "warning" else "NOTSET"}},
}

LANGUAGE_CODE = environment.language
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = environment.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "goodwill.config.static_files.StaticFiles"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

SECURE_COOKIES = environment.secure
SESSION_ENGINE = "goodwill.kernel.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "goodwill.ui.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [environment.origin]
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
