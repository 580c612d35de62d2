"""Assisted entry: an operator keys what somebody wrote on paper or says on the phone."""
