"""The province's exchange database (前置库): rows inserted for the province to check, and read back."""
