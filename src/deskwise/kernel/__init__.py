"""What knows nothing of support: errors, units, clock, periods, schedules and working time, registry."""
