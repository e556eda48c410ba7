"""Who may hand in, and how much: asked before a byte of it is read."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from diplomacy.web.signing_in import View, asks_for

for_curators = asks_for("archive.add_delivery")
"""Lets in who may hand texts in."""
FORM_FIELDS = 1_000_000
"""Bytes that a form may have besides its files."""
DISCARDED = 4
"""How many times the bound is read away, so that a browser sees the answer rather than a broken connection."""
_CHUNK = 65_536


def with_files(view: View) -> View:
    """A view for curators that takes files; it is called as `view(request, fault)` where none were taken, to say why.

    Who asks, and how long the request says it is, are looked at before the form is parsed, which checking the token
    against forged requests would do.
    """
    protected = csrf_protect(view)

    @wraps(view)
    def bounded(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and (fault := _fault(request)):
            return view(request, fault)  # which does nothing but say so: the token was not read
        return protected(request)

    return csrf_exempt(for_curators(bounded))


def _fault(request: HttpRequest) -> str:
    length, bound = int(request.META.get("CONTENT_LENGTH") or 0), settings.DIPLOMACY_MAX_UPLOAD
    if length > bound + FORM_FIELDS:
        for _ in range(0, min(length, DISCARDED * bound), _CHUNK):
            request.read(_CHUNK)
        return (
            f"These are {length / 1e6:,.0f} MB together, more than the {bound / 1e6:,.0f} MB that can be handed in at"
            " once; hand in fewer, or have them brought in with manage.py ingest."
        )
    try:
        request.POST  # noqa: B018 (is parsed here)
    except TooManyFilesSent:
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return f"These are more than {most} files; hand in fewer at once, or pack their articles into one .jsonl."
    except (RequestDataTooBig, TooManyFieldsSent):
        return "The pasted text or the list of addresses is too long; hand it in as a file."
    except MultiPartParserError:
        return "The form came in broken; send it again."
    return ""
