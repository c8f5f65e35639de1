"""As much of JSON Schema as our OpenAPI document uses, so that tests can hold what is said against what is done."""

import re

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
KNOWN = {
    "$ref",
    "additionalProperties",
    "anyOf",
    "const",
    "default",
    "description",
    "enum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "pattern",
    "properties",
    "required",
    "type",
}


def faults(value, schema, document, where="$"):
    """Return what speaks against `value`, a text for each; none when it fits. An unknown keyword is a fault too."""
    if "$ref" in schema:
        target = document
        for name in schema["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        return faults(value, target, document, where)
    found = [f"{where}: keyword {name}" for name in schema.keys() - KNOWN]
    types = schema.get("type", list(TYPES))
    types = [types] if isinstance(types, str) else types
    if not any(_is(value, name) for name in types):
        return [*found, f"{where}: is no {types}"]
    if "anyOf" in schema and all(faults(value, each, document, where) for each in schema["anyOf"]):
        found.append(f"{where}: fits none of anyOf")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: not in enum")
    if "const" in schema and value != schema["const"]:
        found.append(f"{where}: is not {schema['const']}")
    for check in (_of_text, _of_number, _of_list, _of_object):
        found += check(value, schema, document, where)
    return found


def _is(value, name):
    return isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))


def _of_text(value, schema, _document, where):
    if not isinstance(value, str):
        return []
    is_long = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
    fits = re.search(schema["pattern"], value) if "pattern" in schema else True
    return [] if is_long and fits else [f"{where}: length or pattern"]


def _of_number(value, schema, _document, where):
    if not isinstance(value, int) or isinstance(value, bool):
        return []
    return [] if schema.get("minimum", value) <= value <= schema.get("maximum", value) else [f"{where}: range"]


def _of_list(value, schema, document, where):
    if not isinstance(value, list):
        return []
    found = [] if len(value) <= schema.get("maxItems", len(value)) else [f"{where}: too many"]
    for number, item in enumerate(value):
        found += faults(item, schema.get("items", {}), document, f"{where}[{number}]")
    return found


def _of_object(value, schema, document, where):
    if not isinstance(value, dict):
        return []
    properties = schema.get("properties", {})
    found = [f"{where}: lacks {name}" for name in schema.get("required", ()) if name not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{where}: has {name}" for name in value.keys() - properties.keys()]
    for name, item in value.items():
        found += faults(item, properties.get(name, {}), document, f"{where}.{name}")
    return found
