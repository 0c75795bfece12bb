"""A picture as PNG or SVG, without a browser and without the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Literal

from armstrail.errors import OutputError

if TYPE_CHECKING:
    from armstrail.plots.frame import Spec

_VERSION = "6.4"
_SCALE = 2


def write_picture(spec: Spec, out: BinaryIO, form: Literal["png", "svg"]) -> None:
    """Draw a picture; PNG at twice its size in pixels. Raises OutputError where vl-convert-python is lacking."""
    try:
        import vl_convert  # noqa: PLC0415 - large, and for these formats only
    except ModuleNotFoundError:
        raise OutputError(
            f"{form.upper()} needs vl-convert-python: `pip install 'armstrail[pictures]'`; HTML does not"
        ) from None
    try:
        if form == "png":
            out.write(
                vl_convert.vegalite_to_png(spec, vl_version=_VERSION, scale=_SCALE, allowed_base_urls=[])
            )
        else:
            drawn = vl_convert.vegalite_to_svg(spec, vl_version=_VERSION, allowed_base_urls=[])
            out.write(drawn.encode("utf-8"))
    except ValueError as error:
        raise OutputError(f"the picture cannot be drawn: {error}") from error
