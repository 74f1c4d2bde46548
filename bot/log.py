"""The log: JSON lines on standard error."""

import json
import logging
from datetime import UTC, datetime
from typing import Final


class JsonLines(logging.Formatter):
    """One JSON object a line; what a record carries as `extra` becomes a member."""

    _OWN: Final = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in self._OWN}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def log_to_stderr(level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "slack_sdk", "slack_bolt", "aiohttp.access", "aiosqlite", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
