"""What is passed on of a raw Slack text: what people see of it, in parts that fit."""

import pytest

from bot.core.customers.case_card import relayed
from bot.core.text.passed_on import LONGEST, as_plain, paragraphs


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("hello", "hello"),
        ("  two\nlines ", "two\nlines"),
        ("a &amp; b &lt;c&gt; &amp;amp;", "a & b <c> &amp;"),
        ("<https://shop.example/a?b=1&amp;c=2>", "https://shop.example/a?b=1&c=2"),
        ("<https://shop.example|shop.example>", "https://shop.example"),
        ("<https://evil.example|bank.example>", "bank.example (https://evil.example)"),
        ("<mailto:kim@shop.example|kim@shop.example>", "kim@shop.example"),
        ("<tel:+4930123|+49 30 123>", "+49 30 123 (+4930123)"),
        ("ask <@U0AGENT1> or <@U0AGENT2|sam>", "ask @… or @…"),
        ("see <#C0SUPPORT|support> and <#C0SECRET|>", "see #support and #…"),
        ("<!here> <!subteam^S0TEAM|@team> <!subteam^S0TEAM>", "@here @team @subteam"),
        ("<", "<"),
        ("<>", ""),
        ("&lt;@U0AGENT1&gt;", "<@U0AGENT1>"),
    ],
)
def test_what_is_passed_on_is_what_its_writer_sees(raw: str, plain: str) -> None:
    assert as_plain(raw) == plain


@pytest.mark.parametrize(
    "text", ["a", "\n\na\n\nb", "x" * 5000, "&" * 5000, "\n".join(["y" * 80] * 70), "é\r\nb"]
)
def test_parts_fit_into_sections_and_lose_nothing(text: str) -> None:
    parts = paragraphs(text)
    for part in parts:
        written = "\n".join(f">{line}" for line in part)
        assert len(written.replace("&", "&amp;")) <= 3000
    together = "".join(line for part in parts for line in part)
    assert together == text.replace("\n", "").replace("\r", "")


def test_nothing_makes_no_part() -> None:
    assert paragraphs("") == ()


def test_who_writes_too_much_is_cut_off_and_it_is_said() -> None:
    card = relayed("z" * (LONGEST + 1), to_customer=True, has_files=False)
    assert len(card.after) == 1
    assert sum(len(str(line.values[0][1])) for part in card.quoted for line in part) == LONGEST
