"""Protocol code that several counterparts may share; a counterpart's folder says which one it speaks."""
