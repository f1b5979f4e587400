"""The joint plan review (方案联审): the projects, their schemes and documents, and the feed of changes."""
