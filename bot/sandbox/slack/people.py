"""Who is in the sandbox's Slack: ids, people and the group of agents."""

from __future__ import annotations

from dataclasses import dataclass

TEAM = "T0SANDBOX"
PARTNER_TEAM = "T0PARTNER"
APP = "A0WHEREBOT"
BOT = "B0WHEREBOT"
BOT_USER = "U0WHEREBOT"
SLACKBOT = "USLACKBOT"
AGENT_ONE, AGENT_TWO, LEAD = "U0AGENTONE", "U0AGENTTWO", "U0TEAMLEAD"
GUEST, PARTNER = "U0GUESTONE", "U0PARTNER1"
SUPPORT_TEAM = "S0SUPPORT"
TEAM_NAMES = {TEAM: "Sandbox", PARTNER_TEAM: "Partner Shop"}


@dataclass(frozen=True)
class Person:
    """Somebody who can read and type; `tz` is an IANA name, `locale` as Slack writes it."""

    id: str
    name: str
    real_name: str
    title: str = ""
    locale: str = "en-GB"
    tz: str = "Europe/Berlin"
    team_id: str = TEAM
    is_admin: bool = False
    is_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False

    @property
    def email(self) -> str:
        """An address under a domain that can never exist."""
        return f"{self.name}@{self.team_id.lower()}.example"

    @property
    def team_name(self) -> str:
        """The name of this person's company."""
        return TEAM_NAMES.get(self.team_id, self.team_id)


@dataclass(frozen=True)
class Group:
    """A user group: `@handle` speaks to all its members."""

    id: str
    handle: str
    members: frozenset[str]


def everybody() -> tuple[Person, ...]:
    """All people of the sandbox, the bot last."""
    agent, partner = "Support agent", "Customer, Partner Shop"
    return (
        Person(AGENT_ONE, "agent.one", "Agent One", agent, "en-GB", "Europe/London"),
        Person(AGENT_TWO, "agent.two", "Agent Two", agent, "de-DE"),
        Person(
            LEAD,
            "team.lead",
            "Team Lead",
            "Support lead, administrator",
            "en-US",
            "America/New_York",
            is_admin=True,
        ),
        Person(GUEST, "guest.one", "Guest One", "Guest", "fr-FR", is_restricted=True),
        Person(
            PARTNER, "partner.one", "Partner One", partner, team_id=PARTNER_TEAM, is_stranger=True
        ),
        Person(BOT_USER, "wherebot", "Wherebot", "App", is_bot=True),
    )


def slackbot() -> Person:
    """Slack itself, where it answers somebody; nobody of the workspace."""
    return Person(SLACKBOT, "slackbot", "Slackbot", is_bot=True)


def every_group() -> tuple[Group, ...]:
    """All user groups of the sandbox."""
    return (Group(SUPPORT_TEAM, "support-team", frozenset({AGENT_ONE, AGENT_TWO, LEAD})),)
