"""What the rules of the register say of plain values and dates. Pure (REG-01…11, DOC-01…09, VOL-01…06)."""
