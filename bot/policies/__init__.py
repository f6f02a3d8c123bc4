"""The policies in force: a folder of files, read and kept, and what people said of single gaps on top of it."""
