"""Grievances and feedback: complaints, questions and praise, also from nobody named (docs/adr/0730)."""
