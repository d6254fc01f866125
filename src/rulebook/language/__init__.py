"""The expression language of rule files: reading, checking, lowering to the graph, and putting into words."""
