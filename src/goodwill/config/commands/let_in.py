"""Print a link with which somebody sets a new password, where no mail can bring one.

Whoever may run this may read the data anyway. With --without-device the authenticator app, the passkeys and the
recovery codes of that person are forgotten, too: for a phone that is lost.
"""

import argparse
import sys
from urllib.parse import urlsplit

from goodwill.config.environment import current
from goodwill.config.server.lock import address_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mail", help="the mail address with which they sign in")
    parser.add_argument("--without-device", action="store_true", help="forget authenticator app, passkeys and codes")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from goodwill.config.own_firm import in_own_firm

    return in_own_firm(lambda firm: let_in_to(firm.name, args))


def let_in_to(firm: str, args: argparse.Namespace) -> int:
    from goodwill.office import forgotten

    user = forgotten.who_has(args.mail)
    if user is None:
        print(f"Nobody who may sign in to {firm} has the mail address {args.mail}.", file=sys.stderr)
        return 1
    if args.without_device:
        forgotten.forget_devices(user)
    print(f"{user} sets a new password here, within three days:\n\n    {_where_served(forgotten.link_for(user))}\n")
    return 0


def _where_served(link: str) -> str:
    """With the port and scheme with which Goodwill runs, which may have been said to `serve` alone."""
    environment = current()
    served, parts = urlsplit(address_of(environment.home / "serve.lock")), urlsplit(link)
    if environment.public_url or not served.port:
        return link
    host = parts.netloc.removesuffix(f":{parts.port}")
    return parts._replace(scheme=served.scheme, netloc=f"{host}:{served.port}").geturl()
