"""Long lists behind a card, page by page: all checkpoints, all articles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.core.button import Button
from bot.core.click import Click, Verb, tag_of
from bot.core.order import Article, Checkpoint
from bot.core.parcel import Parcel
from bot.core.phrase import Coded, Phrase, joined, say
from bot.core.value import value_object
from bot.core.words import card as words

_PAGE: Final = 10


@value_object
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
    pages = _Pages([*map(_checkpoint, checkpoints)], words.BUTTON_NEWER, words.BUTTON_OLDER)
    return _page("🧭", title, pages, click, as_of)


def articles(parcels: Sequence[Parcel], click: Click, *, as_of: datetime, name: str) -> PageCard:
    """Say everything that is in the chosen parcels."""
    inside = [a for parcel in _chosen(parcels, click) for a in parcel.tracking.articles or ()]
    title = say(words.ARTICLES_OF, order=name)
    pages = _Pages([*map(_article, inside)], words.BUTTON_PREVIOUS, words.BUTTON_NEXT)
    return _page("🧺", title, pages, click, as_of)


def _chosen(parcels: Sequence[Parcel], click: Click) -> Sequence[Parcel]:
    """Return the parcel the click names, or all: the parcel may be gone by now."""
    return [p for p in parcels if tag_of(p.tracking) == click.parcel] or parcels


@dataclass(frozen=True, slots=True)
class _Pages:
    """The lines of all pages, and what the ways to the page before and behind are called."""

    lines: Sequence[Phrase]
    before: str
    behind: str

    @property
    def last(self) -> int:
        return max(0, (len(self.lines) - 1) // _PAGE)

    def shown(self, page: int) -> Sequence[Phrase]:
        return self.lines[page * _PAGE : (page + 1) * _PAGE] or [say(words.NOTHING_LISTED)]

    def ways(self, click: Click, page: int) -> Iterator[Button]:
        if page > 0:
            yield Button(say(self.before), replace(click, page=page - 1))
        if page < self.last:
            yield Button(say(self.behind), replace(click, page=page + 1))
        back = Verb.PARCEL if click.parcel else Verb.ORDER
        yield Button(say(words.BUTTON_BACK), replace(click, verb=back, page=0))


def _page(icon: str, title: Phrase, pages: _Pages, click: Click, as_of: datetime) -> PageCard:
    page = min(click.page, pages.last)
    footer = [say(words.AS_OF, when=as_of)]
    if pages.last:
        footer.insert(0, say(words.PAGE_OF, page=page + 1, pages=pages.last + 1))
    ways = tuple(pages.ways(click, page))
    return PageCard(icon, title, tuple(pages.shown(page)), tuple(footer), ways)


def _checkpoint(checkpoint: Checkpoint) -> Phrase:
    text, details = checkpoint.status_text, checkpoint.status_details
    parts = (
        checkpoint.event_timestamp,
        text or details or words.NOTHING,
        details if text and details != text else None,
        checkpoint.location,
    )
    return joined(parts)


def _article(article: Article) -> Phrase:
    n = 1 if article.quantity is None else article.quantity
    name = article.article_name or article.sku or words.NOTHING
    sku = Coded(article.sku) if article.sku and article.article_name else None
    kind = (article.size, article.color, sku)
    return say(words.TIMES, n=n, name=joined((name, *kind)))
