"""The survey editor: its outline, its forms, what each edit does to the draft."""
