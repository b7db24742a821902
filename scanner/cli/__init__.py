"""Commands that read a source and say what is in it."""
