"""What is done without anybody asking: cleaning up, warning admins, forgetting a workspace that left."""
