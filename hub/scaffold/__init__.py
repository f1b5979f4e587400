"""What helps the author of an adapter: the scaffold, the quality ladder, and recorded exchanges."""
