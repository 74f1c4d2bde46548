"""The form in which a customer says which postal code their parcel goes to."""

from bot.core import customer_card_words as said
from bot.core.customer_card import encoded
from bot.core.phrase import Coded, Phrase, say
from bot.core.reference import Reference
from bot.core.value import value_object


@value_object
class ProofForm:
    """`value` names the order, and is hostile when it comes back."""

    value: str
    title: Phrase
    lines: tuple[Phrase, ...]
    label: Phrase
    hint: Phrase
    submit: Phrase
    close: Phrase


def proof_form(reference: Reference) -> ProofForm:
    return ProofForm(
        value=encoded(reference),
        title=say(said.PROOF_TITLE),
        lines=(
            say(said.PROOF_WHY, number=Coded(reference.value)),
            say(said.PROOF_PRIVATE),
        ),
        label=say(said.PROOF_FIELD),
        hint=say(said.PROOF_HINT),
        submit=say(said.PROOF_SUBMIT),
        close=say(said.PROOF_CLOSE),
    )
