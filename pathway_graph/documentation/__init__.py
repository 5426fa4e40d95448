"""Write the pages that come from the product itself: the manual, the workbook, the questions."""
