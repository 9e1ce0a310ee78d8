"""The doors of Report: lists, writing, one report and its answers, saved lists, kinds."""
