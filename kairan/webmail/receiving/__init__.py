"""Mail comes in: fetched, stored durably, listed, and only then deleted from its server."""
