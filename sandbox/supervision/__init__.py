"""The city's project supervision platform: rows it holds, and its HTTP door."""
