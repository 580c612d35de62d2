"""The staff page that adds kiosks and takes them out of service."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from flask_babel import pgettext

from engage.channels.kiosk.devices import Device, add_device, list_devices, revoke_device
from engage.consultations import ConsultationSummary, list_consultations
from engage.kernel.actors import Permission
from engage.kernel.errors import InvalidInput
from engage.web.access import access, current_actor
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other

blueprint = Blueprint("kiosks", __name__, url_prefix="/staff/kiosks")


@dataclass(frozen=True)
class DevicesPage:
    """All kiosks, and the one-time code of the one just added."""

    devices: tuple[Device, ...]
    consultations: Mapping[int, ConsultationSummary]
    typed: Mapping[str, str]
    fields: Mapping[str, str]
    code: str


@blueprint.route("", methods=["GET", "POST"])
@access(Permission.MANAGE_KIOSKS)
def index() -> Response:
    """List, add and revoke kiosks."""
    fields: dict[str, str] = {}
    code = ""
    if request.method == "POST" and "revoke" in request.form:
        revoke_device(current_actor(), request.form.get("revoke", 0, type=int))
        flash("good", pgettext("kiosk", "The kiosk was taken out of service."))
        return see_other(url_for("kiosks.index"))
    if request.method == "POST":
        try:
            code = add_device(
                current_actor(),
                request.form.get("name", ""),
                request.form.get("place", ""),
                request.form.get("consultation", 0, type=int),
                request.form.get("idle_seconds", 0, type=int),
            )
        except InvalidInput as refused:
            fields = {name: translate(text) for name, text in refused.fields.items()}
    page = DevicesPage(
        list_devices(current_actor()),
        {item.id: item for item in list_consultations()},
        {} if code else request.form,
        fields,
        code,
    )
    return render("staff/kiosks/index.html", page, 422 if fields else 200)
