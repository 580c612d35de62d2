// A map of areas over their list: a tap, or Enter for its middle, puts a pin and chooses the area in the list. No tiles
// from elsewhere: the shapes stand in the page. Leaflet is loaded only where a question has a map.
import "../vendor/leaflet/leaflet.js";
import { areaAt, shapesIn } from "./map_shapes.js";

const { L } = globalThis;
const LETTER = 7;

export default function map(box) {
  const form = box.closest("form") ?? document.createElement("form");
  const field = document.getElementById(box.dataset.field);
  const shapes = shapesIn(box);
  const { width, height } = box.querySelector("svg").viewBox.baseVal;
  const canvas = make("div", { className: "map-canvas", dir: "ltr" });
  canvas.style.aspectRatio = String(Math.min(1.25, Math.max(0.9, width / height)));
  const said = make("p", { className: "map-said" });
  const put = make("button", { className: "button secondary", type: "button", textContent: box.dataset.put });
  const take = make("button", { className: "button quiet", type: "button", textContent: box.dataset.take });
  const row = make("div", { className: "row" });
  row.append(put, take);
  box.replaceChildren(canvas, said, row);
  box.hidden = false;
  said.setAttribute("role", "status");
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", box.dataset.called);

  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const view = L.map(canvas, { attributionControl: false, zoomControl: false, zoomSnap: 0.5, scrollWheelZoom: false, zoomAnimation: moves, fadeAnimation: moves, inertia: moves });
  L.control.zoom({ zoomInTitle: box.dataset.nearer, zoomOutTitle: box.dataset.farther }).addTo(view);
  const areas = new Map(shapes.map(({ code, rings }) => [code, L.polygon(rings, { className: "map-area", fillRule: "evenodd" }).addTo(view)]));
  for (const [code, area] of areas) area.bindTooltip(nameOf(code), { permanent: true, direction: "center", className: "map-name" });
  const all = L.featureGroup([...areas.values()]).getBounds();
  view.fitBounds(all, { padding: [8, 8] }).setMaxBounds(all.pad(0.5)).setMinZoom(view.getZoom() - 0.5);
  let pin = null;
  let last = chosen();

  // The list is a select, or radios; a long one is searched by typing and then called otherwise.
  function listed() {
    return [...form.elements].filter((each) => [each.name, each.id].some((name) => name === box.dataset.area || name === `f_${box.dataset.area}_all`));
  }

  function nameOf(code) {
    const items = listed().flatMap((each) => (each.options ? [...each.options] : [each]));
    const item = items.find((each) => each.value === code);
    return (item?.labels?.[0]?.textContent ?? item?.text ?? code).trim();
  }

  function chosen() {
    const found = listed().find((each) => (each.type === "radio" ? each.checked : each.tagName === "SELECT"));
    return found?.value ?? "";
  }

  function choose(code) {
    for (const each of listed()) {
      if (each.type === "radio") each.checked = each.value === code;
      if (each.tagName === "SELECT") each.value = code;
      if (each.type === "radio" ? each.checked : true) each.dispatchEvent(new Event("change", { bubbles: true }));
    }
    last = code;
  }

  function tell() {
    for (const [code, area] of areas) area.getElement().classList.toggle("chosen", code === last);
    said.textContent = pin ? box.dataset.in.replace("{area}", nameOf(last)) : box.dataset.none;
    take.hidden = !pin;
  }

  function remove() {
    pin?.remove();
    pin = null;
    field.value = "";
    tell();
  }

  function set(at) {
    const code = areaAt(shapes, at);
    if (!code) {
      said.textContent = box.dataset.outside;
      return;
    }
    pin?.remove();
    pin = L.marker(at, { icon: L.divIcon({ className: "map-pin", iconSize: [28, 28], iconAnchor: [14, 28] }), keyboard: false, interactive: false }).addTo(view);
    field.value = `${at.lat.toFixed(5)} ${at.lng.toFixed(5)}`;
    choose(code);
    tell();
  }

  // A name stands in its area only where there is room for it.
  function name() {
    for (const area of areas.values()) {
      const [east, west] = [area.getBounds().getNorthEast(), area.getBounds().getSouthWest()].map((at) => view.latLngToContainerPoint(at).x);
      const label = area.getTooltip().getElement();
      if (label) label.hidden = label.textContent.length * LETTER > east - west;
    }
  }

  function showStored() {
    const [lat, lng] = field.value.split(" ").map(Number);
    if (field.value && Number.isFinite(lat) && Number.isFinite(lng)) set(L.latLng(lat, lng));
    else remove();
  }

  function follow() {
    const code = chosen();
    if (code === last) return;
    last = code;
    if (pin && areaAt(shapes, pin.getLatLng()) !== code) remove();
    if (code && !pin) view.fitBounds(areas.get(code)?.getBounds() ?? all, { animate: moves });
    tell();
  }

  view.on("click", (event) => set(event.latlng));
  view.on("zoomend", name);
  put.addEventListener("click", () => set(view.getCenter()));
  take.addEventListener("click", () => { remove(); put.focus(); });
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== canvas) return;
    event.preventDefault();
    set(view.getCenter());
  });
  field.addEventListener("change", showStored);
  for (const event of ["change", "focusout"]) form.addEventListener(event, (each) => { if (each.isTrusted) follow(); });
  showStored();
  name();
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
