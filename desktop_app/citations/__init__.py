"""Citations as pure functions from records to text, one style a module."""
