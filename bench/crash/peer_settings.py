"""The settings of a peer under fire: its best ones, a login, little patience, many tries."""

from bench.crash.logins import PASSWORD, USER
from bench.deliver.peer_settings import *  # noqa: F403 - settings are names
from bench.deliver.peer_settings import POST_OFFICE

EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = USER, PASSWORD
EMAIL_TIMEOUT = 2
# What leaves at once in a batch is in doubt at once: a small batch is the careful choice.
POST_OFFICE = {**POST_OFFICE, "MAX_RETRIES": 100, "BATCH_SIZE": 100, "BATCH_DELIVERY_TIMEOUT": 30}
