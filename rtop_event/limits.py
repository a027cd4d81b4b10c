"""How often one peer may knock, and all peers together where strangers make us work: reading has no bound."""

from collections.abc import Callable
from typing import Any

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=True, swallow_errors=True)
KNOCK = "30 per minute; 300 per hour"
"""For sending a form that a stranger can reach."""
ASK_FOR_MAIL = "6 per minute; 30 per hour"
"""For what makes us write to an address that a stranger types."""
MAIL_FOR_ALL = "120 per minute; 1500 per hour"
"""For the same, all strangers together: seven times what every delegation needs within an hour."""
GUESSES_FOR_ALL = "600 per hour"
"""For wrong passwords from strange browsers, all peers and accounts together."""


def for_all(limit: str, scope: str, **narrowed: Any) -> Callable[..., Any]:
    """Bound what all peers together do in this scope; personal links and known browsers have no part in it."""
    bounded: Callable[..., Any] = limiter.shared_limit(limit, scope=scope, key_func=lambda: "all", **narrowed)
    return bounded
