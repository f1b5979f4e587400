"""The province (省级工程审批系统): a mirror that takes batches of project, case and event rows."""
