"""The API's page for people, made of its OpenAPI document: what it says is what is served and tested."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

Schema = Mapping[str, Any]
TYPES = {"integer": "whole number", "boolean": "true or false", "string": "text", "object": "object"}
FORMATS = {"date": "day", "date-time": "moment", "uuid": "id", "uri": "address", "double": "number"}
PLACES = {"query": "in the address", "path": "in the address", "header": "header"}


@dataclass(frozen=True)
class Member:
    """A member of an object, or a parameter."""

    name: str
    type: str
    meaning: str
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """A status, and when it comes."""

    status: str
    meaning: str


@dataclass(frozen=True)
class Call:
    """One operation. `curl` can be copied as it stands, once the variables in it are set."""

    id: str
    method: str
    path: str
    title: str
    meaning: str
    parameters: list[Member]
    answers: list[Answer]
    problems: list[str]
    shapes: list[str]
    curl: str

    @property
    def labels(self) -> dict[str, str]:
        """Names for what stands below the title, so that each is told from the others of its kind."""
        return {"curl": f"{self.title}: to copy", "parameters": f"{self.title}: what can be sent"}


@dataclass(frozen=True)
class Chapter:
    """The calls about one thing."""

    title: str
    id: str
    calls: list[Call]


@dataclass(frozen=True)
class Shape:
    """What an object holds."""

    name: str
    meaning: str
    members: list[Member]

    @property
    def id(self) -> str:
        return f"shape-{self.name}"

    @property
    def caption(self) -> str:
        return f"{self.name}: {self.meaning}" if self.meaning else self.name


@cache
def document() -> Schema:
    """The OpenAPI document. It does not change while the process lives."""
    from drf_spectacular.generators import SchemaGenerator  # see `described`

    made: Schema = SchemaGenerator().get_schema(request=None, public=True)
    return json.loads(json.dumps(made, default=str))  # type: ignore[no-any-return]  # plain, as it is served


def chapters(portal: str) -> list[Chapter]:
    """Every call, by what it is about, in the order of the document."""
    found: dict[str, list[Call]] = {}
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            call = _call(portal, method.upper(), path, operation)
            found.setdefault(operation["tags"][0], []).append(call)
    return [Chapter(title, title.lower().replace(" ", "-"), calls) for title, calls in found.items()]


def shapes() -> list[Shape]:
    """What the calls name, pages and answers around them left out."""
    named = {name for chapter in chapters("") for call in chapter.calls for name in call.shapes}
    schemas = document()["components"]["schemas"]
    wanted = _with_parts(named, schemas)
    return [
        Shape(name, _first_line(schema), _members(schema))
        for name, schema in schemas.items()
        if name in wanted and "properties" in schema
    ]


def problems() -> list[Answer]:
    """Every status that says no, once, and what to do about it."""
    operations = [each for path in document()["paths"].values() for each in path.values()]
    found = {each.status: each for operation in operations for each in _answers(operation)}
    return [answer for status, answer in sorted(found.items()) if status >= "400"]


def _answers(operation: Schema) -> list[Answer]:
    return [
        Answer(status, each.get("description", "").rstrip("."))
        for status, each in sorted(operation["responses"].items())
    ]


def _call(portal: str, method: str, path: str, operation: Schema) -> Call:
    parameters = [each for each in operation.get("parameters", ()) if each["in"] != "path"]
    return Call(
        id=operation["operationId"],
        method=method,
        path=path,
        title=operation["summary"],
        meaning=operation.get("description", ""),
        parameters=[
            Member(each["name"], _type(each["schema"]), each.get("description", ""), PLACES[each["in"]])
            for each in parameters
        ],
        answers=[each for each in _answers(operation) if each.status < "400"],
        problems=[each.status for each in _answers(operation) if each.status >= "400"],
        shapes=sorted(set(_shapes_of(operation))),
        curl=_curl(portal, method, path, operation),
    )


def _curl(portal: str, method: str, path: str, operation: Schema) -> str:
    address = path.replace("{slug}", "$ALLIANCE")
    address = re.sub(r"\{\w+_id\}", "$ID", address)
    address = address.replace("{reference}", "$REFERENCE")
    words = ["curl", *([f"-X {method}"] if method != "GET" else [])]
    if operation.get("security"):
        words.append('-H "Authorization: Bearer $TOKEN"')
    if any(each["name"] == "Idempotency-Key" for each in operation.get("parameters", ())):
        words.append('-H "Idempotency-Key: $(uuidgen)"')
    if example := _example(operation):
        words += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(example)}'"]
    return " \\\n  ".join([" ".join(words[:2]), *words[2:], f'"{portal}{address}"'])


def _example(operation: Schema) -> Any:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return next((each["value"] for each in body.get("examples", {}).values()), None)


def _shapes_of(operation: Schema) -> Iterator[str]:
    """Objects that the call takes or gives; pages and answers around them are left out."""
    good = [each for status, each in operation["responses"].items() if status < "400"]
    for part in [*good, operation.get("requestBody", {})]:
        for name in _references(part.get("content", {})):
            yield from _objects(name)


def _objects(name: str) -> Iterator[str]:
    schema = document()["components"]["schemas"][name]
    members = schema.get("properties", {})
    if members and "data" not in members:
        yield name
        return
    for inner in _references(members.get("data", schema)):
        yield from _objects(inner)


def _with_parts(names: set[str], schemas: Schema) -> set[str]:
    """And whatever they are made of."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(schemas[name])
    return found


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else []
        return own + [name for each in part.values() for name in _references(each)]
    return [name for each in part for name in _references(each)] if isinstance(part, list) else []


def _members(schema: Schema) -> list[Member]:
    required = set(schema.get("required", ()))
    return [
        Member(name, _type(each), each.get("description", ""), "" if name in required else "may be absent")
        for name, each in schema["properties"].items()
    ]


def _type(schema: Schema) -> str:
    """As people would say it."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return _code_or_name(name, document()["components"]["schemas"][name])
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(filter(None, (_type(each) for each in schema[several]))))
    if "enum" in schema:
        return _codes(schema["enum"])
    kinds = schema.get("type", "object")
    if isinstance(kinds, list):
        return " or ".join(_type({**schema, "type": kind}) if kind != "null" else "null" for kind in kinds)
    if kinds == "array":
        return f"list of {_type(schema['items'])}"
    return FORMATS.get(schema.get("format", ""), TYPES.get(kinds, kinds))


def _code_or_name(name: str, schema: Schema) -> str:
    return _codes(schema["enum"]) if "enum" in schema else name


def _codes(codes: list[Any]) -> str:
    return " or ".join("null" if code is None else f"“{code}”" if code != "" else "empty" for code in codes)


def _first_line(schema: Schema) -> str:
    return str(schema.get("description", "")).split("\n")[0]
