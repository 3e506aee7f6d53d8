"""Small pictures made on the server: geometry here, how they look in the style sheets."""
