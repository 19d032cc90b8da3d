"""Paper as it reaches a reader: photographed, turned, stamped, written on, and printed in looks of other hands."""
