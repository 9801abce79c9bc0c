"""Who reads a filter, and when: what "me", "my team", "today" and "this week" mean."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone

from goodwill.kernel import workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Membership, Profile


@dataclass(frozen=True)
class Context:
    actor: Actor
    now: datetime
    zone: ZoneInfo
    week_starts: int  # 0 is Monday
    country: str
    currency: str

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """When the day begins where the reader is."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    @property
    def me(self) -> tuple[int, ...]:
        return () if self.actor.user_id is None else (self.actor.user_id,)

    @cached_property
    def teammates(self) -> tuple[int, ...]:
        """Everybody who is in one of the reader's teams, the reader included."""
        memo = workspace.memo()
        key = f"teammates of {self.actor.user_id}"
        if key not in memo:
            members = Membership.objects.filter(team__in=self.actor.team_ids).values_list("user", flat=True)
            memo[key] = tuple(sorted(set(members)))
        found: tuple[int, ...] = memo[key]
        return found


def context_of(actor: Actor, now: datetime | None = None) -> Context:
    profile = Profile.current()
    zone = (actor.user.time_zone if actor.user else "") or profile.time_zone
    return Context(actor, now or timezone.now(), ZoneInfo(zone), profile.week_starts, profile.country, profile.currency)
