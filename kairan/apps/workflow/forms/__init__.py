"""What people type in Workflow: papers, decisions, forms and routes."""
