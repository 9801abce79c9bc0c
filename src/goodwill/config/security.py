"""The security headers of every answer: what a browser may do with our pages is decided here and nowhere else."""

from functools import cache

from goodwill.config.environment import current

REPORTS = "/csp-report"

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self' blob:",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "default",
    "report-uri": REPORTS,
    "report-to": "csp",
}
_NEVER_NEEDED = """
accelerometer autoplay browsing-topics camera display-capture encrypted-media geolocation gyroscope magnetometer
microphone midi payment picture-in-picture screen-wake-lock serial usb xr-spatial-tracking
"""

Header = tuple[str, str]


def policy(**changes: str) -> str:
    """The Content-Security-Policy of our pages. `policy(frame_ancestors="https://firm.example")` loosens one rule."""
    rules = _POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    if current().secure:
        rules["upgrade-insecure-requests"] = ""
    return "; ".join(f"{name} {value}".rstrip() for name, value in rules.items())


@cache
def page_headers() -> tuple[Header, ...]:
    """For pages, except where a view set the header itself."""
    return (
        ("Content-Security-Policy", policy()),
        ("Reporting-Endpoints", f'csp="{REPORTS}"'),
        ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in _NEVER_NEEDED.split())),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("Cache-Control", "no-store"),
        *bare_headers(),
    )


@cache
def bare_headers() -> tuple[Header, ...]:
    """For everything that is served, also files, streams and plain sentences."""
    headers: tuple[Header, ...] = (
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    )
    if current().secure:
        headers = (*headers, ("Strict-Transport-Security", "max-age=63072000; includeSubDomains"))
    return headers
