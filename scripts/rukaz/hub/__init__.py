"""Share a corpus on the Hugging Face Hub, with its texts or without, and join the two again."""
