"""Words and rules of a page to grids, whatever file the page came from."""
