"""Pages for people. No SQL, no scanning: it asks the registry and renders."""
