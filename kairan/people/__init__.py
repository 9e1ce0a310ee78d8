"""The people of the office: who they are, how they sign in, where their mail reaches them."""
