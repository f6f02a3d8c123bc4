"""What is done without anybody asking: clearing away, warning admins, forgetting a workspace that left."""
