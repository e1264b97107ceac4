"""The explorer of a corpus on a server of this machine, which accepts corrections at once."""
