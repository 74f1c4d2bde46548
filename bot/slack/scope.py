"""The scopes that each app asks for, each with what for, and what goes without the optional ones.

docs.slack.dev/reference/scopes
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# The manifests ask for the same; a test compares them.
SCOPES: Final = {
    "commands": "the slash command and the shortcuts",
    "chat:write": "answers to direct messages and mentions",
    "app_mentions:read": "answering where the bot is mentioned",
    "im:history": "reading direct messages to the bot",
    "im:write": "direct messages to customers, to whoever helps them, and of alerts",
    "users:read": "telling full members from guests and outsiders",
    "files:write": "the status picture, and the answers to a list as a file",
    "files:read": "the status picture, and lists that people send as a file",
    "channels:read": "nothing is posted where another organisation reads along",
    "groups:read": "the same for private channels",
}
_LOOKING: Final = "looking whether an answer that broke off stands there"
OPTIONAL: Final = {
    "channels:history": f"{_LOOKING}, and channel listening, in public channels",
    "groups:history": f"{_LOOKING}, and channel listening, in private channels",
    "mpim:history": f"{_LOOKING}, in group messages",
    "reactions:read": "channel listening: hearing who clicks 📦",
    "reactions:write": "channel listening: putting 📦 on a message",
    "links:read": "hearing of links to orders",
    "links:write": "showing the order below a link",
    "users:read.email": "showing people of this workspace the orders of their own address",
    "usergroups:read": "user groups as the rule that says who is an agent",
}
WITHOUT: Final = {
    "channels:read": "without it nothing is posted in public channels; who asks sees it alone",
    "groups:read": "without it nothing is posted in private channels; who asks sees it alone",
}
_WITHOUT_GROUPS: Final = "no user group can say who is an agent"
_WITHOUT_EMAIL: Final = "every customer is asked for the postal code"
_WITHOUT_LOOKING: Final = "there, an answer that Slack may have lost is not posted again"
_WITHOUT_LISTENING: Final = f"{_WITHOUT_LOOKING}, and `/where listen` does not work"
_WITHOUT_PACKAGE: Final = "`/where listen ask` does not work, and guests' messages get no 📦"
_WITHOUT_LINKS: Final = "nothing is shown below links to orders"
WITHOUT_OPTIONAL: Final = {
    "channels:history": _WITHOUT_LISTENING,
    "groups:history": _WITHOUT_LISTENING,
    "mpim:history": _WITHOUT_LOOKING,
    "reactions:read": _WITHOUT_PACKAGE,
    "reactions:write": _WITHOUT_PACKAGE,
    "links:read": _WITHOUT_LINKS,
    "links:write": _WITHOUT_LINKS,
    "users:read.email": _WITHOUT_EMAIL,
    "usergroups:read": _WITHOUT_GROUPS,
}


@dataclass(frozen=True, slots=True)
class Scopes:
    """What an app needs and what it can do without, each with what for.

    `without` says of each optional one what goes without it.
    """

    needed: Mapping[str, str]
    optional: Mapping[str, str]
    without: Mapping[str, str]

    @property
    def all(self) -> Mapping[str, str]:
        return {**self.needed, **self.optional}


# What a customer sees has no picture and no file, and nobody types a command to their app.
_NOT_OF_CUSTOMERS: Final = {
    "commands",
    "files:write",
    "files:read",
    "mpim:history",
    "reactions:read",
    "reactions:write",
    "links:read",
    "links:write",
}
_FOR_CUSTOMERS: Final = {
    name: why for name, why in OPTIONAL.items() if name not in _NOT_OF_CUSTOMERS
}
OF_APP: Final[Mapping[str, Scopes]] = {
    "agents": Scopes(SCOPES, OPTIONAL, WITHOUT_OPTIONAL),
    "customers": Scopes(
        {name: why for name, why in SCOPES.items() if name not in _NOT_OF_CUSTOMERS},
        _FOR_CUSTOMERS,
        {  # no command, so no listening either
            **{name: WITHOUT_OPTIONAL[name] for name in _FOR_CUSTOMERS},
            "channels:history": _WITHOUT_LOOKING,
            "groups:history": _WITHOUT_LOOKING,
        },
    ),
}
