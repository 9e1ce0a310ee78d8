"""Schedule: what people do when, alone and together, and that they hear of it."""
