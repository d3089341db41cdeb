"""Reading XForms and submissions. Pure: bytes in, plain values out; no database, no Django."""
