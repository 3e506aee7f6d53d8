"""What the events mean: requests, waits, resolutions and the other facts, as Ibis expressions."""
