"""Submissions as OData 4 tables, for Excel, Power BI and whatever else reads OData."""
