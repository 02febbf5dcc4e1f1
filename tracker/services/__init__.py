"""Writes: one public function is one transaction. Nobody but `_advance` changes a state."""
