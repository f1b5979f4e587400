"""Runnable stand-ins for the joint review, the utilities and the province; imports nothing of ours."""
