"""What the bot says in its Home, and of the rules that administrators set there."""

from typing import Final

from bot.core.phrase import N_

NO_AGENT: Final = N_("Orders are for the support team here, and you are not in it.")
NO_AGENT_NEXT: Final = N_(
    "Ask a colleague of the support team. If you belong to it, ask an administrator of this Slack "
    "to add you."
)
