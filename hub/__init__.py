"""The kernel: settings, store, delivery, collection, casework, mirroring, reconcile, commands, cli."""
