"""How a language writes dates, where Django's own way is not ours: read by FORMAT_MODULE_PATH."""
