"""Prefect flows and deployments, each a few lines over a function of the hub; the only importer of Prefect."""
