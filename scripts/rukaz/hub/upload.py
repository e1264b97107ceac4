"""The upload to the Hugging Face Hub, as one commit; the token is in no message.

Source: huggingface_hub, ``HfApi.create_commit``; ``upload_folder`` makes several commits of a large folder.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rukaz.errors import RukazError
from rukaz.hub.publish_plan import Plan

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

KEPT = frozenset({".gitattributes"})
"""Files of the repository that are not ours to remove."""

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
REQUESTS = (
    "make the data set, if it is not there",
    "list its files, to remove those that are no longer in the corpus",
    "validate the header of the card",
    "say how each file is to be sent, and take it",
    "make one commit of it all",
)
"""What the Hub is asked, in this order."""

_TOKEN = re.compile(r"hf_[A-Za-z0-9]{4,}|(?<=//)[^/@\s]+@|(?i:(?<=bearer )[\w.~+/=-]+)")


def address(target: str) -> str:
    """Where a data set is, or will be: the Hub, or what ``HF_ENDPOINT`` says instead."""
    from huggingface_hub import constants

    return scrubbed(f"{constants.ENDPOINT}/datasets/{target}", None)


def upload(plan: Plan, *, say: Callable[[str], None] = lambda message: None) -> str:
    """Upload what is planned; the address of the commit.

    Args:
        say: is told what the Hub warns of.

    Raises:
        RukazError: there is an obstacle or no token, or the Hub or the way to it fails. Whatever is said of
            it, the token is not.
    """
    from huggingface_hub import constants, get_token

    if plan.obstacles:
        raise RukazError(f"not published: {plan.obstacles[0]}")
    host = urlsplit(constants.ENDPOINT)
    if host.scheme != "https" and host.hostname not in LOCAL:
        hint = "Let HF_ENDPOINT begin with https://."
        raise RukazError("the token would travel unprotected", where=address(plan.target), hint=hint)
    token = get_token()
    if not token:
        hint = "Type: hf auth login, or put a token with the right to write into HF_TOKEN."
        raise RukazError("you are not logged in to the Hub", where=address(plan.target), hint=hint)
    try:
        return scrubbed(_send(plan, token, say), token)
    except Exception as error:  # whatever the client, the network or the server comes up with
        message = scrubbed(f"{type(error).__name__}: {error}", token)
    # raised here, where no traceback leads to an error that may hold the token
    hint = "Nothing is half published: a commit is there or it is not. The same command tries again."
    raise RukazError(f"the upload failed: {message}", where=address(plan.target), hint=hint)


def scrubbed(text: str, token: str | None) -> str:
    """``text`` without the token, without what looks like one, and without passwords in addresses."""
    return _TOKEN.sub("***", text.replace(token, "***") if token else text)


def _send(plan: Plan, token: str, say: Callable[[str], None]) -> str:
    from huggingface_hub import HfApi
    from huggingface_hub.utils import logging

    # the client logs what a server puts into a header for warnings
    before = logging.get_verbosity()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    api = HfApi(token=token)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            api.create_repo(plan.target, repo_type="dataset", private=plan.private, exist_ok=True)
            there = api.list_repo_files(plan.target, repo_type="dataset")
            made = api.create_commit(
                plan.target,
                _operations(plan, there),
                commit_message=plan.message,
                commit_description=plan.description,
                repo_type="dataset",
            )
        for warning in caught:
            say(scrubbed(str(warning.message), token))
        return str(made.commit_url)
    finally:
        logging.set_verbosity(before)


def _operations(plan: Plan, there: list[str]) -> list[CommitOperationAdd | CommitOperationDelete]:
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    names = [name for name, _ in plan.files]
    stale = sorted(set(there) - set(names) - KEPT)
    return [
        *(CommitOperationAdd(name, str(plan.folder / name)) for name in names),
        *(CommitOperationDelete(name) for name in stale),
    ]
