"""The way in with the code that the terminal prints: to the first run, or into the example firm."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.desk.forms import FoundingForm
from goodwill.desk.founding import found
from goodwill.kernel import throttle, workspace as workspaces
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import User
from goodwill.kernel.workspace import Workspace
from goodwill.office.accounts import sign_in
from goodwill.ui import render
from goodwill.ui.access import public

TRIES, PER = 30, 600.0


@public("nobody can have signed in before there is a firm; the code from the terminal is asked for")
def enter(request: HttpRequest) -> HttpResponse:
    throttle.hit("enter", request.META.get("REMOTE_ADDR", ""), limit=TRIES, per=PER)
    firm = workspaces.current()
    code = (request.POST if request.method == "POST" else request.GET).get("code", "")
    if firm.state not in ("new", "example"):
        raise Missing
    if not workspaces.directory().knows_entry_code(code, firm.id):
        return render.page(request, "desk/no_code.html", {"begun": not code}, status=403)
    if firm.state == "example":
        return _into_example(request, firm, code)
    return _first_run(request, firm, code)


def _first_run(request: HttpRequest, firm: Workspace, code: str) -> HttpResponse:
    form = FoundingForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render.page(request, "desk/first_run.html", {"form": form, "code": code}, status=status)
    directory = workspaces.directory()
    if not directory.take_entry_code(code, firm.id):
        raise Missing
    owner = found(form.founding())
    directory.set_state(firm.id, "live")
    sign_in(request, owner)
    return render.redirect(request, "recovery_sheet")


def _into_example(request: HttpRequest, firm: Workspace, code: str) -> HttpResponse:
    if request.method != "POST":
        return render.page(request, "desk/enter_example.html", {"code": code})
    if not workspaces.directory().take_entry_code(code, firm.id):
        raise Missing
    sign_in(request, User.objects.filter(role__builtin="owner").order_by("pk")[0])
    return render.redirect(request, "home", toast_text=_("Welcome. Everything here is made up: change what you like."))
