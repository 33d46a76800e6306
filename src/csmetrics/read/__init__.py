"""Bytes → raw text cells with record numbers. One file per kind of input; nothing is typed here."""
