"""What is computed over reports: one file for each question that one report alone does not answer."""
