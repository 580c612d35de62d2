"""The sample consultation: made-up people of a made-up city, through the same door as real ones."""

from engage.demo.accounts import DEMO_ACCOUNTS, PASSWORD, add_demo_accounts
from engage.demo.load import is_loaded, load_sample, sample_receipt

__all__ = [
    "DEMO_ACCOUNTS",
    "PASSWORD",
    "add_demo_accounts",
    "is_loaded",
    "load_sample",
    "sample_receipt",
]
