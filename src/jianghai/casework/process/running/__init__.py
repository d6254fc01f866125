"""Cases move here, token by token, on SpiffWorkflow."""
