"""No secret is compared by `==`, which tells by its time how much was right; none stands where others may read it."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import Module, modules

SECRET = re.compile(
    r"(?:^|_)(?:token|secret|digest|mac|hmac|password|passphrase|phrase|signature|otp|digits)$"
)
ROOMS = ("bot", "handlers", "conversations", "portal")
NO_SECRETS = {  # what is called so and nobody could learn anything by
    "bot/carriers.py: standing.digest == mark": "of what stands in the chat",
    "conversations/credentials.py: len(code) == self.digits": "a number of digits",
    "portal/backups/making.py: hashlib.sha256(content).hexdigest() != digest": "of sealed bytes",
    "portal/directory/counting.py: found != digest": "of public rows",
    "portal/journal/verifying.py: one.mac != lines.mac(self.keys, one, self.mac)": "by an operator, of stored rows",
    "portal/journal/verifying.py: one.mac != anchoring.mac(keys, one, before)": "by an operator, of stored rows",
    "portal/journal/verifying.py: found[:PREFIX] != mac": "by an operator, of stored rows",
    "portal/mailroom/taps.py: last.digest == button": "of a button that she has",
    "portal/vault/blobs.py: digest.hexdigest() != blob.digest": "of sealed bytes",
}


def name_of(part: ast.expr) -> str:
    """The last name of an expression: of `sent.digest`, `digest(…)` or `found["digest"]`."""
    match part:
        case ast.Call(func=called):
            return name_of(called)
        case ast.Subscript(value=value):
            return name_of(value)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def compared(module: Module) -> Iterator[str]:
    for node in module.nodes(ast.Compare):
        sides = [node.left, *node.comparators]
        plain = any(isinstance(one, ast.Constant | ast.Tuple | ast.Set | ast.List) for one in sides)
        equal = any(isinstance(how, ast.Eq | ast.NotEq) for how in node.ops)
        if equal and not plain and any(SECRET.search(name_of(one)) for one in sides):
            yield f"{module.name}: {ast.unparse(node)}"


def test_no_secret_is_compared_in_a_time_that_tells() -> None:
    assert {one for module in modules(*ROOMS) for one in compared(module)} == set(NO_SECRETS)


def test_whoever_speaks_http_follows_no_redirect() -> None:
    """A redirect would send what is said, or a token, where nobody decided that it goes."""
    asked = [
        f"{module.name}: {ast.unparse(call)[:60]}"
        for module in modules("bot")
        for call in module.nodes(ast.Call)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("get", "post", "head", "request")
        and re.search(r"(?:session|http)$", ast.unparse(call.func.value))
        and "allow_redirects=False" not in ast.unparse(call)
    ]
    assert asked == []


def test_no_program_is_started_with_arguments_that_anybody_could_read() -> None:
    """Lists of processes are everybody's: children are forked, and told what to do through pipes."""
    started = {
        module.name
        for module in modules(*ROOMS)
        if re.search(r"\bsubprocess\b|os\.(?:exec|spawn|popen|system)", module.text)
    }
    assert started == {"bot/demo.py"}
