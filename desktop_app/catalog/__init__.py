"""What a catalogue is: frozen records and rules, with no input or output."""
