"""How a state of an older layout becomes one of the newest; run when it is opened."""
