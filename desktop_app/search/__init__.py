"""Finding records: a Whoosh index fed with plain records. It never opens the database."""
