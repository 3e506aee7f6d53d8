"""The web room: pages made on the server. No rule of the field lives here."""
