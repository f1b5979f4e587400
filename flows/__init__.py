"""Prefect flows and deployments, each a few lines over a function of the hub; only they import Prefect."""
