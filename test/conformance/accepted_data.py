"""A check for Schemathesis: data that the document allows is refused only for what a schema cannot say."""

import json

import schemathesis

# Codes whose check symbol is wrong, or whose letters are none of the alphabet: a schema cannot compute the symbol (R1.2),
# and keys that were imported may look like anything. Products and plans may be any name until they are looked up.
# An idempotency key that was used for another body; the generator likes short keys.
REFUSALS = {"code_malformed", "product_unknown", "plan_unknown", "idempotency_mismatch"}

# Of `request_invalid`: what depends on the catalog, the license, the clock, or on two fields at once.
DETAILS = (
    "Must be the value of `next` in an answer to the same list.",
    "Must be the id in the path.",
    "There is no such product in the catalog.",
    "Belongs to another family",
    "Takes a seat of the class",
    "Stands in the list already.",
    "The catalog has no product of this family",
    "No product of the plan has this component.",
    "Must not be below minVersion.",
    "Must be below osVersionBelow.",
    "A trial renews nothing",
    "Must be at most the term of",
    "At least one component must weigh something",
    "At most",
    "A lease cannot be refreshed after it has ended",
    "Would shorten a running term",
    "Must be at most 2 KB in all.",
    "Must be an https address without user, password and fragment.",
)
# `The plan … has no seats of this class.`
ENDINGS = ("has no seats of this class.",)


def is_known(error):
    return error["detail"].startswith(DETAILS) or error["detail"].endswith(ENDINGS)


@schemathesis.check
def accepted_data(ctx, response, case):
    if response.status_code != 422 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    problem = json.loads(response.text)
    if problem["code"] in REFUSALS:
        return
    unknown = [error for error in problem.get("errors", []) if not is_known(error)]
    assert problem["code"] == "request_invalid" and not unknown, f"the schema allows what is refused: {unknown or problem}"
