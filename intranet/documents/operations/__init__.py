"""What can be done to documents: publishing, assigning, asking, confirming, signing, reviewing, keeping their files."""
