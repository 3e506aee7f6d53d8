"""The Python face: what the command line gives, as objects that become data frames."""
