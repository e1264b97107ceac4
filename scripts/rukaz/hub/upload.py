"""The upload to the Hugging Face Hub, as one commit; the token is in no message.

Source: huggingface_hub, ``HfApi.create_commit``; ``upload_folder`` makes several commits of a large folder.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from rukaz.errors import RukazError
from rukaz.export.own_files import listed
from rukaz.hub.publish_plan import Plan
from rukaz.hub.remote import Remote, read_remote

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

_Result = TypeVar("_Result")

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
REQUESTS = (
    "make the data set, if it does not exist",
    "list its files; of those, what an earlier upload left is removed if stale",
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


def look_up(plan: Plan) -> Remote:
    """What the Hub holds of the data set now, with names as they can be shown; nothing is changed.

    Raises:
        RukazError: the Hub or the way to it fails.
    """
    from huggingface_hub import HfApi, get_token

    _require_protection(plan)
    token = get_token()
    found = _scrubbing(
        plan, token, "the Hub could not be asked", lambda: read_remote(HfApi(token=token), plan)
    )
    names = (found.removed, found.kept, found.conflicts)
    return Remote(found.commit, *(tuple(_shown(name, token) for name in group) for group in names))


def upload(
    plan: Plan, *, discard_edits: bool = False, say: Callable[[str], None] = lambda message: None
) -> str:
    """Upload what is planned; the address of the commit.

    Args:
        discard_edits: replace files on the Hub that somebody else made or changed.
        say: is told what the Hub warns of, and what is removed.

    Raises:
        RukazError: there is an obstacle or no token, files on the Hub were changed, or the Hub or the way to
            it fails. Whatever is said of it, the token is not.
    """
    from huggingface_hub import get_token

    if plan.obstacles:
        raise RukazError(f"not published: {plan.obstacles[0]}")
    _require_protection(plan)
    token = get_token()
    if not token:
        hint = "Type: hf auth login, or put a token with the right to write into HF_TOKEN."
        raise RukazError("you are not logged in to the Hub", where=address(plan.target), hint=hint)
    made = _scrubbing(plan, token, "the upload failed", lambda: _send(plan, token, say, discard_edits))
    return scrubbed(made, token)


def _require_protection(plan: Plan) -> None:
    from huggingface_hub import constants

    host = urlsplit(constants.ENDPOINT)
    if host.scheme != "https" and host.hostname not in LOCAL:
        hint = "Let HF_ENDPOINT begin with https://."
        raise RukazError("the access token would be sent unencrypted", where=address(plan.target), hint=hint)


def _scrubbing(plan: Plan, token: str | None, failure: str, work: Callable[[], _Result]) -> _Result:
    """Do ``work`` with the Hub, so that whatever goes wrong is told without the token."""
    from huggingface_hub.utils import logging

    # the client logs what a server puts into a header for warnings
    before = logging.get_verbosity()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # of the library
    try:
        return work()
    except RukazError:
        raise
    except Exception as error:  # whatever the client, the network or the server comes up with
        message = scrubbed(f"{type(error).__name__}: {error}", token)
    finally:
        logging.set_verbosity(before)
    # raised here, where no traceback leads to an error that may hold the token
    hint = "Nothing is half published: a commit is there or it is not. The same command tries again."
    raise RukazError(f"{failure}: {message}", where=address(plan.target), hint=hint)


def scrubbed(text: str, token: str | None) -> str:
    """``text`` without the token, without what looks like one, and without passwords in addresses."""
    return _TOKEN.sub("***", text.replace(token, "***") if token else text)


def conflict(remote: Remote) -> str:
    """What is said of files that would be replaced although they are not as an upload of ours left them."""
    return (
        f"files on the Hub were made or changed by somebody else: {listed(remote.conflicts)}; take their "
        "changes over, or add --discard-edits to replace them"
    )


def _shown(text: str, token: str | None) -> str:
    """What a server says, for a terminal: without the token and without control characters."""
    return "".join(char if char.isprintable() else "?" for char in scrubbed(text, token))


def _send(plan: Plan, token: str, say: Callable[[str], None], discard_edits: bool) -> str:
    from huggingface_hub import HfApi

    api = HfApi(token=token)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        api.create_repo(plan.target, repo_type="dataset", private=plan.private, exist_ok=True)
        remote = read_remote(api, plan)
        if remote.conflicts and not discard_edits:
            what = _shown(conflict(remote), token)
            raise RukazError(f"not published: {what}", where=address(plan.target))
        made = api.create_commit(
            plan.target,
            _operations(plan, remote),
            commit_message=plan.message,
            commit_description=plan.description,
            repo_type="dataset",
            parent_commit=remote.commit,
        )
    for name in remote.removed:
        say(f"removed, no longer in the corpus: {_shown(name, token)}")
    for warning in caught:
        say(scrubbed(str(warning.message), token))
    return str(made.commit_url)


def _operations(plan: Plan, remote: Remote) -> list[CommitOperationAdd | CommitOperationDelete]:
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    return [
        *(CommitOperationAdd(name, str(plan.folder / name)) for name, _ in plan.files),
        *(CommitOperationDelete(name) for name in remote.removed),
    ]
