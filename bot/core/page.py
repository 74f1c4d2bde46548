"""Long lists behind a card, page by page: all checkpoints, all articles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.core import words
from bot.core.button import Button
from bot.core.click import Click, Verb, tag_of
from bot.core.order import Article, Checkpoint
from bot.core.parcel import Parcel
from bot.core.phrase import Coded, Phrase, listed, say

_PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class PageCard:
    """One page of a list, and the ways on and back."""

    icon: str
    title: Phrase
    lines: tuple[Phrase, ...]
    footer: tuple[Phrase, ...]
    buttons: tuple[Button, ...]


def history(parcels: Sequence[Parcel], click: Click, *, as_of: datetime, name: str) -> PageCard:
    """Say every checkpoint of the chosen parcels, the newest first."""
    checkpoints = [c for parcel in _chosen(parcels, click) for c in parcel.checkpoints]
    checkpoints.sort(key=lambda c: c.event_timestamp or as_of, reverse=True)
    title = say(words.HISTORY_OF, order=name)
    return _page("🧭", title, [*map(_checkpoint, checkpoints)], click, as_of)


def articles(parcels: Sequence[Parcel], click: Click, *, as_of: datetime, name: str) -> PageCard:
    """Say everything that is in the chosen parcels."""
    inside = [a for parcel in _chosen(parcels, click) for a in parcel.tracking.articles or ()]
    title = say(words.ARTICLES_OF, order=name)
    return _page("🧺", title, [*map(_article, inside)], click, as_of)


def _chosen(parcels: Sequence[Parcel], click: Click) -> Sequence[Parcel]:
    """Return the parcel the click names, or all: the parcel may be gone by now."""
    return [p for p in parcels if tag_of(p.tracking) == click.parcel] or parcels


def _page(
    icon: str, title: Phrase, lines: Sequence[Phrase], click: Click, as_of: datetime
) -> PageCard:
    pages = max(1, -(-len(lines) // _PAGE))
    page = min(click.page, pages - 1)
    ways = []
    if page > 0:
        ways.append(Button(say(words.BUTTON_NEWER), replace(click, page=page - 1)))
    if page < pages - 1:
        ways.append(Button(say(words.BUTTON_OLDER), replace(click, page=page + 1)))
    back = Verb.PARCEL if click.parcel else Verb.ORDER
    ways.append(Button(say(words.BUTTON_BACK), replace(click, verb=back, page=0)))
    footer = [say(words.AS_OF, when=as_of)]
    if pages > 1:
        footer.insert(0, say(words.PAGE_OF, page=page + 1, pages=pages))
    shown = lines[page * _PAGE : (page + 1) * _PAGE] or [say(words.NOTHING_LISTED)]
    return PageCard(icon, title, tuple(shown), tuple(footer), tuple(ways))


def _checkpoint(checkpoint: Checkpoint) -> Phrase:
    text, details = checkpoint.status_text, checkpoint.status_details
    parts = (
        checkpoint.event_timestamp,
        text or details or words.NOTHING,
        details if text and details != text else None,
        checkpoint.location,
    )
    return say("{parts}", parts=listed((part for part in parts if part), " · "))


def _article(article: Article) -> Phrase:
    n = 1 if article.quantity is None else article.quantity
    name = article.article_name or article.sku or words.NOTHING
    sku = Coded(article.sku) if article.sku and article.article_name else None
    kind = (article.size, article.color, sku)
    parts = listed((part for part in (name, *kind) if part), " · ")
    return say(words.TIMES, n=n, name=parts)
