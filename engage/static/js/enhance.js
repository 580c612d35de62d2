// Loads ./NAME.js for every [data-enhance="NAME ..."] on the page; pages work without it.
for (const element of document.querySelectorAll("[data-enhance]")) {
  for (const name of element.dataset.enhance.split(" ")) {
    import(`./${name}.js`).then((module) => module.default(element));
  }
}
