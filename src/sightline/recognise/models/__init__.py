"""Models: a catalogue of what can be installed, the folder of what is, and how the one is made of the other."""
