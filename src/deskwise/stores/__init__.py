"""The lake: log, facts and the settings that shape facts, on DuckDB."""
