"""Enrol, find and revoke the devices that serve as kiosks."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from engage.audit import record
from engage.channels.kiosk.models import KioskDevice
from engage.consultations import get_consultation
from engage.engines import ledger
from engage.kernel.actors import SYSTEM, Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import InvalidInput, NotFound, message
from engage.kernel.ids import new_token, random_bytes

CODE_VALID_FOR = timedelta(hours=1)
SHORTEST_IDLE, LONGEST_IDLE = 45, 600


@dataclass(frozen=True)
class Device:
    """An enrolled (or not yet enrolled) kiosk."""

    id: int
    name: str
    place: str
    consultation_id: int
    idle_seconds: int
    enrolled_at: datetime | None
    revoked_at: datetime | None


def add_device(actor: Actor, name: str, place: str, consultation_id: int, idle_seconds: int) -> str:
    """Prepare a kiosk; gives the one-time code to enter on the device within the hour.

    ``idle_seconds`` is how long it waits before it asks whether anybody is there. Raises
    ``InvalidInput`` with a text for each field, ``NotFound`` for an unknown consultation.
    """
    actor.require(Permission.MANAGE_KIOSKS)
    fields = {}
    if not name.strip():
        fields["name"] = message("kiosk", "Give the kiosk a name.")
    if not SHORTEST_IDLE <= idle_seconds <= LONGEST_IDLE:
        fields["idle_seconds"] = message("kiosk", "Enter between 45 and 600 seconds.")
    if fields:
        raise InvalidInput(message("kiosk", "The kiosk was not added."), fields)
    get_consultation(consultation_id)
    code = ledger.new_receipt(random_bytes(10))
    with transaction() as current:
        row = KioskDevice(
            name=name.strip(),
            place=place.strip(),
            consultation_id=consultation_id,
            idle_seconds=idle_seconds,
            code_hash=_hash(code),
            code_valid_until=now() + CODE_VALID_FOR,
        )
        current.add(row)
        current.flush()
        record(actor, "kiosk.add", ("kiosk", row.id))
    return code


def enrol_device(code: str) -> str:
    """Trade the one-time code for the device's own token; raises ``InvalidInput``."""
    wrong = message("kiosk", "This code is not valid. Ask staff for a new one.")
    try:
        wanted = _hash(ledger.read_receipt(code))
    except ledger.ReceiptMistyped as mistyped:
        raise InvalidInput(wrong, {"code": wrong}) from mistyped
    token = new_token()
    with transaction() as current:
        row = current.scalar(
            select(KioskDevice).where(KioskDevice.code_hash == wanted).with_for_update()
        )
        if row is None or row.code_valid_until is None or row.code_valid_until < now():
            raise InvalidInput(wrong, {"code": wrong})
        row.code_hash, row.code_valid_until = None, None
        row.token_hash, row.enrolled_at = _hash(token), now()
        record(SYSTEM, "kiosk.enrol", ("kiosk", row.id))
    return token


def revoke_device(actor: Actor, device_id: int) -> None:
    """Take a device out of service at once; raises ``NotFound``."""
    actor.require(Permission.MANAGE_KIOSKS)
    with transaction() as current:
        row = current.get(KioskDevice, device_id)
        if row is None:
            raise NotFound(message("kiosk", "There is no such kiosk."))
        row.revoked_at, row.token_hash, row.code_hash = now(), None, None
        record(actor, "kiosk.revoke", ("kiosk", device_id))


def find_device(token: str | None) -> Device | None:
    """The device behind a token, unless it was revoked."""
    if not token:
        return None
    row = session().scalar(select(KioskDevice).where(KioskDevice.token_hash == _hash(token)))
    return None if row is None or row.revoked_at else _device(row)


def list_devices(actor: Actor) -> tuple[Device, ...]:
    """All kiosks."""
    actor.require(Permission.MANAGE_KIOSKS)
    return tuple(_device(row) for row in session().scalars(select(KioskDevice)))


def _device(row: KioskDevice) -> Device:
    return Device(
        row.id,
        row.name,
        row.place,
        row.consultation_id,
        row.idle_seconds,
        row.enrolled_at,
        row.revoked_at,
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
