"""Icons and shapes as inline SVG. Drawn here: the desk loads nothing from elsewhere."""

from typing import Final

from markupsafe import Markup

_ICONS: Final = {
    "today": Markup(
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 '
        '18.4 7 17M17 7l1.4-1.4"/>'
    ),
    "failures": Markup('<path d="M12 4 2.8 20h18.4z"/><path d="M12 10v4.5M12 17.3v.2"/>'),
    "projects": Markup('<path d="M4 21V8l8-5 8 5v13zM9 21v-6h6v6"/>'),
    "companies": Markup('<path d="M12 3c4 5 6 7.4 6 10.5a6 6 0 0 1-12 0C6 10.4 8 8 12 3z"/>'),
    "bulk": Markup('<path d="M4 6h10M4 12h10M4 18h6M17 14l4 3.5-4 3.5z"/>'),
    "reconcile": Markup(
        '<path d="M12 4v16M6 20h12M12 6 5 8m7-2 7-2M2.5 14 5 8l2.5 6a2.7 2.7 0 0 1-5 0zM16.5 10 19 '
        '4l2.5 6a2.7 2.7 0 0 1-5 0z"/>'
    ),
    "report": Markup('<path d="M4 20V4M4 20h16M8.5 16v-5M13 16V7M17.5 16v-7"/>'),
    "audit": Markup(
        '<path d="M12 3 5 6v5.5c0 4.5 3 7.8 7 9.5 4-1.7 7-5 7-9.5V6z"/><path d="m9 12 2.2 2.2L15.2 10"/>'
    ),
    "people": Markup(
        '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 5a3.5 3.5 0 0 1 0 '
        '6.5M18 14.5c2 .8 3.2 2.7 3.5 5.5"/>'
    ),
    "search": Markup('<circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5"/>'),
    "done": Markup('<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.8 2.8L16.2 9.5"/>'),
    "info": Markup('<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.5v.2"/>'),
    "back": Markup('<path d="M10 6 4 12l6 6M4 12h16"/>'),
    "previous": Markup('<path d="m14 6-6 6 6 6"/>'),
    "next": Markup('<path d="m10 6 6 6-6 6"/>'),
    "close": Markup('<path d="M6 6l12 12M18 6 6 18"/>'),
    "download": Markup('<path d="M12 4v11M7 11l5 5 5-5M4 20h16"/>'),
    "document": Markup('<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>'),
    "pause": Markup('<path d="M8 5v14M16 5v14"/>'),
    "play": Markup('<path d="M7 4.5v15l12-7.5z"/>'),
    "person": Markup('<circle cx="12" cy="8" r="4"/><path d="M4.5 21c.6-5 3.5-7 7.5-7s6.9 2 7.5 7"/>'),
    "clock": Markup('<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>'),
    "phone": Markup(
        '<path d="M6 3h3.5l1.5 5-2.3 1.7a12 12 0 0 0 5.6 5.6L16 13l5 1.5V18c0 1.7-1.3 3-3 3C10.3 '
        '21 3 13.7 3 6c0-1.7 1.3-3 3-3z"/>'
    ),
}

_SHAPES: Final = {
    # One for each sense, told apart without colour.
    "bad": Markup('<path d="M1.5 1.5h13v13h-13z"/>'),
    "warn": Markup('<path d="M8 .8 16 15H0z"/>'),
    "good": Markup('<circle cx="8" cy="8" r="7.5"/>'),
    "busy": Markup('<path d="M8 0l8 8-8 8-8-8z"/>'),
    "calm": Markup('<path d="M1 6h14v4H1z"/>'),
}


def icon(name: str) -> Markup:
    """An icon beside a word; those who listen hear the word alone."""
    return (
        Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">%s</svg>')
        % _ICONS[name]
    )


def shape(sense: str) -> Markup:
    """The shape of a sense: octagon, triangle, disc, diamond, bar."""
    return Markup(
        '<svg class="shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">%s</svg>'
    ) % _SHAPES.get(sense, _SHAPES["calm"])
