"""The build: texts to documents, documents to shards, each shard to files of the corpus."""
