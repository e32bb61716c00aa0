# The script does nothing.
