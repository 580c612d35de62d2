"""What a hostile or broken client sends in place of a form; seeded, so that it comes again."""

from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import quote

from tests.faults.found_forms import FoundForm, Pairs

SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title></textarea></select></style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% for x in y %}",
    "javascript:alert(1)",
)
NUMBERS = (
    *(
        "0",
        "-1",
        "-0",
        "1e999",
        "nan",
        "-inf",
        "0x10",
        "1_000",
        "٣",
        "²",
        "½",
        "１２",
        "1,5",
        "1.5",
    ),
    *("2147483648", "-2147483649", "9223372036854775808", "9" * 40, "9" * 5000, "+1", " 1 ", "1\n"),
)
TIMES = (
    *("2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-13-01T25:61"),
    *("0001-01-01T00:00", "9999-12-31T23:59", "24:00", "23:60:60", "٢٠٢٦-٠١-٠١", "2026-01-01Z"),
)
WORDS = (
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\r\n\r\nSet-Cookie: a=b",
        "\x1b[31m\x07\x7f",
        "\ufeff",
        "\u202e\u2066",
    ),
    *(
        "\ud7ff\ue000\uffff\U0010ffff",
        "e\u0301" * 50,
        "𝕏" * 300,
        "İıſK",
        "z" * 70_000,
        "%s%n%(x)s%",
        "{0}",
    ),
    *(
        "' OR 1=1 --",
        "\\",
        '"',
        "`",
        "../../../etc/passwd",
        "/staff/../",
        "//elsewhere.example/",
        "#",
        "?",
    ),
    *(
        "null",
        "None",
        "true",
        "undefined",
        "[]",
        "{}",
        "[" * 3_000,
        '{"a":' * 3_000,
        '"\\ud800"',
        "1 2 3",
    ),
    *(
        "a@b",
        "a@b.example\nBcc: c@d.example",
        "a" * 300 + "@b.example",
        "=1+1",
        "@SUM(A1)",
        "xx",
        "zh_Hans_x",
    ),
    *(
        "en-x-easy",
        "q_nothing",
        "q_change.other",
        "theme",
        "none",
        "also 1",
        "1-2",
        "-",
        "a:b:c",
        "...",
    ),
    *(
        "({})()" * 200,
        "(" * 1_000,
        "not " * 1_000,
        "${q_transport}",
        "count-selected(.)",
        "1" + "+1" * 900,
    ),
)
FILES = (
    (b"", "empty.pdf"),
    (b"%PDF-1.7\n\x00\xff", "broken.pdf"),
    (b"PK\x03\x04" + bytes(60), "broken.xlsx"),
    (b"\x89PNG\r\n\x1a\n" + bytes(60), "broken.png"),
    (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><xliff>&a;</xliff>", "entity.xlf"),
    (b"{" * 5_000, "deep.json"),
    (b'{"format": 1, "pages": null, "languages": "en"}', "survey.json"),
    ('a,b\r\n"\0'.encode("utf-16"), "utf16.csv"),
    (b"\xff\xfe\x00", "../../name\x00.csv"),
    (b"survey\ttype\n\t\t\t\n", "form.txt"),
)
IDS = ("0", "999", "2147483648", "99999999999999999999", "-1", "x")


def spoiled(random: Random, form: FoundForm) -> tuple[str, dict[str, Any]]:
    """An address and what the test client sends there: the form with a few things wrong."""
    address = _other_address(random, form.address) if random.random() < 0.15 else form.address
    fields = _other_fields(random, form.fields)
    if form.files or random.random() < 0.03:
        names = form.files or (_name(random, form.fields),)
        return address, _multipart(random, fields, names)
    if random.random() < 0.04:
        kind = random.choice(("application/json", "text/plain", "multipart/form-data", ""))
        return address, {
            "data": random.choice(WORDS).encode("utf-8", "replace"),
            "content_type": kind,
        }
    body = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in fields)
    return address, {"data": body, "content_type": "application/x-www-form-urlencoded"}


def _other_fields(random: Random, fields: Pairs) -> Pairs:
    found = list(fields) or [(random.choice(WORDS), "")]
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        at = random.randrange(len(found))
        name = found[at][0]
        act = random.random()
        if act < 0.72:
            found[at] = (name, hostile(random))
        elif act < 0.8:
            found.insert(at, (name, hostile(random)))
        elif act < 0.88 and len(found) > 1:
            del found[at]
        elif act < 0.94:
            found.append((hostile(random)[:200], hostile(random)))
        else:
            found[at] = (name + random.choice((".other", ".0", "[]", "_xx", "\0")), found[at][1])
    return tuple(found)


def hostile(random: Random) -> str:
    """Something that no field expects."""
    return random.choice(random.choice((SCRIPTS, NUMBERS, TIMES, WORDS)))


def _name(random: Random, fields: Pairs) -> str:
    return random.choice(fields)[0] if fields else "file"


def _other_address(random: Random, address: str) -> str:
    path, _, query = address.partition("?")
    parts = path.split("/")
    at = random.randrange(1, len(parts))
    parts[at] = (
        random.choice(IDS) if parts[at].isdigit() else quote(random.choice(WORDS)[:300], safe="")
    )
    query = f"{query}&{encoded(hostile(random))}={encoded(hostile(random))}"[:6_000]
    return f"{'/'.join(parts)}?{query}" if random.random() < 0.5 else f"{path}?{query}"


def encoded(text: str) -> str:
    """As it stands in a query or a form."""
    return quote(text, safe="", errors="replace")


def _multipart(random: Random, fields: Pairs, names: tuple[str, ...]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    for name in names:
        content, called = random.choice(FILES)
        data[name] = (BytesIO(content), called)
    return {"data": data, "content_type": "multipart/form-data"}
