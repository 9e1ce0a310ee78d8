"""How the mails of the office look: the frame of all, with the company's name, logo and colour."""
