"""Who says they own this: copyright statements, holders, years and authors in one blob, English and Chinese."""
