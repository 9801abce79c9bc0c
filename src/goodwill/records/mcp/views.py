"""The address that assistants speak to."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from goodwill.kernel.errors import Told
from goodwill.records.api.answers import Problem, answer, broken, refused
from goodwill.records.api.dispatch import speaking_to
from goodwill.records.api.reading import json_of
from goodwill.records.api.sign_in import by_key
from goodwill.records.mcp import protocol
from goodwill.records.mcp.calling import call
from goodwill.records.mcp.tools import tools_for
from goodwill.ui.access import public


@public("assistants come with a key, which is checked here; a session of the browser is not enough")
@csrf_exempt
def speak(request: HttpRequest) -> HttpResponse:
    try:
        if request.method != "POST":
            sentence = _("Assistants speak to this address by POST. Nothing was changed.")
            raise Problem(405, sentence, {"Allow": "POST"})
        without = _("An assistant needs a key: Authorization: Bearer gw_... Nothing was changed.")
        actor = by_key(request, without).actor
        with speaking_to(actor):
            said = protocol.respond(json_of(request), actor.through_("mcp"), tools_for(actor), call)
    except Told as error:
        return refused(error)
    except Exception as error:  # noqa: BLE001 - whatever it was, a program gets an answer that it can read
        return broken(request, error)
    return HttpResponse(status=202) if said is None else answer(json.loads(json.dumps(said, default=str)))
