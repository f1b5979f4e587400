"""People of the desk (人员): accounts, what each may do and where, how they sign in, and their sessions."""
