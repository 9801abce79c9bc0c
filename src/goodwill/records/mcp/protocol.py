"""JSON-RPC as the Model Context Protocol speaks it over HTTP: one request, one JSON answer, nothing kept between them.

Source: the specification's streamable HTTP transport, whose servers may answer each POST with plain JSON.
"""

from collections.abc import Callable, Mapping
from typing import Any

import goodwill
from goodwill.kernel.actors import Actor

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
PARSE, REQUEST, METHOD, PARAMS, INTERNAL = -32700, -32600, -32601, -32602, -32603
INSTRUCTIONS = (
    "Goodwill keeps a firm's customers. Begin with list_types, then describe the type that you need: it names fields, "
    "verbs and the filter language. Before you change anything, ask for it with dry_run and show the person what "
    "would change. Every change answers with a batch, which undo takes back."
)
Answer = dict[str, Any]


class Wrong(Exception):
    """A message that is not what the protocol asks for."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def respond(message: Any, actor: Actor, tools: Mapping[str, Any], call: Callable[..., Answer]) -> Answer | None:
    """The answer to one message; None for a notification, which gets none."""
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
        return failed(None, REQUEST, "A message is a JSON-RPC 2.0 request.")
    if "id" not in message:
        return None
    params = message.get("params") or {}
    try:
        if not isinstance(params, dict):
            raise Wrong(PARAMS, "params is an object.")
        result = _result(message["method"], params, actor, tools, call)
    except Wrong as wrong:
        return failed(message["id"], wrong.code, str(wrong))
    return {"jsonrpc": "2.0", "id": message["id"], "result": result}


def failed(message_id: Any, code: int, sentence: str) -> Answer:
    return {"jsonrpc": "2.0", "id": message_id, "error": {"code": code, "message": sentence}}


def _result(
    method: str, params: dict[str, Any], actor: Actor, tools: Mapping[str, Any], call: Callable[..., Answer]
) -> Answer:
    match method:
        case "initialize":
            return _introduced(params)
        case "ping":
            return {}
        case "tools/list":
            return {"tools": list(tools.values())}
        case "tools/call":
            name, given = params.get("name"), params.get("arguments") or {}
            if name not in tools or not isinstance(given, dict):
                raise Wrong(PARAMS, "There is no such tool; tools/list names them.")
            return call(name, given, actor)
    raise Wrong(METHOD, f"This server has no method {method[:60]}.")


def _introduced(params: dict[str, Any]) -> Answer:
    wanted = params.get("protocolVersion")
    return {
        "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "goodwill", "title": "Goodwill", "version": goodwill.__version__},
        "instructions": INSTRUCTIONS,
    }
