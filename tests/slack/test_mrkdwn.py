"""Foreign text on its way into Slack."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.phrase import Coded, Phrase, Speech, listed, say
from bot.slack.mrkdwn import MrkdwnPen, PlainPen, TextPen, clean, escape, spell
from tests.core.sample import NOW

ENGLISH = Speech.of("en")
TOKEN = "<!date^1794825000^{date_short_pretty} {time}|Mon 16 Nov 10:30 UTC>"
PENS = (MrkdwnPen, TextPen, PlainPen)


def mrkdwn(phrase: Phrase, limit: int = 3000) -> str:
    return spell(phrase, ENGLISH, MrkdwnPen, limit=limit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two\nlines\r\nand\ttab", "two lines and tab"),
        ("\x00bell\x07 \x1b[31mred", "bell [31mred"),
        ("nel\x85line\u2028para\u2029end", "nel line para end"),
        ("pay\u200bload\ufeff \u2066in\u2069 soft\u00adhyphen", "payload in softhyphen"),
        ("refund \u202egnp.exe\u202c", "refund gnp.exe"),
        ("\u061cmark", "mark"),
        ("half \ud83d a face", "half a face"),
        ("👩\u200d💻 family", "👩\u200d💻 family"),
        ("   ", ""),
        ("مرحبا 1", "\u2068مرحبا 1\u2069"),
        ("שלום", "\u2068שלום\u2069"),
        ("你好", "你好"),
    ],
)
def test_a_text_becomes_one_line_of_what_can_be_seen(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!channel> <@U1> & co", "&lt;!channel&gt; &lt;@U1&gt; &amp; co"),
        ("Tom &amp; Co", "Tom &amp;amp; Co"),
        ("\"quotes\" 'stay'", "\"quotes\" 'stay'"),
        ("```code``` `tick`", "'''code''' 'tick'"),
        ("{{ 7*7 }} {braces} %s", "{{ 7*7 }} {braces} %s"),
    ],
)
def test_foreign_text_is_escaped_for_mrkdwn(text: str, expected: str) -> None:
    assert mrkdwn(say("{text}", text=text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1Z9", "`1Z9`"), ("a`b", "`a'b`"), ("<!here>", "`&lt;!here&gt;`"), ("", ""), ("\n", "")],
)
def test_code_stays_inside_its_ticks(text: str, expected: str) -> None:
    assert mrkdwn(say("{code}", code=Coded(text))) == expected


def test_a_moment_is_a_token_that_each_reader_sees_in_their_own_zone() -> None:
    moment = say("{at}", at=NOW)
    assert mrkdwn(moment) == TOKEN
    assert spell(moment, ENGLISH, TextPen, limit=100) == "Mon 16 Nov 10:30 UTC"
    assert spell(moment, ENGLISH, PlainPen, limit=100) == "Mon 16 Nov 10:30 UTC"


@pytest.mark.parametrize(
    ("message", "begins"),
    [
        ("{at}", "{"),
        ("As of {at}", "\u200b{"),
        ("Stand: {at}", "\u200b{"),
        ("DHL · {at}", "{"),
        ("History\n{at}", "{"),
    ],
)
def test_a_day_within_a_sentence_begins_small(message: str, begins: str) -> None:
    assert f"^{begins}date_short_pretty" in mrkdwn(say(message, at=NOW))


def test_in_plain_text_nothing_is_escaped_and_no_mention_is_left() -> None:
    said = say("{text}", text="<!channel> <@U1> <#C1> a < b & c")
    assert spell(said, ENGLISH, PlainPen, limit=100) == "‹!channel> ‹@U1> ‹#C1> a < b & c"


@pytest.mark.parametrize("pen", PENS)
def test_a_text_that_is_too_long_is_cut_before_it_is_escaped(
    pen: type[MrkdwnPen | TextPen | PlainPen],
) -> None:
    said = say("own {text} own", text="<&>" * 2000)
    spelt = spell(said, ENGLISH, pen, limit=300)
    assert len(spelt) <= 300
    assert spelt.startswith("own ")
    assert spelt.endswith("… own")
    if pen is not PlainPen:
        assert not re.sub("&(?:amp|lt|gt);", "", spelt).strip("own… ")


def test_of_several_texts_none_is_lost_to_a_long_one() -> None:
    said = say("{texts}", texts=listed(["x" * 5000, Coded("PK1004"), NOW], " · "))
    assert mrkdwn(said, 200).endswith(f"… · `PK1004` · {TOKEN}")


def test_a_cut_right_to_left_text_is_closed_again() -> None:
    spelt = mrkdwn(say("{text} own", text="مرحبا " * 500), 100)
    assert spelt.count("\u2068") == spelt.count("\u2069") == 1


def test_what_cannot_be_shortened_enough_is_told_plainly() -> None:
    many = say("{texts}", texts=listed([NOW] * 50, " · "))
    spelt = mrkdwn(many, 300)
    assert len(spelt) <= 300
    assert "<" not in spelt


@settings(max_examples=100)
@given(
    st.lists(st.text(max_size=400), max_size=4),
    st.sampled_from(PENS),
    st.integers(40, 500),
)
def test_no_text_opens_a_mention_or_breaks_a_limit(
    texts: list[str], pen: type[MrkdwnPen | TextPen | PlainPen], limit: int
) -> None:
    said = say("{texts} {code}", texts=listed(texts), code=Coded("".join(texts)))
    spelt = spell(said, ENGLISH, pen, limit=limit)
    assert len(spelt) <= limit
    assert not re.search("<[!@#]", spelt)
    if pen is not PlainPen:
        assert "<" not in spelt
        assert ">" not in spelt
        assert "&" not in re.sub("&(?:amp|lt|gt);", "", spelt)


def test_only_three_characters_are_escaped() -> None:
    assert escape("<>&\"'") == "&lt;&gt;&amp;\"'"
