"""The bare reference: a Django view that reads rows with `values()` from plain SQLite and draws a plain table."""

import os

from django.conf import settings

settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="benchmarks.bare",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BARE_DATABASE"]}},
    USE_TZ=True,
)

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from jinja2 import Environment  # noqa: E402

COLUMNS = ("id", "name", "role", "company", "phone", "mail", "phase", "city", "owner")
TABLE = Environment(autoescape=True).from_string(
    "<table>{% for row in rows %}<tr>{% for name in columns %}<td>{{ row[name] }}</td>{% endfor %}</tr>{% endfor %}"
    "</table>"
)


class Row(models.Model):
    name = models.TextField()
    role = models.TextField()
    company = models.TextField()
    phone = models.TextField()
    mail = models.TextField()
    phase = models.TextField()
    city = models.TextField()
    owner = models.TextField()

    class Meta:
        app_label = "bare"
        db_table = "row"


def rows(request: HttpRequest) -> HttpResponse:
    found = list(Row.objects.order_by("name", "id").values(*COLUMNS)[:50])
    return HttpResponse(TABLE.render(rows=found, columns=COLUMNS))


urlpatterns = [path("rows", rows)]
application = get_wsgi_application()
