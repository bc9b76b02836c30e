"""How the bundled encoder is tuned: what is trained on, with what, and what it gave."""
