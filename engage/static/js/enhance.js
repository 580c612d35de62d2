// Loads ./NAME.js for every [data-enhance="NAME ..."] on the page; pages work without it.
// Where all of them are at work, the page says so: <html data-enhanced>.
const atWork = [...document.querySelectorAll("[data-enhance]")].flatMap((element) =>
  element.dataset.enhance.split(" ").map(async (name) => (await import(`./${name}.js`)).default(element)));
Promise.all(atWork).then(() => { document.documentElement.dataset.enhanced = ""; });
