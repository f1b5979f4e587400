"""Reminders (提醒): to whoever's turn it is, once, and a note when it heals."""
