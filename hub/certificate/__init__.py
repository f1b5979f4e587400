"""The certificate (应录尽录证明): per company, district and day, what each side holds of events, signed."""
