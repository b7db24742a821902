import dayjs from 'dayjs';

/**
 * Reads the cooks' file: an object from ISO dates to arrays of dishes.
 * Throws a SyntaxError that names the day when a dish has no name or price.
 */
export function parseMenu(json) {
  const menu = JSON.parse(json);
  for (const [day, dishes] of Object.entries(menu)) {
    for (const dish of dishes) {
      if (!dish.name || !Number.isFinite(dish.price)) {
        throw new SyntaxError(`${day}: every dish needs a name and a price`);
      }
    }
  }
  return menu;
}

/** The dishes of one day, cheapest first; none when the canteen is closed. */
export function dishesOf(menu, date) {
  const dishes = menu[dayjs(date).format('YYYY-MM-DD')] ?? [];
  return [...dishes].sort((a, b) => a.price - b.price);
}
