"""A spoken exercise coach for people with upper back pain."""
