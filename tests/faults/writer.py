"""Writes to a firm until it is killed, and says each write once it is committed.

Each line on standard input begins another writer, forked before any database was opened; `ended` follows its last word.
"""

import os
import sys


def main(firm_id):
    import django

    django.setup()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            write(firm_id, int(line))
        say(f"pid {pid}")
        os.waitpid(pid, 0)
        say("ended")


def say(words):
    os.write(1, f"{words}\n".encode())


def write(firm_id, seed):
    from goodwill.areas.people.verbs import notes, parties
    from goodwill.kernel import workspace as workspaces
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import User

    with workspaces.entered(workspaces.get(firm_id)):
        owner = Actor.of(User.objects.get(role__builtin="owner"), through="import")
        for number in range(10_000):
            name = f"Writer {seed} {number}"
            person = parties.create_person(
                by=owner, name=name, company=f"Firm {seed} {number // 4}", mail=f"w{seed}n{number}@wharf.example"
            )
            said(person)
            said(notes.write_note(person, by=owner, html=f"<p>Met {name}</p>"))
            said(parties.edit(person, by=owner, phase="lead", description=name))


def said(record):
    say(f"{record.ref_name()} {record.pk} {record.version}")


if __name__ == "__main__":
    main(sys.argv[1])
