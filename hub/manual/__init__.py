"""Work by hand (手工办理): the work list of a company without a system, handed over, and its answers taken back."""
