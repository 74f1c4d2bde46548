"""Text as Slack shows it: entities, signs, chips, dates and emoji, in a real browser."""

from typing import Any

import pytest

from tests.playground.harness import NOW, Stage, mrkdwn, plain, section

UNTOUCHED = ["10:00-12:00", "08:00–18:00", "12:30:45", "a:bc:d", ":no_such_emoji:", "in 3:30 h"]


@pytest.mark.parametrize("text", UNTOUCHED)
async def test_times_and_unknown_names_stay(stage: Stage, text: str) -> None:
    box = await stage.blocks(
        {"type": "header", "text": plain(text)},
        section(text, fields=[plain(text), mrkdwn(text)]),
        {"type": "context", "elements": [plain(text, emoji=True)]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": text}]]},
        {"type": "markdown", "text": text},
    )
    places = box.locator("h3, .bk-section-body > .bk-text, .bk-field-text, .bk-context > *, th, p")
    assert await places.all_text_contents() == [text] * 7


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (":truck: on its way", "🚚 on its way"),
        ("x:+1::skin-tone-3:y", "x👍🏼y"),
        (":flag-de::package:", "🇩🇪📦"),
        ("10:package:00", "10📦00"),
    ],
)
async def test_known_emoji_convert(stage: Stage, text: str, shown: str) -> None:
    box = await stage.blocks(
        {"type": "header", "text": plain(text)},
        section(text, fields=[plain(text, emoji=False)]),
    )
    texts = box.locator("h3, .bk-section-body > .bk-text, .bk-field-text")
    assert await texts.all_text_contents() == [shown, shown, text]


async def test_only_three_entities_are_decoded(stage: Stage) -> None:
    box = await stage.mrkdwn("&amp;&lt;&gt; &quot;&#39;&nbsp; &amp;lt; `&amp;&quot;`")
    assert await box.text_content() == "&<> &quot;&#39;&nbsp; &lt; &&quot;"


async def test_plain_text_has_no_signs(stage: Stage) -> None:
    await stage.call("showPlain", "*a* <@U0ANNA> &amp; `c`\nline", {})
    assert await stage.box.inner_text() == "*a* <@U0ANNA> &amp; `c`\nline"


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("*bold* _italic_ ~strike~ `code`", ["strong bold", "em italic", "s strike", "code code"]),
        ("snake_case_name 2*3*4 a~b~c", []),
        ("* not * _ not _ **", []),
        ("*bold _both_*, (*x*): _a_b_", ["strong bold both", "em both", "strong x", "em a_b"]),
        ("*two\nlines*", []),
        ("*<https://a.test|link>* `*raw*`", ["strong link", "code *raw*"]),
        ("ümlaut*kein*", []),
        ("*ümlaut*ä *ja*!", ["strong ümlaut*ä *ja"]),
        ("```*pre*\nline```", ["code *pre*\nline"]),
    ],
)
async def test_signs_open_and_close_at_words(stage: Stage, text: str, tags: list[str]) -> None:
    box = await stage.mrkdwn(text)
    found = await box.locator("strong, em, s, code").evaluate_all(
        "all => all.map(one => `${one.tagName.toLowerCase()} ${one.textContent}`)"
    )
    assert found == tags


async def test_quotes_lists_and_lines(stage: Stage) -> None:
    box = await stage.mrkdwn("before\n&gt; one\n> two\nafter\n• first\n• second\n>>> all\nthe rest")
    assert await box.locator("blockquote").all_inner_texts() == ["one\ntwo", "all\nthe rest"]
    assert await box.inner_text() == "before\none\ntwo\nafter\n• first\n• second\nall\nthe rest"


async def test_links(stage: Stage) -> None:
    box = await stage.mrkdwn(
        "<https://a.test/?x=1&amp;y=2|Label &amp; co> <https://b.test> <mailto:x@a.test|Mail> "
        "<mailto:y@a.test> <tel:0301234567|030 1234567>"
    )
    links = await box.locator("a").evaluate_all(
        "all => all.map(a => [a.getAttribute('href'), a.textContent, a.rel, a.target])"
    )
    safe = ["noopener noreferrer", "_blank"]
    assert links == [
        ["https://a.test/?x=1&y=2", "Label & co", *safe],
        ["https://b.test/", "https://b.test", *safe],
        ["mailto:x@a.test", "Mail", *safe],
        ["mailto:y@a.test", "y@a.test", *safe],
        ["tel:0301234567", "030 1234567", *safe],
    ]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "x"])
async def test_unsafe_addresses_are_no_links(stage: Stage, address: str) -> None:
    box = await stage.mrkdwn(f"<{address}|press>")
    assert await box.locator("a").count() == 0
    assert await box.text_content() == f"<{address}|press>"


async def test_bare_addresses_unless_verbatim(stage: Stage) -> None:
    text = "see https://a.test/b?c=1&amp;d=2. And #support, @here, #nowhere"
    box = await stage.mrkdwn(text)
    assert await box.locator("a").get_attribute("href") == "https://a.test/b?c=1&d=2"
    assert await box.locator(".bk-chip").all_text_contents() == ["#support", "@here"]
    shown = await box.text_content()
    box = await stage.mrkdwn(text, verbatim=True)
    assert await box.locator("a, .bk-chip").count() == 0
    assert await box.text_content() == shown


async def test_chips(stage: Stage) -> None:
    box = await stage.mrkdwn(
        "<@U0ANNA> <@U0GUEST|old> <@U0NOBODY> <#C0SUPPORT|x> <#C0UNKNOWN|named> <#C0UNKNOWN|> "
        "<!subteam^S0LEADS> <!here> <!channel|channel>"
    )
    chips = ["@anna", "@guest", "@U0NOBODY", "#support", "#named", "#private-channel", "@leads"]
    assert await box.locator(".bk-chip").all_text_contents() == [*chips, "@here", "@channel"]
    assert await box.locator(".bk-chip-me").text_content() == "@anna"


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("{date_num}", "2025-11-20"),
        ("{date}", "November 20th"),
        ("{date_short}", "Nov 20"),
        ("{date_long}", "Thursday, November 20th"),
        ("{date_long_full}", "Thursday, November 20th, 2025"),
        ("{date_pretty}", "Today"),
        ("on {date_short_pretty} at {time}", "on today at 5:30 AM"),
        ("{date_long_pretty}", "Today"),
        ("{time_secs}", "5:30:00 AM"),
        ("{ago}", "7 hours ago"),
        ("{date_slash}", "11/20/2025"),
        ("{nonsense}", "fallback"),
        ("no token", "fallback"),
    ],
)
async def test_date_tokens(stage: Stage, form: str, shown: str) -> None:
    ctx = {"viewer": {"locale": "en-US", "tz": "Europe/Berlin"}}
    text = await stage.call("dated", NOW - 7 * 3600 - 1800, form, ctx)
    assert text.replace("\u202f", " ") == shown


@pytest.mark.parametrize(
    ("days", "form", "shown"),
    [
        (1, "{date_pretty}", "Tomorrow"),
        (-1, "{date_short_pretty}", "Yesterday"),
        (2, "{date_short_pretty}", "Nov 22"),
        (400, "{date_short}", "Dec 25, 2026"),
        (400, "{date}", "December 25th, 2026"),
        (-9, "{date}", "November 11th"),
    ],
)
async def test_days_away(stage: Stage, days: int, form: str, shown: str) -> None:
    assert await stage.call("dated", NOW + days * 86400, form) == shown


@pytest.mark.parametrize(
    ("viewer", "shown"),
    [
        ({"locale": "de-DE", "tz": "Europe/Berlin"}, "Morgen 00:30"),
        ({"locale": "de-DE", "tz": "Europe/London"}, "Heute 23:30"),
        ({"locale": "fr-FR", "tz": "Asia/Tokyo"}, "Demain 08:30"),
        ({"locale": "en-US", "tz": "America/New_York"}, "Today 6:30 PM"),
        ({"locale": "xx_nonsense", "tz": "Mars/Base"}, "Today 11:30 PM"),
    ],
)
async def test_dates_in_the_viewers_zone_and_language(
    stage: Stage, viewer: dict[str, Any], shown: str
) -> None:
    at = NOW + 11 * 3600 + 1800
    box = await stage.mrkdwn(
        f"<!date^{at}^{{date_short_pretty}} {{time}}|plain>", ctx={"viewer": viewer}
    )
    assert ((await box.text_content()) or "").replace("\u202f", " ") == shown
    assert await box.locator("time").get_attribute("datetime") == "2025-11-20T23:30:00.000Z"


async def test_a_dates_link_and_fallback(stage: Stage) -> None:
    box = await stage.mrkdwn(
        f"<!date^{NOW}^{{date_num}}^https://a.test/|x> <!date^never^{{date}}|no &amp; date>"
    )
    assert await box.locator("a[href='https://a.test/'] time").text_content() == "2025-11-20"
    assert await box.text_content() == "2025-11-20 no & date"


async def test_a_notification_shows_the_text_alone(stage: Stage) -> None:
    text = "*PK1004* &amp; <https://a.test|link> :truck:\n&gt; quoted\n`c` <@U0ANNA>"
    assert await stage.call("preview", text) == "PK1004 & link 🚚 quoted c @anna"


async def test_foreign_text_keeps_its_direction(stage: Stage) -> None:
    box = await stage.blocks(
        section("שלום עולם", fields=[plain("مرحبا")]), {"type": "header", "text": plain("שלום")}
    )
    for place in (".bk-section-body > .bk-text", ".bk-field-text", "h3"):
        direction = await box.locator(place).evaluate("one => getComputedStyle(one).direction")
        assert direction == "rtl"


async def test_hostile_text_stays_text(stage: Stage) -> None:
    hostile = "<img src=x onerror=alert(1)> <script>alert(1)</script> &lt;b&gt;"
    box = await stage.blocks(section(hostile), {"type": "markdown", "text": hostile})
    assert await box.locator("img, script, b").count() == 0
    shown = "<img src=x onerror=alert(1)> <script>alert(1)</script> <b>"
    assert await box.locator(".bk-section-body .bk-text, p").all_text_contents() == [shown] * 2


async def test_three_signs_quote_to_the_end_after_a_quote(stage: Stage) -> None:
    for sign in (">", "&gt;"):
        box = await stage.mrkdwn(f"{sign} a\n{sign * 3} b\nc")
        assert await box.locator("blockquote").all_inner_texts() == ["a", "b\nc"]


SLOW = ["_*~", "*a ", "(*a", "_<a ", "`"]
FASTEST = """text => {
  let best = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const begun = performance.now();
    showMrkdwn(text, {});
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}"""


@pytest.mark.parametrize(
    "text",
    [*((one * 40_000)[:40_000] for one in SLOW), f"https://a{'.' * 40_000}a"],
    ids=[*SLOW, "address"],
)
async def test_long_text_is_drawn_at_once(stage: Stage, text: str) -> None:
    assert (
        await stage.page.evaluate(FASTEST, text) < 400
    )  # 1.6 to 7.8 s when every sign is looked for anew
