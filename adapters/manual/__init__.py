"""Companies without a system of their own: a work list out, a filled spreadsheet or a form back."""
