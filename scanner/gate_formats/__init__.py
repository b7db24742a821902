"""A verdict in the forms that people and pipelines read; one file a form, each a pure function."""
