"""The form in which a customer says which postal code their parcel goes to."""

from collections.abc import Sequence

from bot.core.customers.card import encoded, proof_why
from bot.core.phrase import Phrase, say
from bot.core.reference import Reference
from bot.core.value import value_object
from bot.core.words import conversation as said


@value_object
class ProofForm:
    """`value` names the orders, and is hostile when it comes back."""

    value: str
    title: Phrase
    lines: tuple[Phrase, ...]
    label: Phrase
    hint: Phrase
    submit: Phrase
    close: Phrase


def proof_form(orders: Sequence[Reference]) -> ProofForm:
    return ProofForm(
        value=encoded(orders),
        title=say(said.BUTTON_PROVE if len(orders) == 1 else said.BUTTON_PROVE_ALL),
        lines=(proof_why(orders), say(said.PROOF_PRIVATE)),
        label=say(said.PROOF_FIELD),
        hint=say(said.PROOF_HINT),
        submit=say(said.PROOF_SUBMIT),
        close=say(said.PROOF_CLOSE),
    )
