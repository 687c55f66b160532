"""The operations of the catalogue, one function each, one module a noun."""
