"""The JSON API: all that the pages do, for programs. Described by its OpenAPI document."""
