"""How often one peer may knock: a bound for each route that writes or mails, none for reading."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=True, swallow_errors=True)
KNOCK = "30 per minute; 300 per hour"
"""For sending a form that a stranger can reach."""
ASK_FOR_MAIL = "6 per minute; 30 per hour"
"""For what makes us write to an address that a stranger types."""
