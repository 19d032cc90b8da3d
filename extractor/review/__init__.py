"""Going through flagged fields: a session that works without a screen, and the screen for it in ``tui``."""
