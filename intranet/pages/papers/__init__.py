"""Editions and drafts as papers to print or to open in Word."""
