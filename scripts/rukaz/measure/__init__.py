"""What a corpus and its models are worth: accuracy, speed, statistics."""
