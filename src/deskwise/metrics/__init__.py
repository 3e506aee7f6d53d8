"""The catalogue of definitions; a query gives readings, and each reading opens to its cases."""
