"""History in (历史补录): a company's old records, planned first, then taken in and mirrored beside the day's work.

`hub.backfill.reading` reads a file or a feed, `planning.plan` says what would come of it, `running.start` keeps it as a
job, `running.step` takes in the next few cases where the mirrors have room.
"""
