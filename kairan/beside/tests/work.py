"""What the process beside computes in tests."""

import os
import time


def doubled(number):
    return 2 * number


def padded(length):
    return b"x" * length


def where(_item):
    return os.getpid()


def slow(item):
    time.sleep(0.2)
    return item
