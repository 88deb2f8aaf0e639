"""Papers: official PDF documents made of plain data. Pure: no database, no settings, no clock.

Data reaches the templates in `core/papers/` as JSON only, so nothing in a name is ever read as markup.
"""

from ikrar.core.documents.checks import PaperRefused
from ikrar.core.documents.emblem import emblem
from ikrar.core.documents.making import MERGE_MOST, PAPERS, preview, render, render_merged

__all__ = ["MERGE_MOST", "PAPERS", "PaperRefused", "emblem", "preview", "render", "render_merged"]
