"""The CSS properties and functions a letter may use."""

import re

_FAMILIES = """
    background background-attachment background-clip background-color background-image
    background-origin background-position background-position-x background-position-y
    background-repeat background-size border-collapse border-image border-radius border-spacing
    border-bottom-left-radius border-bottom-right-radius border-top-left-radius
    border-top-right-radius box-shadow box-sizing caption-side clear color color-scheme columns
    column-count column-fill column-gap column-rule column-span column-width content
    counter-increment counter-reset cursor direction display empty-cells flex flex-basis
    flex-direction flex-flow flex-grow flex-shrink flex-wrap float font font-family
    font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style
    font-variant font-variant-numeric font-weight gap row-gap grid grid-template
    grid-template-columns grid-template-rows grid-column grid-row grid-gap height hyphens
    justify-content justify-items justify-self align-content align-items align-self
    letter-spacing line-break line-height list-style list-style-image list-style-position
    list-style-type max-height max-width min-height min-width object-fit object-position opacity
    order orphans outline outline-color outline-offset outline-style outline-width overflow
    overflow-wrap overflow-x overflow-y page-break-after page-break-before page-break-inside
    position quotes ruby-align ruby-position size tab-size table-layout text-align
    text-align-last text-combine-upright text-decoration text-decoration-color
    text-decoration-line text-decoration-style text-decoration-thickness text-emphasis
    text-indent text-justify text-orientation text-overflow text-rendering text-shadow
    text-size-adjust text-transform text-underline-offset text-underline-position unicode-bidi
    vertical-align visibility white-space widows width word-break word-spacing word-wrap
    writing-mode zoom aspect-ratio place-content place-items place-self transform
    -webkit-text-size-adjust -ms-text-size-adjust -moz-text-size-adjust
    -webkit-font-smoothing -moz-osx-font-smoothing -webkit-box-sizing -moz-box-sizing
    -webkit-border-radius -moz-border-radius -webkit-box-shadow -webkit-text-fill-color
    -ms-interpolation-mode -webkit-hyphens -ms-hyphens -moz-hyphens -webkit-line-clamp
    -webkit-box-orient -premailer-width -premailer-cellpadding -premailer-cellspacing
"""
_SIDES = re.compile(
    r"(?:border|margin|padding)(?:-(?:top|right|bottom|left|inline|block)(?:-(?:start|end))?)?"
    r"(?:-(?:color|style|width))?|border-(?:color|style|width)|mso-[a-z-]{1,40}"
)
_ALLOWED = frozenset(_FAMILIES.split())

PICTURED = frozenset(
    {"background", "background-image", "list-style", "list-style-image", "border-image", "content"}
)
"""Properties whose value may be a picture."""

FUNCTIONS = frozenset(
    [
        "rgb",
        "rgba",
        "hsl",
        "hsla",
        "hwb",
        "lab",
        "lch",
        "oklab",
        "oklch",
        "color",
        "color-mix",
        "calc",
        "min",
        "max",
        "clamp",
        "linear-gradient",
        "radial-gradient",
        "conic-gradient",
        "repeating-linear-gradient",
        "repeating-radial-gradient",
        "-webkit-linear-gradient",
        "-webkit-radial-gradient",
        "-moz-linear-gradient",
        "translate",
        "translatex",
        "translatey",
        "scale",
        "scalex",
        "scaley",
        "rotate",
        "skew",
        "skewx",
        "skewy",
        "matrix",
        "repeat",
        "minmax",
        "fit-content",
        "counter",
        "counters",
    ]
)
"""CSS functions that only compute."""

FIXED_WORDS = {"position": frozenset({"static", "relative", "initial", "inherit", "unset"})}
"""Properties that take these words alone: what leaves the flow could cover the page around it."""


def is_allowed(name: str) -> bool:
    """May a letter set this property (lower case)?"""
    return name in _ALLOWED or _SIDES.fullmatch(name) is not None
