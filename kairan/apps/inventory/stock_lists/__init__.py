"""The stock list as a file: written for a spreadsheet, and read back from one."""
