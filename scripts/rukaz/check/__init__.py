"""Is it right? The rules that a finished corpus is held to; they only read."""
