"""The rights of the person recorded, as screens and papers: the copy of her record (docs/adr/0650)."""
