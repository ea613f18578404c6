"""Measurements as ratios taken in one run: what we do against the least that would have to be done anyway."""
