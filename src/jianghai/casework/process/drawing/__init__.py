"""Process pictures: laid out by ourselves, drawn as SVG, written back into the file."""
