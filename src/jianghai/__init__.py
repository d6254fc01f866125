"""Jianghai: the services of a high-tech zone, as a Django project."""
