"""The demo: a city's working days between stand-ins, from the joint review to the province's record."""
