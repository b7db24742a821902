"""The pool as JSON: `/api/v1`. Errors are RFC 9457 problems; lists are cursor-paginated."""
