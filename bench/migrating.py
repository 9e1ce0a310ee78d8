"""Makes the databases of an office, empty: python -m bench.migrating"""

import django

django.setup()

from kairan.config.serving import migrate  # noqa: E402 - the office has to be open

if __name__ == "__main__":
    migrate()
