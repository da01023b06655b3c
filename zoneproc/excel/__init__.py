"""The only code that knows an Excel library: what is written, and what is read back."""
