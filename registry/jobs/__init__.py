"""Work in the background: how jobs are taken up, run within limits, tried again and given up."""
