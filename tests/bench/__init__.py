"""Measures the promises about speed: ratios within one run on one machine, against a bare Flask application."""
