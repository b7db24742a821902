"""The pool: database, services, REST API, git endpoint. Knows nothing of HTML."""
