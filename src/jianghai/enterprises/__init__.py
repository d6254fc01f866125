"""The registry: enterprises, their facts by year with source and date, the titles and other records they hold."""
