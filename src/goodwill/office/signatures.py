"""How a receiver checks that an event comes from here, in three languages, with nothing but what each brings along."""

from typing import NamedTuple

PYTHON = """\
import base64, hashlib, hmac, time

def is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    sent = headers["webhook-timestamp"]
    if abs(time.time() - int(sent)) > 300:
        return False
    signed = f'{headers["webhook-id"]}.{sent}.'.encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(wanted, one) for one in headers["webhook-signature"].split())
"""
JAVASCRIPT = """\
import { createHmac, timingSafeEqual } from "node:crypto";

// body is the raw body as a Buffer, before anything has parsed it
export function isGenuine(secret, headers, body) {
  const sent = headers["webhook-timestamp"];
  if (Math.abs(Date.now() / 1000 - Number(sent)) > 300) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`${headers["webhook-id"]}.${sent}.`).update(body);
  const wanted = Buffer.from("v1," + mac.digest("base64"));
  return headers["webhook-signature"].split(" ").some((one) => {
    const given = Buffer.from(one);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
"""
PHP = """\
<?php
// $body is the raw body: file_get_contents("php://input")
function is_genuine(string $secret, array $headers, string $body): bool {
    $sent = $headers["webhook-timestamp"];
    if (abs(time() - (int) $sent) > 300) {
        return false;
    }
    $key = base64_decode(substr($secret, strlen("whsec_")));
    $signed = $headers["webhook-id"] . "." . $sent . "." . $body;
    $wanted = "v1," . base64_encode(hash_hmac("sha256", $signed, $key, true));
    foreach (explode(" ", $headers["webhook-signature"]) as $one) {
        if (hash_equals($wanted, $one)) {
            return true;
        }
    }
    return false;
}
"""


class Example(NamedTuple):
    language: str
    text: str


def signature_examples() -> tuple[Example, ...]:
    return (Example("Python", PYTHON), Example("JavaScript (Node)", JAVASCRIPT), Example("PHP", PHP))
