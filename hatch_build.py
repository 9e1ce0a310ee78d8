"""Building the package: dependencies come from requirements/run.in, translations are compiled."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from tools.messages import compile_all  # noqa: E402 - a build starts outside the project


class Translations(BuildHookInterface):
    """Compiles the .po files, so that a wheel has what people read."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile before the files are gathered."""
        compile_all(Path(self.root) / "kairan")


class Dependencies(MetadataHookInterface):
    """Names the dependencies once, in requirements/run.in."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in ``dependencies``."""
        lines = (Path(self.root) / "requirements" / "run.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]
