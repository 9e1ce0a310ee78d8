"""What people do in Workflow: with papers, with decisions, with forms; one transaction each."""
