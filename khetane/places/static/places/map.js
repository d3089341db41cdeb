// Maps of places: bundled outlines, boundaries, and circles whose area stands for a number. No tile server.

const LAND = { color: "#8a8175", weight: 1, fillColor: "#fbf8f3", fillOpacity: 1, interactive: false };
const BACKDROP = { ...LAND, color: "#cfc7b8", fillColor: "#eee8dc" };
const OWN = { color: "#a3482a", weight: 2, fillColor: "#a3482a", fillOpacity: 0.08, interactive: false };
const CHILD = { color: "#1b5e63", weight: 1, fillColor: "#1b5e63", fillOpacity: 0.25 };
const CIRCLE = { color: "#ffffff", weight: 1.5, fillColor: "#1b5e63", fillOpacity: 0.75 };
const OWN_POINT = { color: "#ffffff", weight: 2, fillColor: "#a3482a", fillOpacity: 0.95, interactive: false };
const AROUND = { color: "#8a8175", weight: 1, fillColor: "#8a8175", fillOpacity: 0.06, interactive: false };
const AROUND_POINT = { color: "#ffffff", weight: 1, fillColor: "#6b6358", fillOpacity: 0.9, radius: 4, interactive: false };
const NAMED = 60; // more names than these would hide the map
const SMALLEST = 5;
const LARGEST = 22;

for (const box of document.querySelectorAll("[data-map]")) draw(box);

async function draw(box) {
  try {
    const data = await load(box.dataset.map);
    const outlines = await Promise.all(data.outlines.map(load));
    show(box, data, outlines);
  } catch (error) {
    box.textContent = box.dataset.failed;
    box.classList.add("k-empty");
    throw error;
  }
}

async function load(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

function show(box, data, outlines) {
  const map = L.map(box, { preferCanvas: true, zoomSnap: 0.25, attributionControl: false, scrollWheelZoom: false });
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  const land = outlines.map((outline, index) => {
    const last = index === outlines.length - 1;
    return L.geoJSON(outline, { style: last ? LAND : BACKDROP }).addTo(map);
  });
  const around = data.places ? surroundings(map, data.places) : undefined;
  const largest = Math.max(1, ...data.features.map((feature) => feature.properties.value));
  const drawn = L.geoJSON(data, {
    style: area,
    pointToLayer: (feature, point) => circle(feature, point, largest),
    onEachFeature: explain,
  }).addTo(map);
  fit(map, data, drawn, land.at(-1), around);
}

// Places behind the points of submissions: they are not what the map is about, and lead nowhere.
function surroundings(map, places) {
  const layer = L.geoJSON(
    { type: "FeatureCollection", features: places },
    { style: AROUND, pointToLayer: (_, point) => L.circleMarker(point, AROUND_POINT) },
  ).addTo(map);
  if (places.length > NAMED) return layer;
  layer.eachLayer((place) => {
    const direction = place.feature.geometry.type === "Point" ? "bottom" : "center";
    place.bindTooltip(named(place.feature.properties), { permanent: true, direction, className: "places-around" });
  });
  return layer;
}

// The place nearest to what is drawn is in the picture too: without a name nobody knows where that is.
function withNearest(map, bounds, around) {
  const middle = bounds.getCenter();
  const points = around.getLayers().map((place) => (place.getLatLng ? place.getLatLng() : place.getBounds().getCenter()));
  points.sort((one, other) => map.distance(middle, one) - map.distance(middle, other));
  return points.length ? bounds.extend(points[0]) : bounds;
}

// A circle has its own look already.
function area(feature) {
  if (feature.geometry.type === "Point") return {};
  return feature.properties.role === "own" ? OWN : CHILD;
}

// The area of a circle is in proportion to its number; without one it has the smallest size.
function circle(feature, point, largest) {
  const { role, value } = feature.properties;
  if (role === "own") return L.circleMarker(point, { ...OWN_POINT, radius: 7 });
  const radius = SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(value / largest) * (value > 0 ? 1 : 0);
  return L.circleMarker(point, { ...CIRCLE, radius });
}

function explain(feature, layer) {
  const { url, role } = feature.properties;
  if (role === "own") return;
  layer.bindTooltip(named(feature.properties));
  layer.on("click", () => location.assign(url));
}

function named({ name, note, count }) {
  const text = document.createElement("span");
  text.textContent = count ? `${name}: ${count}` : name;
  if (note) {
    const small = document.createElement("small");
    small.textContent = ` ${note}`;
    text.append(small);
  }
  return text;
}

// What lies here decides what is seen. A place that is one point is seen with the country around it; points of
// submissions (`closest`) are seen as near as that, with a scale to say how far they lie apart.
function fit(map, data, drawn, country, around) {
  const areas = data.features.some((feature) => feature.geometry.type !== "Point");
  const several = areas || data.features.length > 1 || data.closest !== undefined;
  if (data.closest !== undefined) L.control.scale({ imperial: false }).addTo(map);
  let bounds = several ? drawn.getBounds() : country?.getBounds();
  if (around && bounds?.isValid()) bounds = withNearest(map, bounds, around);
  if (bounds?.isValid()) map.fitBounds(bounds.pad(0.06), { maxZoom: data.closest ?? (areas ? 14 : 11), animate: false });
  else map.setView([43, 21], 6);
}
