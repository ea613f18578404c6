"""Rules and their register, deadlines as rows, reconciling, reminding, escalating."""
