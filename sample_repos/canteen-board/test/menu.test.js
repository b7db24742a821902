import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dishesOf, parseMenu } from '../src/menu.js';

test('the cheapest dish comes first', () => {
  const menu = parseMenu('{"2025-03-20": [{"name": "Stew", "price": 6.5}, {"name": "Soup", "price": 3.2}]}');

  assert.deepEqual(
    dishesOf(menu, new Date(2025, 2, 20)).map((dish) => dish.name),
    ['Soup', 'Stew'],
  );
});

test('a dish without a price names its day', () => {
  assert.throws(() => parseMenu('{"2025-03-21": [{"name": "Stew"}]}'), /2025-03-21/);
});
