"""The fictional institution, made through the operations that people use."""
