"""From bytes to text to tokens, the same way for rules and for the files they are looked up in."""
