"""Tests: sentences about somebody."""
