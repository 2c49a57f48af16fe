"""How far objectives are met, on which evidence; and what is recommended."""
