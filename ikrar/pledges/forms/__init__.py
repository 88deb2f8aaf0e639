"""Input of the room: fields, cleaning, error words; a module a subject."""
