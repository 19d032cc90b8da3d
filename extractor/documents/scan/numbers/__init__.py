"""The content of a cell: recognised in several views (CTC), its digits compared, its doubts named."""
