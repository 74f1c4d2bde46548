"""The words in which Block Kit's rules are written: what a value, an object, a payload may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Text:
    """A text object; its length counts towards the tally "text"."""

    most: int = 3000
    types: tuple[str, ...] = ("plain_text", "mrkdwn")


@dataclass(frozen=True, slots=True)
class Str:
    """A string of `least` to `most` characters that fully matches `pattern`.

    `blank`: it may be nothing but white space; `markup`: the language in which Slack reads it;
    its length counts towards each of `tally`.
    """

    most: int = 3000
    least: int = 1
    pattern: str = ""
    blank: bool = True
    markup: Literal["", "mrkdwn", "markdown"] = ""
    tally: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Id:
    """A string of 1 to 255 characters, unique among those of the same `scope`.

    A block_id is unique in its payload, an action_id in its block.
    """

    scope: Literal["block_id", "action_id"]


@dataclass(frozen=True, slots=True)
class Url:
    """An http(s) address; `secure`: https only; `image`: Slack fetches a picture there itself."""

    most: int = 3000
    secure: bool = False
    image: bool = False


@dataclass(frozen=True, slots=True)
class Enum:
    """One of a few strings."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false; a true one counts towards `tally`."""

    tally: str = ""


@dataclass(frozen=True, slots=True)
class Int:
    """A whole number from `least` to `most`."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Number:
    """Any finite number."""


@dataclass(frozen=True, slots=True)
class AnyObject:
    """An object whose inside is not Slack's to judge."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of `least` to `most` things of one kind."""

    of: Kind
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Object:
    """An object without a "type"; `nullable`: null stands for "nothing to say here"."""

    shape: Shape
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class One:
    """An object whose "type" says which of `choices` it is; `known` types exist, but not here."""

    choices: Mapping[str, Shape | Text]
    known: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: rows of 1 to `cells` cells, the first of them drawn from `header`.

    Its characters count towards the tally "cells".
    """

    least: int
    most: int
    cells: int
    header: One
    body: One
    same_length: bool


Kind: TypeAlias = (
    Text | Str | Id | Url | Enum | Flag | Int | Number | AnyObject | Items | Object | One | Rows
)


@dataclass(frozen=True, slots=True)
class Relation:
    """What the keys of one object ask of each other.

    - `exactly_one`, `at_least_one` of the keys is there
    - `needs`: if the first key is there (and not empty or false), so is the second (and not false)
    - `excludes`: the first key and any other are not both there (and not empty or false)
    - `ascending`: the first key's number is not above the second's
    - `among`: what the first key picks is an option under one of the others
    """

    rule: str
    how: Literal["exactly_one", "at_least_one", "needs", "excludes", "ascending", "among"]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An object: the keys it must have, those it may have, and the page that says so.

    `name` begins the id of each of its rules; each one found counts towards `tally`;
    `scope`: action_ids are unique inside; `mention`: it notifies people.
    """

    name: str
    source: str
    need: Mapping[str, Kind] = field(default_factory=dict)
    may: Mapping[str, Kind] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    tally: str = ""
    scope: bool = False
    mention: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A rule for a whole payload: its tally `of` is at most `most`, or it has the key `unless`."""

    rule: str
    of: str
    most: int
    what: str
    source: str
    pointer: str = "/blocks"
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Payload:
    """What leaves as one piece: its outer object, totals, and most bytes (0: no known limit)."""

    shape: Shape
    totals: tuple[Total, ...]
    most_bytes: int = 0
