"""Reading the text of PDF documents."""
