"""What lies ahead of a parcel: the promise against the forecast, and what the action box says."""

from collections.abc import Iterator

from bot.core.order import NextActionBox, PickupLocationBox, PredictionBox, ReturnedBox
from bot.core.parcel import Parcel, Window, in_words
from bot.core.phrase import Phrase, Value, listed, phrase, say
from bot.core.words import card as words


def window_of(window: Window) -> Phrase:
    """Say a span of days, with hours if there are any."""
    day = phrase(window.last)
    if window.first != window.last:
        day = say(words.DAYS, first=window.first, last=window.last)
    if window.start and window.end:
        return say(words.WINDOW, day=day, start=window.start, end=window.end)
    if window.start:
        return say(words.WINDOW_FROM, day=day, start=window.start)
    return say(words.WINDOW_UNTIL, day=day, end=window.end) if window.end else day


def promise(parcel: Parcel) -> Phrase | None:
    """Say what was promised against what is, or was: `Promised Sat 14 Nov → now Mon 16 Nov`."""
    if not parcel.promised:
        return None
    promised = window_of(parcel.promised)
    late = parcel.days_late or 0
    if parcel.arrived and parcel.stage:
        arrived = say(words.ARRIVED[parcel.stage.value], day=parcel.arrived)
        kept = words.PROMISED_KEPT if late <= 0 else words.PROMISED_ARRIVED
        return say(kept, promised=promised, arrived=arrived)
    forecast = parcel.forecast
    if forecast and forecast.last >= parcel.today:
        if late > 0:
            return say(words.PROMISED_NOW, promised=promised, forecast=window_of(forecast))
        return say(words.PROMISED_SAME, promised=promised)
    return say(words.PROMISED_PAST if late > 0 else words.PROMISED, promised=promised)


def boxed(parcel: Parcel) -> Iterator[Value]:
    """Yield what happens next, by the action box and the status's next action."""
    box = parcel.tracking.action_box
    if parcel.forecast and not isinstance(box, PickupLocationBox | ReturnedBox):
        is_past = parcel.forecast.last < parcel.today
        said = words.WAS_EXPECTED if is_past else words.EXPECTED
        yield say(said, window=window_of(parcel.forecast))
    match box:
        case PredictionBox() if not parcel.has_ended:
            yield from _prediction(parcel, box)
        case ReturnedBox():
            parts = [part for part in (box.reason, box.returned_date) if part]
            returned = say(words.RETURNED_FOR, what=listed(parts, " · "))
            yield returned if parts else say(words.IS_RETURNED)
            yield from _labels(box.label, box.label_caption)
        case NextActionBox(type="vote-courier"):
            yield from (
                say(words.ASKED, question=said) for said in _labels(box.label, box.label_caption)
            )
        case NextActionBox():
            yield from _labels(box.label, box.label_caption)
            if box.type == "pickup-location-unknown" and not box.label:
                yield say(words.PICKUP_UNKNOWN)
        case PickupLocationBox():
            yield from _labels(box.label_caption)
    if parcel.status.next_action:
        yield say(words.NEXT_ACTION, action=in_words(parcel.status.next_action))


def _prediction(parcel: Parcel, box: PredictionBox) -> Iterator[Value]:
    if not parcel.forecast:  # the words, when there is no machine form: they have no year
        spoken = [part for part in (box.week_day, box.day_of_month, box.month) if part]
        if spoken:
            yield say(words.EXPECTED, window=listed(spoken, " "))
    yield from _labels(box.label, box.label_caption, box.prediction_caption)


def _labels(*labels: str | None) -> Iterator[Value]:
    """Yield the box's own words as one line, if it has any."""
    said = dict.fromkeys(filter(None, labels))
    if said:
        yield listed(said, " · ")
