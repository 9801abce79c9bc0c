"""Print a link with which somebody sets a new password, where no mail can bring one.

Whoever may run this may read the data anyway. With --without-device the authenticator app, the passkeys and the
recovery codes of that person are forgotten, too: for a phone that is lost.
"""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mail", help="the mail address with which they sign in")
    parser.add_argument("--without-device", action="store_true", help="forget authenticator app, passkeys and codes")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from goodwill.config.own_firm import in_own_firm

    return in_own_firm(lambda firm: _let_in(firm.name, args))


def _let_in(firm: str, args: argparse.Namespace) -> int:
    from goodwill.office import forgotten

    user = forgotten.who_has(args.mail)
    if user is None:
        print(f"Nobody who may sign in to {firm} has the mail address {args.mail}.", file=sys.stderr)
        return 1
    if args.without_device:
        forgotten.forget_devices(user)
    print(f"{user} sets a new password here, within three days:\n\n    {forgotten.link_for(user)}\n")
    return 0
