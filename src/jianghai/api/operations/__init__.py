"""The operations, one module for each app that they act on."""
