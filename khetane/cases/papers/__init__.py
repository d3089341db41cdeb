"""Papers of a procedure: their texts in every language, filled from a case, set as PDF or DOCX."""
