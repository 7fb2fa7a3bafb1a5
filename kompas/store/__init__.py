"""Files: reading what people and kompas wrote, changing only what must change, losing nothing."""
