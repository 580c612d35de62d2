"""Draws one picture anew: reads it from the standard input, writes it. Knows nothing of Engage.

Ends with 2 for what is no picture and with 3 for what is too large.
"""

import io
import resource
import sys
import warnings
from typing import Any

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
MOST_PIXELS = 50_000_000
MOST_PIXELS_OF_JPEG = 220_000_000  # a JPEG is made smaller while it is read
LONGEST_SIDE = 2560
QUALITY = 85
SMALL_SIDE = 320
SMALLEST_SIDE = 96


def main(most_bytes: int) -> int:
    """Clean the picture; gives the exit code. Small and as WebP where ``most_bytes`` is not 0."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from PIL import Image, ImageOps

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_OF_JPEG
    content = sys.stdin.buffer.read()
    try:
        found = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        most = MOST_PIXELS_OF_JPEG if found.format == "JPEG" else MOST_PIXELS
        if found.width * found.height > most:
            return 3
        found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(found)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return 3
    except Exception:  # whatever a library says of what is no picture
        return 2
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = upright.convert("RGBA")
    fresh = Image.new("RGB", drawn.size, "white")  # takes pixels over and nothing else
    fresh.paste(drawn, mask=drawn.getchannel("A"))
    out = io.BytesIO()
    if most_bytes:
        return _write_small(fresh, most_bytes)
    fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    sys.stdout.buffer.write(out.getvalue())
    return 0


def _write_small(drawn: Any, most_bytes: int) -> int:
    """As fine as it can be in so many bytes: first in colours and edges, then in size."""
    side = SMALL_SIDE
    while side >= SMALLEST_SIDE:
        drawn.thumbnail((side, side))
        for quality in (80, 65, 50):
            out = io.BytesIO()
            drawn.save(out, "WEBP", quality=quality, method=6)
            if len(out.getvalue()) <= most_bytes:
                sys.stdout.buffer.write(out.getvalue())
                return 0
        side = side * 3 // 4
    return 3


if __name__ == "__main__":
    try:
        code = main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    except MemoryError:
        code = 3
    raise SystemExit(code)
