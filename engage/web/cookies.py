"""Cookies: no script reads them, no other site's form sends them, production needs encryption."""

from flask import Response

from engage.web.rendering import settings


def set_cookie(
    answer: Response, name: str, value: str, seconds: int | None, *, path: str = "/"
) -> None:
    """Leave a cookie with the browser; without ``seconds`` it goes when the browser closes."""
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=settings().is_production,
        path=path,
    )
