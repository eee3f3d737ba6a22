"""What every API of the portal shares: problems, paging, raw JSON, the allowance of requests."""
