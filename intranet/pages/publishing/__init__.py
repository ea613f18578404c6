"""From a draft to an edition: what is wanting, what refuses, and what is frozen."""
