"""Power companies (供电): IEC 61968-100 messages, with the power company's own status codes."""
