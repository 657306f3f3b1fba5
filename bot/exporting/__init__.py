"""Exports: all of a record in one encrypted ZIP, for its patient, readable by people and by programs."""
