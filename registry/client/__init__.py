"""A pool on another machine, as a program sees it: `/api/v1` over HTTP, its tokens kept, its downloads verified."""
