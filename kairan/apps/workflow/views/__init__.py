"""The doors of Workflow: folders, papers, decisions, links of mails, and its administration."""
