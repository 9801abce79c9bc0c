"""What a file holds, handed out so that no browser runs any of it; each time with the rights of its record."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static

from goodwill.kernel import files, thumbnails
from goodwill.kernel.errors import Missing
from goodwill.records import writing
from goodwill.records.files.records import FILE
from goodwill.records.files.sending import sent
from goodwill.records.views.typed import actor_of
from goodwill.ui.access import signed_in

PICTURE = {
    "Content-Type": "image/webp",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
    "Cache-Control": "private, no-store",
}


@signed_in
def content(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    return sent(writing.find(FILE, pk, actor_of(request)))


@signed_in
def version(request: HttpRequest, pk: int, number: int) -> StreamingHttpResponse:
    return sent(files.version(writing.find(FILE, pk, actor_of(request)), number))


@signed_in
def thumbnail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is damaged has the picture of a file that cannot be shown."""
    file = writing.find(FILE, pk, actor_of(request))
    if file.media_type not in thumbnails.DRAWN:
        raise Missing
    drawn = thumbnails.thumbnail(file.blob, file.media_type)
    return _picture(drawn) if drawn else redirect(static("goodwill/no-picture.svg"))


@signed_in
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of a PDF, or the picture itself: drawn by us, so that nothing of the file reaches the browser."""
    file = writing.find(FILE, pk, actor_of(request))
    if file.media_type not in thumbnails.DRAWN or not 1 <= number <= thumbnails.MOST_PAGES:
        raise Missing
    return _picture(thumbnails.page(file.blob, file.media_type, number))


def _picture(drawn: bytes | None) -> HttpResponse:
    if drawn is None:
        raise Missing
    return HttpResponse(drawn, headers=PICTURE)
