"""The trade itself: standard library only, no clock, no database, no request."""
