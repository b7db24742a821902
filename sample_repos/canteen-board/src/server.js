import { readFile } from 'node:fs/promises';

import polka from 'polka';

import { doorSheet } from './door.js';
import { dishesOf, parseMenu } from './menu.js';

const { MENU_FILE = 'menu.json', PORT = '8080' } = process.env;
const page = await readFile(new URL('./views/board.html', import.meta.url), 'utf8');

async function today() {
  return dishesOf(parseMenu(await readFile(MENU_FILE, 'utf8')), new Date());
}

polka()
  .get('/', (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(page);
  })
  .get('/today.json', async (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(await today()));
  })
  .get('/door.pdf', async (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/pdf' });
    response.end(await doorSheet(await today()));
  })
  .listen(Number(PORT));
