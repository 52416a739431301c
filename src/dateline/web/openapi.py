"""The description of the API (OpenAPI 3.1), made from the records that it takes and gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from dateline import __version__
from dateline.codec import schema
from dateline.records import Judged

if TYPE_CHECKING:
    from dateline.web.api import Endpoint

REF = "#/components/schemas/{name}"
PROBLEMS = {
    "get": {"404": "There is nothing at this address", "422": "A parameter is not as described"},
    "post": {
        "404": "There is nothing at this address",
        "409": "The account is another than the one that was looked at; nothing was kept",
        "411": "The request does not say how long it is",
        "413": "The request is too long",
        "415": "The request is not JSON",
        "422": "The judgement does not go with what it names; nothing was kept",
    },
}


def describe(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """Return the description of endpoints, ready to be written as JSON."""
    from dateline.web.api import Problem

    listed = list(endpoints)
    records = [e.gives for e in listed if not isinstance(e.gives, str)]
    taken = [e.takes for e in listed]
    types = list(dict.fromkeys([Problem, Judged, *records, *taken]))
    _, parts = msgspec.json.schema_components(types, ref_template=REF)
    account = msgspec.json.decode(msgspec.json.encode(schema()).replace(b"#/$defs/", b"#/components/schemas/"))["$defs"]
    judgements = {"type": "array", "items": {"$ref": REF.format(name="Judged")}}
    paths: dict[str, Any] = {}
    for endpoint in listed:
        paths.setdefault(endpoint.path, {})[endpoint.method] = _operation(endpoint, parts)
    unused = {e.takes.__name__ for e in listed if e.method == "get"}
    named = {name: part for name, part in {**parts, **account, "Judgements": judgements}.items() if name not in unused}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "dateline",
            "version": __version__,
            "summary": "Accounts of stories with the characters of the reports that they rest on",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": dict(sorted(named.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _operation(endpoint: Endpoint, parts: dict[str, Any]) -> dict[str, Any]:
    names = re.findall(r"\{(\w+)\}", endpoint.path)
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    made: dict[str, Any] = {
        "operationId": f"{endpoint.method}_{endpoint.answer.__name__}",
        "summary": endpoint.summary,
        "description": endpoint.answer.__doc__,
        "parameters": parameters,
    }
    taken = parts[endpoint.takes.__name__]
    if endpoint.method == "post":
        made["requestBody"] = {"required": True, "content": _json(endpoint.takes.__name__)}
    else:
        for name, part in taken.get("properties", {}).items():
            parameters.append({"name": name, "in": "query", "required": False, "schema": part})
    gives = endpoint.gives if isinstance(endpoint.gives, str) else endpoint.gives.__name__
    status = "201" if endpoint.method == "post" else "200"
    problems = {
        code: {"description": said, "content": _json("Problem")}
        for code, said in PROBLEMS[endpoint.method].items()
        if names or code != "404"
    }
    made["responses"] = {status: {"description": endpoint.summary, "content": _json(gives)}, **problems}
    return made


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REF.format(name=name)}}}
