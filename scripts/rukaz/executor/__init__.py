"""Where the annotation is computed: in this process, in several, or on a cluster; the bytes are the same."""
