"""What an adapter author works with: contract, errors, HTTP seam, registry; a folder per counterpart."""
