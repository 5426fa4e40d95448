"""Put pictures together as data: boxes, links and texts with their places; writers in exports/ draw them."""
