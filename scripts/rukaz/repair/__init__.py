"""Repair: sentences as the UD validator accepts them, changed only where UD's definitions force it."""
