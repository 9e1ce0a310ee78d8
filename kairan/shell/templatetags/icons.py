"""The icons of heroicons, each drawn once: a page shows some fifty, mostly the same."""

from collections.abc import Callable
from functools import lru_cache

from django import template
from django.template import Context, Node
from django.template.base import Parser, TextNode, Token
from django.template.library import SimpleNode
from django.utils.safestring import SafeString
from heroicons.templatetags import heroicons

register = template.Library()


class _Drawn(SimpleNode):
    """An icon whose name or look a template works out."""

    def __init__(self, node: SimpleNode) -> None:
        draw = lru_cache(maxsize=512)(node.func)
        super().__init__(draw, node.takes_context, node.args, node.kwargs, node.target_var)


def _once(tag: Callable[[Parser, Token], SimpleNode]) -> Callable[[Parser, Token], Node]:
    def drawn(parser: Parser, token: Token) -> Node:
        node = tag(parser, token)
        written = [*node.args, *node.kwargs.values()]
        if node.target_var is not None or any(each.is_var or each.filters for each in written):
            return _Drawn(node)
        return TextNode(SafeString(node.render(Context())))

    return drawn


for name, tag in heroicons.register.tags.items():
    register.tag(name, _once(tag))
