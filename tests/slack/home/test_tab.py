"""Home and the windows of its settings: valid whatever stands in them, in every language."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.catalogue import LANGUAGES
from bot.core.home import form as home
from bot.core.home import listening as listening_form
from bot.core.home import rules as rule_form
from bot.core.home.form import HomeForm
from bot.core.home.listening import Choice
from bot.core.listening import LISTENING, Mode, Setting, change_of
from bot.core.looked_up import MOST, LookedUp
from bot.core.notes import listening as listening_note
from bot.core.notes import note
from bot.core.phrase import Phrase, Speech, say
from bot.core.reference import Kind, Reference
from bot.core.rule import AGENTS, NOBODY, ORDER_PATTERNS, AgentsRule, By, Change, Ruled
from bot.core.text.pattern import OrderPatterns
from bot.core.words import home as home_words
from bot.slack.blocks import Blocks
from bot.slack.mrkdwn import PlainPen, spell
from bot.slack.validate import check_home, check_modal
from bot.slack.views import Views

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
VIEWS = Views(Blocks())
HOSTILE = '<!channel> *x* `y` <@U0EVIL> & "z" \\ {0} {{ 1 }} 📦\n‮' + "w" * 300
GROUPS = AgentsRule(By.GROUPS, tuple(f"S{n:09}" for n in range(40)))
PATTERNS = [rf"P{chr(65 + n % 26)}\d{{4,{n + 5}}}" for n in range(rule_form.MOST_PATTERNS)]
RULED = Ruled(PATTERNS, 7, "U0LEAD", NOON)
LISTENED = {
    f"C{n:010}": Setting(Mode.ASK, "U0123456789", NOON - timedelta(days=n)) for n in range(30)
}
NEWEST = "C0000000000"
CHANGES = [
    change_of(NEWEST, None, LISTENED[NEWEST], by="U0LEAD", at=NOON),
    Change(NOON, "U0LEAD", LISTENING, {"channel": HOSTILE, "mode": HOSTILE}, [HOSTILE]),
    Change(NOON, "U0LEAD", AGENTS, None, GROUPS.stored()),
    Change(NOON, "U0LEAD", ORDER_PATTERNS, ["PK"], PATTERNS),
    Change(NOON, HOSTILE, HOSTILE, {"a": HOSTILE}, None),
    Change(NOON, "U0LEAD", AGENTS, {"by": "birth"}, 7),
    Change(NOON, "U0LEAD", ORDER_PATTERNS, None, [HOSTILE]),
]


def plain(told: Phrase, lang: str) -> str:
    return spell(told, Speech.of(lang), PlainPen, limit=300)


def crowded() -> HomeForm:
    recent = [
        LookedUp(Reference(Kind.ORDER_NUMBER, f"{n}{HOSTILE}"), HOSTILE[:80], NOON)
        for n in range(MOST)
    ]
    own = home.for_agent(
        recent=recent,
        sections=[home.how_to_ask((HOSTILE,))],
        menu=home.language_menu("pl", "de"),
    )
    faults = [
        home.unsaid(home.names_of(GROUPS.ids), reason=HOSTILE, scope=""),
        home.unsaid(home.names_of(("S1",)), reason="", scope="usergroups:read"),
        home.waiting(7, NOON - timedelta(hours=1)),
    ]
    sections = [
        home.agents_section(GROUPS, RULED),
        home.patterns_section(PATTERNS, OrderPatterns.of(PATTERNS).examples, RULED),
        listening_form.listening_section(LISTENED),
        home.state_section(faults),
    ]
    return home.with_settings(own, settings=sections, changes=home.audit_lines(CHANGES))


def drawn(form: HomeForm, lang: str) -> dict[str, Any]:
    return VIEWS.home(form, lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_crowded_home_is_valid_and_what_is_foreign_is_disarmed(lang: str) -> None:
    view = drawn(crowded(), lang)
    assert check_home(view, allow_mentions=True) == []
    told = json.dumps(view, ensure_ascii=False)
    for hostile in ("<!channel>", "<@U0EVIL>"):
        assert hostile not in told
    assert "<!subteam^S000000000>" in told
    assert "<@U0LEAD>" in told
    assert told.count("<@U0123456789>") == 20, "none of them is cut"
    assert f"{len(LISTENED) - 20}" in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("recent", [None, ()])
def test_an_almost_empty_home_is_valid(lang: str, recent: tuple[()] | None) -> None:
    menu = home.language_menu("", lang)
    form = home.for_agent(recent=recent, sections=[home.how_to_ask(())], menu=menu)
    told = json.dumps(drawn(form, lang))
    assert ("recent_title" in told) is (recent is not None)
    assert "home:forget" not in told
    assert drawn(home.visitor(note.outsider().lines), lang)["blocks"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "rule", [AgentsRule(), NOBODY, GROUPS, AgentsRule(By.CHANNELS, ("C1", "C2"))]
)
def test_the_agents_window_is_valid_in_every_language(lang: str, rule: AgentsRule) -> None:
    names = dict.fromkeys(rule.ids[1:], HOSTILE)
    notice = rule_form.outdated(RULED)
    form = rule_form.agents_form(rule, names, version=3, notice=notice)
    view = VIEWS.modal("agents.view.json.j2", form, lang=lang)
    assert check_modal(view, allow_mentions=True) == []
    assert view["private_metadata"] == "3"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_patterns_window_is_valid_in_every_language(lang: str) -> None:
    values = {"try": {"home:try_text": {"value": f"PA1234 {HOSTILE} 1Z999AA10123456784"}}}
    tried = rule_form.tried(values, PATTERNS)
    form = rule_form.patterns_form(
        PATTERNS, PATTERNS, version=3, tried=tried, notice=rule_form.outdated(RULED)
    )
    view = VIEWS.modal("patterns.view.json.j2", form, lang=lang)
    assert check_modal(view, allow_mentions=True) == []
    assert "PA1234" in json.dumps(view)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("settings", [{}, LISTENED], ids=["none", "many"])
def test_the_listening_window_is_valid_in_every_language(
    lang: str, settings: dict[str, Setting]
) -> None:
    form = listening_form.listening_form(
        settings,
        turn="17.4",
        choice=Choice("C0OTHER", "ask"),
        card=listening_note.no_scope(["channels:history", HOSTILE]),
    )
    view = VIEWS.modal("listening.view.json.j2", form, lang=lang)
    assert check_modal(view, allow_mentions=True) == []
    assert not view["title"]["text"].endswith("…")
    first, below = view["blocks"][:2]
    assert first["text"]["text"] == "<#C0OTHER>"
    assert first["accessory"]["initial_option"]["value"] == "off"
    assert "channels:history" in json.dumps(below)


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"block_id": "C0SUPPORT:1", "selected_option": {"value": "always"}},
        {"block_id": "C0SUPPORT:1", "selected_option": None},
        {"block_id": "D0BOT:1", "selected_option": {"value": "on"}},
        {"block_id": f"{HOSTILE}:1", "selected_option": {"value": "on"}},
        {"block_id": "another:1", "selected_conversation": "D0BOT"},
        {"block_id": "another:1", "selected_option": {"value": "on"}},
    ],
)
def test_what_the_listening_window_does_not_offer_is_no_choice(action: dict[str, Any]) -> None:
    assert listening_form.sent_choice(action) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_window_for_administrators_alone_says_so_in_every_language(lang: str) -> None:
    title = VIEWS.note(note.for_admins(), lang=lang)["title"]["text"]
    assert not title.endswith("…")


@pytest.mark.parametrize("message", [home_words.AGENTS, home_words.PATTERNS, home_words.SAVE])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_stands_in_little_room_is_never_cut(lang: str, message: str) -> None:
    assert len(plain(say(message), lang)) <= 24


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"by": {}},
        {"by": {"home:by": {"selected_option": None}}},
        {"by": {"home:by": {"selected_option": {"value": "birth"}}}},
        {"by": {"home:by": {"selected_option": {"value": "groups"}}}},
        {
            "by": {"home:by": {"selected_option": {"value": "groups"}}},
            "groups": {"home:groups": {"selected_options": [{"value": "U0EVIL"}]}},
        },
        {
            "by": {"home:by": {"selected_option": {"value": "channels"}}},
            "channels": {"home:channels": {"selected_conversations": ["D1", "C1"]}},
        },
    ],
)
def test_a_rule_that_nobody_could_choose_is_not_taken(values: rule_form.Values) -> None:
    sent = rule_form.sent_rule(values)
    assert not isinstance(sent, AgentsRule)
    assert set(sent) <= {"by", "groups", "channels"}


@pytest.mark.parametrize("metadata", ["", "-1", "x", "1.5", "9" * 30, "١"])
def test_a_version_that_we_did_not_write_is_outdated(metadata: str) -> None:
    assert rule_form.version_of(metadata) == -1


def test_the_fault_of_a_pattern_is_said_in_the_readers_language() -> None:
    wrong = rule_form.wrong_patterns([r"(?:\d+)+X"])
    assert wrong
    assert "anhalten" in plain(wrong, "de")
    many = rule_form.wrong_patterns(PATTERNS * 2)
    assert many
    assert str(rule_form.MOST_PATTERNS) in plain(many, "en")
