"""Commands about licences themselves, and how every command of the house speaks: its help, its errors, its language."""
