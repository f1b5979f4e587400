"""Telecom carriers (通信): the open gateway by configuration in this version; their own wires come later."""
