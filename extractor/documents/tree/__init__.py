"""Files that hold no print but named values in each other: XML, JSON and messages of segments, laid out as tables."""
