"""Is it right? The rules of a finished corpus, the UD validator, and the repairs that UD forces."""
