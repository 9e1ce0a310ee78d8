"""Applications: forms that are filled in, sent along the approvers, and decided one by one."""
