"""What the pool keeps outside its database: git objects and documents, both named by their content."""
