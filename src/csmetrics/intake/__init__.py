"""Raw cells → canonical typed table and ledger: which column is what, and what its cells mean."""
