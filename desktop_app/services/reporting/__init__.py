"""Reports: what is chosen for one, what is read for it, and the kinds there are."""
