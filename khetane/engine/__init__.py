"""Calculations that know neither Django nor the database: values in, values out."""
