"""SPDX 2.3 (ISO/IEC 5962 is 2.2.1): written as 2.3, read as 2.2 and 2.3, in JSON and tag-value."""
