"""The API's document: settings of drf-spectacular, and the problems that every operation may answer."""

from typing import Any

DESCRIPTION = """\
For the systems of partner schools and trusts. A contact of the school makes a credential in the portal;
send it as `Authorization: Bearer tsa_…`. Begin with `/me`, then follow `/changes`: the first call gives the
full state, and `links.next` every change after it, deletions included. Nothing is missed, so there is no
overlap to poll and no weekly full sync.
"""
PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail", "errors", "request_id"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:tsa-portal:problem:cursor_gone"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong here, and what to do next."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "`?name` for a query parameter, else a JSON pointer into the body.",
                    },
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "request_id": {"type": "string", "description": "Tell us this when you ask for help."},
        "existing_id": {"type": "string", "description": "With 409: what is there already."},
        "resync": {"type": "string", "description": "With 410: the address to start again from."},
    },
}
EVERYWHERE = {
    "401": "No credential, or one that is not known, revoked or expired.",
    "429": "Too many requests in this minute: wait for the seconds in Retry-After.",
    "500": "Something went wrong on our side.",
    "503": "The database is out of reach for the moment.",
}
IN_AN_ALLIANCE = {
    "400": "A parameter cannot be used.",
    "403": "The credential lacks the scope.",
    "404": "Nothing here that the credential may see: also for what belongs to others.",
}
NEGOTIATED = {"406": "Not in the form that `Accept` asks for."}
WRITING = {
    "409": "It is there already (`existing_id`), or the first request with this key is still running.",
    "412": "`If-Match` names a form that the object no longer has.",
    "413": "More than one request may carry.",
    "415": "Send JSON.",
    "422": "A rule refused it: `detail` says which; or the key was used for another request.",
}
FEED = {"410": "The cursor can no longer be followed: start again from `resync`."}


def with_problems(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the problems to every operation (a postprocessing hook)."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for path, operations in result["paths"].items():
        problems = {**EVERYWHERE, **(IN_AN_ALLIANCE if "{slug}" in path else {})}
        problems |= FEED if path.endswith("/changes") else {}
        for method, operation in operations.items():
            _explain_format(method, operation)
            here = problems | (NEGOTIATED if method == "get" else WRITING)
            operation["responses"] |= {status: _problem(text) for status, text in sorted(here.items())}
    return result


def _explain_format(method: str, operation: dict[str, Any]) -> None:
    """The framework's own parameter, which overrides `Accept`: useful for reading in a browser only."""
    parameters = operation.get("parameters", [])
    for parameter in [each for each in parameters if each["name"] == "format"]:
        parameter["description"] = "What `Accept` would ask for, for whoever has only an address to write."
        if method != "get":
            parameters.remove(parameter)


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


ERRORS = {
    "EXCEPTION_FORMATTER_CLASS": "foundation.api.problems.ProblemFormatter",
    "EXCEPTION_HANDLER_CLASS": "foundation.api.problems.ProblemHandler",
}
SPECTACULAR = {
    "TITLE": "TSA Portal API",
    "VERSION": "1",
    "DESCRIPTION": DESCRIPTION,
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "AgreementState": "alliance.choices.AgreementState",
        "FigureState": "alliance.choices.FigureState",
        "DiligenceState": "alliance.choices.DiligenceState",
        "Absence": "alliance.choices.Absence",
    },
    "PREPROCESSING_HOOKS": ["alliance.api.described.describe_views"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "tsa_portal.api.with_problems",
    ],
}
