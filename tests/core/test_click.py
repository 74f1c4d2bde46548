"""What a button's value says, as it travels through Slack, and what of it is believed."""

from dataclasses import replace

import pytest

from bot.core.button import Button, in_language
from bot.core.click import OPTION_MAX, Click, Verb
from bot.core.phrase import say
from bot.core.reference import Kind, Reference

CLICK = Click(Verb.HISTORY, Reference(Kind.ORDER_NUMBER, "PK1004"))


def test_a_language_comes_back_as_it_went() -> None:
    german = replace(CLICK, lang="de")
    assert german.encoded() == CLICK.encoded() + "&l=de"
    assert Click.decoded("history", german.encoded()) == german


@pytest.mark.parametrize(
    "lang", ["xx", "DE", "de-AT", "../../de", "de%00", "%F0%9F%87%A9", "a" * 999]
)
def test_a_language_that_is_not_spoken_here_is_no_click(lang: str) -> None:
    assert Click.decoded("history", f"{CLICK.encoded()}&l={lang}") is None


def test_details_are_for_their_own_reader() -> None:
    made = [Button(say("x"), replace(CLICK, verb=verb)) for verb in (Verb.SHARE, Verb.DETAILS)]
    assert [in_language(button, "de").click.lang for button in made] == ["de", ""]


@pytest.mark.parametrize(("length", "lang"), [(40, "de"), (54, "")])
def test_a_menu_never_outgrows_slack_s_limit_for_a_language(length: int, lang: str) -> None:
    click = Click(Verb.PARCEL, Reference(Kind.ORDER_NUMBER, "1" * length))
    option = in_language(Button(say("x"), click), "de")
    assert option.click.lang == lang
    assert len(option.value) <= OPTION_MAX


def test_a_thread_comes_back_as_it_went_and_nothing_else_in_its_place() -> None:
    threaded = replace(CLICK, thread_ts="1795826294.538234")
    assert Click.decoded("history", threaded.encoded()) == threaded
    for forged in ("x", "1", "1.2.3", "1.2%00"):
        assert Click.decoded("history", f"{CLICK.encoded()}&t={forged}") is None
