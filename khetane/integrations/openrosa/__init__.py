"""OpenRosa: how ODK Collect and its kin fetch forms and send records, by the public documents (docs/reference/openrosa.md)."""
