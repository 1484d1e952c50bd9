"""What looking at real chains costs, beside a bare C program and web3.py."""
