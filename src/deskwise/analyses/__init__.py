"""What a reading does not show by itself: pure functions from readings to findings."""
