"""The texts of the demo congress: an invented city, its places, units, names and sentences. Nothing here is real."""
