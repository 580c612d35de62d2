// The shapes of a map as they stand in the page, as places on Earth; and in which of them a place is.
const NEAR_DEGREES = 0.004;

// Every path of the box is "M10 20l5 5 -3 8z" once for each ring: a beginning, then steps.
export function shapesIn(box) {
  const [west, north, across, down] = ["west", "north", "across", "down"].map((name) => Number(box.dataset[name]));
  const place = ([x, y]) => [north - y / down, west + x / across];
  return [...box.querySelectorAll("path")].map((path) => ({
    code: path.dataset.code,
    rings: path.getAttribute("d").split("M").filter(Boolean).map((ring) => walked(ring).map(place)),
  }));
}

export function areaAt(shapes, { lat, lng }) {
  const within = shapes.find((shape) => shape.rings.filter((ring) => isAround(ring, lat, lng)).length % 2 === 1);
  if (within) return within.code;
  const narrow = Math.cos(lat * Math.PI / 180);
  const distances = shapes.map((shape) => Math.min(...shape.rings.flat().map(([y, x]) => Math.hypot(y - lat, (x - lng) * narrow))));
  const nearest = Math.min(...distances);
  return nearest < NEAR_DEGREES ? shapes[distances.indexOf(nearest)].code : null;
}

function walked(ring) {
  const [x, y, ...steps] = ring.match(/-?\d+/g).map(Number);
  const points = [[x, y]];
  for (let at = 0; at < steps.length; at += 2) points.push([points.at(-1)[0] + steps[at], points.at(-1)[1] + steps[at + 1]]);
  return points;
}

function isAround(ring, lat, lng) {
  let odd = false;
  ring.forEach(([y2, x2], at) => {
    const [y1, x1] = ring.at(at - 1);
    if ((y1 > lat) !== (y2 > lat) && lng < (x2 - x1) * (lat - y1) / (y2 - y1) + x1) odd = !odd;
  });
  return odd;
}
