"""An agency's emblem, from the picture it uploads."""

import base64
import io

from PIL import Image

from ikrar.core.documents.checks import PaperRefused, as_emblem

#: 23 mm at 600 dpi.
SIDE_MOST = 560
PIXELS_MOST = 40_000_000


def emblem(picture: bytes) -> str:
    """The SVG that letterheads take, made of an uploaded SVG, PNG, JPEG or WEBP; decoded and drawn anew."""
    if picture.lstrip()[:1] == b"<":
        return str(as_emblem(picture.decode("utf-8", "replace"), "emblem"))
    try:
        image: Image.Image = Image.open(io.BytesIO(picture), formats=("PNG", "JPEG", "WEBP"))
        if image.width * image.height > PIXELS_MOST:
            raise PaperRefused("emblem", "has too many pixels")
        image = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
        raise PaperRefused("emblem", "is no readable picture") from broken
    image.thumbnail((SIDE_MOST, SIDE_MOST))
    bare = Image.new("RGBA", image.size)
    bare.paste(image)
    file = io.BytesIO()
    bare.save(file, "PNG", optimize=True)
    width, height = image.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><image width="{width}" height="{height}"'
        f' href="data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"/></svg>'
    )
