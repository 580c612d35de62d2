"""Tests reach this machine only: any other address is refused before a packet leaves."""

import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Any

import pytest


class OutsideWorld(RuntimeError):
    """A test tried to reach another machine."""


def _is_here(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return True
    try:
        address = ip_address(str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _guarded(original: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise OutsideWorld(f"A test tried to reach {address[0]}.")
        return original(self, address)

    return connect


def _looking_up_here_only(original: Callable[..., Any]) -> Callable[..., Any]:
    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        if not _is_here(host):
            raise OutsideWorld(f"A test tried to look up {host!r}.")
        return original(host, *arguments, **options)

    return getaddrinfo


@pytest.fixture(scope="session", autouse=True)
def outside_world_is_closed() -> Iterator[None]:
    """Holds for the whole run; subprocesses and the browser have rules of their own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _looking_up_here_only(socket.getaddrinfo))
        yield
