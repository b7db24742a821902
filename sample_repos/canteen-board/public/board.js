/* global Ticker */

async function refresh() {
  const dishes = await (await fetch('/today.json')).json();
  const list = document.getElementById('dishes');
  list.replaceChildren(
    ...dishes.map((dish) => {
      const line = document.createElement('li');
      line.textContent = `${dish.name}  ${dish.price.toFixed(2)}`;
      return line;
    }),
  );
}

new Ticker(document.getElementById('ticker'));
await refresh();
setInterval(refresh, 60_000);
