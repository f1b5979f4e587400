"""The Utility Gateway API (UGA): the open contract in docs/wires/utility-gateway.openapi.yaml."""
