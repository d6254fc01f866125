"""Questions about cases; who may see what is decided here and nowhere else."""
