"""What is done about memory once all is loaded: each answer then costs a good tenth less."""

import ctypes
import gc
import sys
from pathlib import Path
from typing import Final

# MADV_HUGEPAGE and MADV_COLLAPSE (man7.org/linux/man-pages/man2/madvise.2.html)
_IN_HUGE_PAGES: Final = 14
_AT_ONCE: Final = 25
_HUGE: Final = 2 * 2**20  # bytes


def settle() -> None:
    """Leave what is loaded out of garbage collection, and have it in huge pages."""
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        _use_huge_pages()


def _use_huge_pages() -> None:
    """Advise Linux to keep the heap in pages of 2 MiB, which it does where it is set to.

    To find thousands of small ones takes a tenth of an answer, in a virtual machine. What the
    kernel cannot do it leaves, and there is nothing to be told.
    """
    try:
        maps = Path("/proc/self/maps").read_text()
    except OSError:
        return
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for start, end in heap(maps):
        madvise(start, end - start, _IN_HUGE_PAGES)
        madvise(start, end - start, _AT_ONCE)


def heap(maps: str) -> list[tuple[int, int]]:
    """Return where whole huge pages fit into memory that is nothing but the process's own."""
    found = []
    for line in maps.splitlines():
        addresses, access, _, _, _, *name = line.split(maxsplit=5)
        if access.startswith("rw") and name in ([], ["[heap]"]):
            start, end = (int(address, 16) for address in addresses.split("-"))
            found.append((-(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE))
    return [(start, end) for start, end in found if start < end]
