"""The province's exchange database as the province has it: its tables, its check, its address for notifications."""
