"""How edits of households, persons and what is known of them become rows."""
