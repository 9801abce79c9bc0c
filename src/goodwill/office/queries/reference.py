"""The description of the API as its page shows it: each request with its parts, and how to send it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.records.api.openapi import description_for
from goodwill.records.registry import RecordType

Part = Mapping[str, Any]
SAMPLES: dict[str, Any] = {"integer": 1, "number": 1, "boolean": True, "array": [], "object": {}, "string": "…"}
TYPES = {"integer": "number", "null": ""}
SHOWN = 3
"""Fields that an example gives when none is required."""


@dataclass(frozen=True)
class Input:
    """One thing that a request takes: `place` is path, query, header or body."""

    name: str
    place: str
    kind: str
    told: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(choice, choice) for choice in self.choices]


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    told: str
    inputs: tuple[Input, ...]
    curl: str
    python: str
    sent: str = ""
    """The body of the example, as JSON."""
    takes_json: bool = True

    @property
    def tone(self) -> str:
        return {"GET": "info", "POST": "good", "PATCH": "warn", "DELETE": "bad"}[self.method]

    @property
    def examples(self) -> list[tuple[str, str]]:
        return [("curl", self.curl), ("Python", self.python)]

    @property
    def can_be_tried(self) -> bool:
        return self.takes_json

    @property
    def reads(self) -> bool:
        return self.method == "GET"

    @property
    def asked_for(self) -> list[Input]:
        """What is typed to try it, beside the body."""
        return [one for one in self.inputs if one.place != "body"]

    def given(self, place: str) -> list[Input]:
        return [one for one in self.inputs if one.place == place]


def first_request(root: str) -> str:
    return f'export API_KEY=gw_…\ncurl -H "Authorization: Bearer $API_KEY" "{root}/people?limit=5"'


def operations(type: RecordType, actor: Actor, root: str) -> list[Operation]:
    """Every request about a type that the actor may make. `root` is the whole address of the API."""
    return list(_operations(description_for(actor, [type], root, firm=False), root))


def operations_of_firm(actor: Actor, root: str) -> list[Operation]:
    """What belongs to no type: colleagues, definitions, views, work in the background, undo."""
    return list(_operations(description_for(actor, [], root), root))


def _operations(described: Part, root: str) -> Iterator[Operation]:
    for path, item in described["paths"].items():
        for method in ("get", "post", "patch", "delete"):
            if method not in item:
                continue
            one = item[method]
            parameters = [*item.get("parameters", ()), *one.get("parameters", ())]
            body = _body(one)
            inputs = (*map(_input, parameters), *_fields(body))
            said = one.get("description", "")
            sent = _sample(body) if body else None
            words = json.dumps(sent, ensure_ascii=False, indent=2) if sent is not None else ""
            takes_json = body is not None or "requestBody" not in one
            curl, python = _curl(method.upper(), root + path, sent), _python(method, root + path, sent)
            anchor = f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}"
            yield Operation(anchor, method.upper(), path, one["summary"], said, inputs, curl, python, words, takes_json)


def _body(operation: Part) -> Part | None:
    content = operation.get("requestBody", {}).get("content", {})
    found: Part | None = content.get("application/json", {}).get("schema")
    return found


def _input(parameter: Part) -> Input:
    schema = parameter["schema"]
    choices = tuple(str(one) for one in schema.get("enum", ()))
    told = parameter.get("description", "")
    return Input(parameter["name"], parameter["in"], _kind(schema), told, parameter.get("required", False), choices)


def _fields(body: Part | None) -> Iterator[Input]:
    required = body.get("required", ()) if body else ()
    for name, schema in (body or {}).get("properties", {}).items():
        told = " · ".join(dict.fromkeys(text for key in ("title", "description") if (text := schema.get(key, ""))))
        choices = tuple(str(one) for one in schema.get("enum", schema.get("examples", ())))
        yield Input(name, "body", _kind(schema), told, name in required, choices[:12])


def _kind(schema: Part) -> str:
    if "anyOf" in schema:
        kinds = [kind for one in schema["anyOf"] for kind in _kind(one).split(" | ")]
    else:
        found = schema.get("type", "string" if "enum" in schema else "")
        kinds = [TYPES.get(str(kind), str(kind)) for kind in (found if isinstance(found, list) else [found])]
    return " | ".join(dict.fromkeys(kind for kind in kinds if kind))


def _sample(body: Part) -> dict[str, Any]:
    properties = body.get("properties", {})
    names = body.get("required") or [name for name in properties if name != "version"][:SHOWN]
    return {name: _value(properties[name]) for name in names}


def _value(schema: Part) -> Any:
    if choices := schema.get("enum") or schema.get("examples"):
        return choices[0]
    if "anyOf" in schema:
        return _value(schema["anyOf"][0])
    kind = schema.get("type", "string")
    kind = kind if isinstance(kind, str) else kind[0]
    if kind == "array" and "items" in schema:
        return [_value(schema["items"])]
    if kind == "object" and "properties" in schema:
        return {name: _value(one) for name, one in schema["properties"].items() if name in ("do", "id", "values")}
    return SAMPLES.get(kind, "…")


def _filled(address: str) -> str:
    return address.replace("{id}", "1").replace("{name}", "delete")


def _curl(method: str, address: str, sent: Any) -> str:
    lines = ["curl" if method == "GET" else f"curl -X {method}", '  -H "Authorization: Bearer $API_KEY"']
    if sent is not None:
        words = json.dumps(sent, ensure_ascii=False).replace("'", "'\\''")
        lines += ['  -H "Content-Type: application/json"', f"  -d '{words}'"]
    return " \\\n".join([*lines, f'  "{_filled(address)}"'])


def _python(method: str, address: str, sent: Any) -> str:
    body = f"json.dumps({sent!r}).encode()" if sent is not None else "None"
    headers = '{"Authorization": f"Bearer {key}", "Content-Type": "application/json"}'
    return (
        "import json, os, urllib.request\n\n"
        'key = os.environ["API_KEY"]\n'
        f'request = urllib.request.Request("{_filled(address)}",\n'
        f'    method="{method.upper()}", headers={headers},\n'
        f"    data={body})\n"
        "with urllib.request.urlopen(request) as answer:\n"
        '    print(json.loads(answer.read() or "null"))'
    )
