"""Licences and copyrights of files that are stated beside them, as REUSE has it."""
