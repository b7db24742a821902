"""`trustpool admin`: set a pool up, look after it."""
