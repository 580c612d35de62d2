"""Adding a theme to comments that stand in another already."""

from flask import Response, request, url_for
from flask_babel import npgettext

from engage.kernel.actors import Permission
from engage.kernel.errors import InvalidInput, message
from engage.themes.question_views import back, blueprint, inside
from engage.themes.review.assigning import add_theme
from engage.web.access import access, current_actor
from engage.web.locale import translate
from engage.web.rendering import flash, see_other


@blueprint.post("/consultations/<int:consultation_id>/themes/add")
@access(Permission.REVIEW_THEMES)
def add(consultation_id: int) -> Response:
    """Say that comments stand in another theme too."""
    code = request.form["question"]
    target = request.form.get("theme", type=int)
    try:
        if target is None:
            text = message("themes", "Choose the theme in which the comments stand too.")
            raise InvalidInput(text, {"theme": text})
        chosen = request.form.getlist("comment", type=int)
        number = add_theme(current_actor(), target, chosen, (consultation_id, code))
    except InvalidInput as problem:
        flash("bad", translate(next(iter(problem.fields.values()))))
        home = url_for("themes.index", consultation_id=consultation_id, question=code)
        return see_other(inside(request.form.get("next")) or home)
    said = npgettext(
        "themes",
        "%(num)s comment stands in one more theme.",
        "%(num)s comments stand in one more theme.",
        number,
    )
    return back(consultation_id, code, said)
