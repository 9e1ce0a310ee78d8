"""What cleaning keeps of a letter, and what it takes out."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairan.mail.clean_html import clean, text_to_html


def body(source: str, **options) -> str:
    """The cleaned letter without the container around it."""
    found = re.search(
        r'<div class="letter-body[^>]*>(.*)</div>\Z', clean(source, **options).html, re.DOTALL
    )
    return found[1]


def sheet(css: str, **options) -> str:
    """What is left of a style sheet, without the container's own rule."""
    html = clean(f"<style>{css}</style>", **options).html
    return re.search(r"<style>[^}]*}(.*)</style>", html, re.DOTALL)[1]


def test_ordinary_markup_stays_as_it_is():
    source = '<table width="600" bgcolor="#ffffff"><tbody><tr><td align="center"><b>Hi</b></td></tr></tbody></table>'  # noqa: E501
    assert body(source) == source


def test_ordinary_styling_stays():
    style = "margin:0 auto;padding:10px;font-family:Arial, 'Helvetica Neue';color:#333!important"
    assert style.replace("'", "&#x27;") in body(f'<p style="{style}">x') or style in body(
        f'<p style="{style}">x'
    )


@pytest.mark.parametrize(
    "style",
    [
        "position:fixed", "position: absolute", "behavior:url(x)", "-moz-binding:url(x)",
        "width:expression(alert(1))", "width:e\\78pression(alert(1))", "background:url(/own)",
        "cursor:url(http://x.example/a),auto", "background-image:image-set('http://x.example/a' 1x)",  # noqa: E501
        "background:URL(  'http://x.example/a' )", "filter:url(http://x.example/a#b)",
        "list-style:url(//x.example/a)", "--x:url(http://x.example/a)", "position:sticky",
        "background:u\\72l(http://x.example/a)", "color:red;}</style><b>", "src:url(javascript:alert(1))",  # noqa: E501
    ],
)  # fmt: skip
def test_styling_that_fetches_runs_or_covers_is_taken_out(style):
    html = body(f'<p style="{style}">x</p>') + sheet(f"p{{{style}}}")
    assert not re.search(r"url|example|fixed|absolute|sticky|expression|image-set|<b>", html)


def test_style_sheets_are_bound_to_the_letter():
    css = "body,p.a>#b{color:red} html body{margin:0} @media (max-width:9px){.c{width:100%}}"
    assert sheet(css) == (
        ".letter-body,.letter-body p.m-a>#m-b{color:red}.letter-body{margin:0}"
        "@media (max-width:9px){.letter-body .m-c{width:100%}}"
    )


@pytest.mark.parametrize(
    "css", ["@import 'http://x/';", "@font-face{src:url(x)}", "a:has(b){color:red}"]
)
def test_rules_that_are_not_understood_go(css):
    assert sheet(css) == ""


def test_remote_pictures_are_counted_and_load_when_asked():
    source = (
        '<img src="https://x.example/a.png" srcset="https://x.example/b 2x">'
        '<table background="http://x.example/c.png"><td><p style="background:#fff url(http://x.example/d.png)">'
        '<img src="/own.png"><img src="//own.png">'
    )
    kept = clean(source)
    assert kept.remote_pictures == 3
    assert "example" not in kept.html
    shown = clean(source, pictures=True).html
    assert shown.count("x.example/") == 3
    assert "own" not in shown
    assert "#fff none" in kept.html


@pytest.mark.parametrize(
    "attributes",
    [
        'width="1" height="1"', 'width=0 height=0', 'style="display:none"', 'height="0"',
        'style="width:1px;height:1px"', 'style="visibility: hidden"', 'style="opacity:0"',
    ],
)  # fmt: skip
def test_beacons_are_gone_even_when_pictures_are_shown(attributes):
    cleaned = clean(f'x<img src="http://x.example/t" {attributes}>y', pictures=True)
    assert "<img" not in cleaned.html
    assert cleaned.remote_pictures == 0


OFFICE = "office.example:81"


@pytest.mark.parametrize(
    "host",
    [
        "office.example:81", "OFFICE.example:81", "ｏffice.example:81", "me@office.example:81",
        "office.example.:81", "office%2eexample:81", "[::1]:81", "127.1:81", "0x7f.1", "2130706433",
        "017700000001", "127.0.0.1.:81",
    ],
)  # fmt: skip
def test_no_picture_comes_from_the_office_itself_however_it_is_written(host):
    source = f'<img src="http://{host}/a"><p style="background:url(http://{host}/b)">'
    cleaned = clean(source, pictures=True, shunned=frozenset({OFFICE}))
    assert "/a" not in cleaned.html
    assert "/b" not in cleaned.html
    assert (cleaned.origins, cleaned.remote_pictures) == ((), 0)


def test_the_places_of_pictures_are_named_for_a_policy():
    source = "".join(
        f"<img src={url}>"
        for url in (
            "https://a.example/1", "https://A.example:443/2", "http://a.example:82/x", "http://日本.example/",
            "http://10.0.0.1/p",
        )
    )  # fmt: skip
    assert clean(source, pictures=True, shunned=frozenset({OFFICE})).origins == (
        "https://a.example", "http://a.example:82", "http://xn--wgv71a.example", "http://10.0.0.1",
    )  # fmt: skip
    assert clean(source).origins == ()


def test_of_a_thousand_places_a_hundred_are_enough():
    source = "".join(f"<img src=http://p{number}.example/x>" for number in range(1_000))
    cleaned = clean(source, pictures=True)
    assert len(cleaned.origins) == cleaned.html.count("<img src") == 100


def test_pictures_of_the_letter_itself_are_found():
    source = '<img src="cid:a%40b"><p style="background:url(cid:c)"><img src="cid:missing">'
    html = clean(source, cid={"a@b": "/part/1", "c": "/part/2"}).html
    assert '<img src="/part/1">' in html
    assert "url(" in html
    assert "/part/2" in html
    assert "missing" not in html


@pytest.mark.parametrize(
    ("source", "is_kept"),
    [
        ("data:image/png;base64,iVBORw0KGgo=", True),
        ("data:image/svg+xml;base64,PHN2Zz4=", False),
        ("data:text/html;base64,PHA+", False),
    ],
)
def test_of_data_addresses_only_raster_pictures_stay(source, is_kept):
    assert (source in body(f'<img src="{source}">')) is is_kept


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "vbscript:x", "/own",  # noqa: E501
        "data:text/html,x", "file:///etc/passwd", "#top", "//own.example/", "http:own", "https:/own",  # noqa: E501
        "\x01javascript:alert(1)", "JaVaScRiPt&colon;alert(1)", "blob:x", "http://", "?q",
    ],
)  # fmt: skip
def test_links_that_lead_nowhere_safe_are_words(href):
    assert body(f'<a href="{href}">x</a>') == "<a>x</a>"


def test_links_open_apart_and_tell_nobody():
    cleaned = clean('<a href="https://x.example/a?b=1&amp;c=2" target=_top>go</a>')
    assert 'target="_blank" rel="noopener noreferrer nofollow"' in cleaned.html
    assert cleaned.links[0].href == "https://x.example/a?b=1&c=2"
    assert not cleaned.links[0].is_deceptive


@pytest.mark.parametrize(
    ("href", "text", "deceives"),
    [
        ("http://evil.example/", "https://bank.example/login", True),
        ("http://evil.example/", "<b>www.bank.example</b>", True),
        ("http://bank.example@evil.example/", "bank.example", True),
        ("https://bank.example.evil.example/", "bank.example", True),
        ("https://www.bank.example/x", "bank.example", False),
        ("https://click.bank.example/x", "bank.example", False),
        ("http://evil.example/", "read more", False),
    ],
)
def test_a_link_that_says_another_host_is_marked(href, text, deceives):
    cleaned = clean(f'<a href="{href}" title="fine">{text}</a>')
    assert cleaned.links[0].is_deceptive is deceives
    assert ('class="deceptive-link"' in cleaned.html) is deceives
    assert ('title="fine"' in cleaned.html) is not deceives


def test_names_that_could_shadow_the_page_are_prefixed_or_gone():
    html = clean('<p id="cookie" class="modal open">x<a name="body">y</a><form id=z></form>').html
    assert 'id="m-cookie" class="m-modal m-open"' in html
    assert "name=" not in html
    assert "<form" not in html


def test_words_survive_whatever_stands_around_them():
    source = "<p>one<select><option>two</select><form>three<button>four</button></form><xmp>fi<ve</xmp><title>six"  # noqa: E501
    text = re.sub(r"<[^>]*>", " ", body(source))
    for word in ("one", "two", "three", "four", "fi&lt;ve", "six"):
        assert word in text


def test_overlapping_and_missing_tags_keep_their_look():
    assert body("<b>x<i>y</b>z</i>") == "<b>x<i>y</i></b><i>z</i>"
    assert body("<ul><li>a<li>b</ul>c") == "<ul><li>a</li><li>b</li></ul>c"


def test_the_look_of_the_page_becomes_that_of_the_container():
    html = clean('<html><body bgcolor="#eee" text="navy" style="margin:3px">x').html
    assert '<div class="letter-body" style="color:navy;background-color:#eee;margin:3px">x' in html


LONG = {
    "nested": "<div>" * 100_000,
    "styles": "".join(f'<p style="color:rgb({n},1,1)">' for n in range(10_000)),
    "attributes": "<a " + " ".join(f"a{n}=1" for n in range(50_000)) + ">",
    "brackets": '<p style="width:' + "(" * 100_000 + '">',
    "comments": "<!--" * 100_000,
    "titles": "<title>" * 100_000,
    "quotes": '<a x="' * 50_000,
    "fonts": "".join(f"<font color={n}><p>" for n in range(20_000)),
    "stray": "<b><div></b>" * 20_000,
}


@pytest.mark.parametrize("name", LONG)
def test_hostile_letters_take_no_time(name):
    started = time.process_time()
    clean(LONG[name] + "x")
    assert time.process_time() - started < 5


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<", ">", "</", "/>", "<p>", "<style>", "</style>", "<svg>", "<math>", "<table>", "<td>",  # noqa: E501
                "<img src=", "<a href=", "javascript:", "http://x.example/", '"', "'", "=", " ", "&lt;",  # noqa: E501
                " onerror=alert(1)", " style=", "url(", ")", "{", "}", "<!--", "-->", "<title>", "\\", ";",  # noqa: E501
                "<script>", "</script>", "x", "é", "\0", "<noscript>", "<template>", "<xmp>", "@media",  # noqa: E501
            ]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_no_order_of_marks_gets_through(pieces):
    cleaned = clean("".join(pieces))
    shown = re.sub(r'"[^"]*"', '""', cleaned.html)
    tags = re.findall(r"<[^>]*>", shown)
    assert not re.search(r"<(?:script|svg|math|iframe|form|img src)|\son\w+=", " ".join(tags))
    assert shown.count("<style>") == shown.count("</style>") == 1
    assert "x.example" not in re.sub(r'<a href="[^"]*"', "", cleaned.html).split("</style>")[0]


def test_plain_text_becomes_safe_html():
    html = text_to_html("Hi <b>\n> one\n>> two\nsee https://x.example/a?b=1&c=2. or a@b.jp")
    assert html == (
        '<div class="plain-text">Hi &lt;b&gt;<blockquote class="quote quote-1">one'
        '<blockquote class="quote quote-2">two</blockquote></blockquote>see '
        '<a href="https://x.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">'  # noqa: E501
        "https://x.example/a?b=1&amp;c=2</a>. or "
        '<a href="mailto:a@b.jp" target="_blank" rel="noopener noreferrer nofollow">a@b.jp</a></div>'  # noqa: E501
    )
