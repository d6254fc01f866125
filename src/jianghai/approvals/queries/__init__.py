"""Questions about windows and appointments; who may see what is decided in `access`."""
