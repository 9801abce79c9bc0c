"""A content handed out as an attachment, whatever it is, so that no browser runs any of it."""

from django.http import StreamingHttpResponse

from goodwill.kernel import files, filetypes
from goodwill.kernel.files import Version
from goodwill.kernel.models import File


def sent(file: File | Version) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(files.chunks(file), headers=filetypes.headers_for(files.type_of(file), file.name))
    answer["Content-Length"] = str(file.size)
    answer["Cache-Control"] = "private, no-store"
    return answer
