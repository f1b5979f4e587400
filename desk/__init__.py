"""The liaison desk: pages and a JSON API for the people who look after the hub."""
