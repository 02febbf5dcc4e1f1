"""Reads: shaped for one page, never committing, a fixed number of statements however many rows."""
