"""How a contribution is reviewed and agreed before it is published."""
