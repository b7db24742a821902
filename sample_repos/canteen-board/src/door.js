import { MenuSheet } from '@kitchenworks/menu-pdf';

/** The sheet for the door: A4, one dish a line, as PDF bytes. */
export async function doorSheet(dishes) {
  const sheet = new MenuSheet({ paper: 'A4', title: 'Today' });
  for (const dish of dishes) {
    sheet.line(dish.name, dish.price.toFixed(2), dish.allergens ?? []);
  }
  return sheet.render();
}
