"""Benchmarks: one command each, that print a table. They come with the source, not the wheel."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
