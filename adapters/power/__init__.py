"""Power companies (供电): the open gateway by configuration in this version; their own wires come later."""
