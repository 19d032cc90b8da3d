"""Reports as other offices print them, held out: measured once, at the end, on a reader that was tuned without them."""
