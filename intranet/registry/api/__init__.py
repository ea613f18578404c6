"""The register's API: what the public may read of it, and what other systems may write under a key.

``urls`` is what the site mounts; ``reading`` and ``writing`` are the operations; ``document`` makes the OpenAPI.
"""
