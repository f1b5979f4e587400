"""Water companies (供水): the open gateway protocol with water's own demand and status mapping."""
