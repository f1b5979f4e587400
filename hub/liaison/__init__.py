"""The liaison desk (联络台) without its pages: what waits, what is known of it, and what a person does about it."""
