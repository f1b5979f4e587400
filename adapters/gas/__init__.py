"""Gas companies (燃气): the open gateway by configuration in this version; their own wires come later."""
