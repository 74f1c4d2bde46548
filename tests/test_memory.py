"""What is loaded is kept in huge pages, where Linux gives them to whoever asks."""

import sys
from pathlib import Path

import pytest

from bot.memory import heap, settle

MIB = 2**20
MAPS = """\
00400000-00500000 r-xp 00000000 fe:00 123 /usr/bin/python3
00700000-01100000 rw-p 00000000 00:00 0 [heap]
7f0000000000-7f0000100000 rw-p 00000000 00:00 0
7f0000200000-7f0000600000 rw-p 00000000 00:00 0
7f0000600000-7f0000a00000 r--p 00000000 00:00 0
7f0000a00000-7f0000e00000 rw-p 00000000 fe:00 124 /lib/libc.so.6
7ffc00000000-7ffc00800000 rw-p 00000000 00:00 0 [stack]
"""


def test_whole_huge_pages_of_ones_own_memory_are_found() -> None:
    assert heap(MAPS) == [(8 * MIB, 16 * MIB), (0x7F0000200000, 0x7F0000600000)]


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such advice elsewhere")
def test_the_kernel_is_advised_if_it_has_huge_pages() -> None:
    settle()
    flags = [line.split() for line in Path("/proc/self/smaps").read_text().splitlines()]
    is_advised = any("hg" in line for line in flags if line[0] == "VmFlags:")
    assert is_advised == Path("/sys/kernel/mm/transparent_hugepage").exists()
