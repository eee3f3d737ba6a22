"""Personal data: what is held of whom, handing it out, erasing it, and forgetting it in time."""
