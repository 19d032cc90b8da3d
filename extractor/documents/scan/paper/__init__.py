"""The picture of a page made ready: turned upright (deskew), despeckled, stamps lifted, ink parted from paper."""
