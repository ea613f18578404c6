"""What can be done to documents: publishing editions, acknowledging, keeping the file they came from."""
