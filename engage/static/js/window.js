// A window of its own, known to the server by a word: what it saved itself is never somebody else's work.
const NAME = "engage-desk";
const SAVING = "engage-saving";
const MOST = 60_000; // bytes that a request may have to arrive though its page is gone

function drawn() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function stored(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null; // kept out of the store, a window is known for as long as its page stands
  }
}

export const desk = stored((store) => store.getItem(NAME)) ?? drawn();
stored((store) => store.setItem(NAME, desk));

// How a form is sent: so that it arrives even where the page is left, unless it is large or has files.
export function carried(data) {
  if ([...data.values()].some((value) => value instanceof File)) return { method: "POST", body: data };
  const body = new URLSearchParams(data);
  return { method: "POST", body, keepalive: body.toString().length < MOST };
}

// What is being saved is noted until the answer is there.
export function begun(address, data) {
  stored((store) => store.setItem(SAVING, JSON.stringify([address, [...data]])));
}

export function done() {
  stored((store) => store.removeItem(SAVING));
}

export function unfinished() {
  const found = stored((store) => JSON.parse(store.getItem(SAVING)));
  if (!found) return null;
  const data = new FormData();
  for (const [name, value] of found[1]) data.append(name, value);
  return { address: found[0], data };
}
