"""What a licence is: identify text, classify, obligations, rule packs, verdicts.

The lowest room of the house. It knows nothing of repositories, databases or pages, so everything above may use it.
"""
