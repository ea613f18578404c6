"""What can be done to pages beyond what Wagtail does: publishing as editions, importing, planting the site's tree."""
