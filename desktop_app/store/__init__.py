"""How a catalogue is kept: SQLite and nothing else."""
