"""Where browsers load the pictures that surveys bring along."""

from flask import Response

from engage.surveys.overview_views import blueprint
from engage.surveys.own_pictures import picture_content
from engage.web.access import PUBLIC, access


@blueprint.get("/pictures/<digest>.webp")
@access(PUBLIC)
def own_picture(digest: str) -> Response:
    """A picture; its address is made of its content, so that browsers keep it for ever."""
    answer = Response(picture_content(digest), mimetype="image/webp")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
