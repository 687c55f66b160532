"""What a report contains, as blocks and notes, and its writers. No Qt."""
