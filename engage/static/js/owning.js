// One tab answers a response, as a lock of the browser says; a copy of the tab is told, and may take over.
// Who waits becomes the owner when the other tab is closed. Without locks nobody is told.
const PATIENCE = 1500; // milliseconds in which the page before, in this very tab, lets go

export default function own(name, told) {
  let holds = 0; // the newest hold counts: those before were let go or taken away
  let isElsewhere = false;
  let letGo = () => {};

  function say(elsewhere) {
    if (elsewhere === isElsewhere) return;
    isElsewhere = elsewhere;
    told(elsewhere);
  }

  function hold(options = {}) {
    if (!navigator.locks) return;
    const number = ++holds;
    const waited = setTimeout(() => { if (number === holds) say(true); }, PATIENCE);
    const held = navigator.locks.request(name, options, () => new Promise((resolve) => {
      clearTimeout(waited);
      if (number !== holds) return resolve();
      letGo = resolve;
      say(false);
    }));
    held.catch((error) => {
      if (number !== holds || error.name !== "AbortError") return;
      say(true);
      hold();
    });
  }

  function leave() {
    holds += 1;
    letGo();
  }

  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) hold(); });
  hold();
  return {
    isElsewhere: () => isElsewhere,
    take: () => hold({ steal: true }),
    become(other) {
      leave();
      name = other;
      say(false);
      hold();
    },
  };
}
