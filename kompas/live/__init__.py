"""The conversation with phones and projector."""
