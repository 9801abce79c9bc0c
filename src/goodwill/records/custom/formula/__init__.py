"""A small safe language for computed fields, see `grammar.md`: no Python, no loops, nothing beyond the record."""

from goodwill.records.custom.formula.compiling import Formula, compile_formula
from goodwill.records.custom.formula.errors import FormulaError
from goodwill.records.custom.formula.values import Type

__all__ = ["Formula", "FormulaError", "Type", "compile_formula"]
