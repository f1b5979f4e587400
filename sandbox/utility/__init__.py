"""A utility that offers the Utility Gateway API: takes schemes, works on them in its own way, tells what happened."""
