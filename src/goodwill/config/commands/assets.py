"""Bring the browser parts and static files up to date."""

import argparse

import django

from goodwill.config import assets


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> None:
    django.setup()
    made = assets.prepare()
    print("Made " + "; ".join(made) + "." if made else "All is up to date.")
