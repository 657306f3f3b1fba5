/** Follows what happens on one person's phone, and comes back by itself when the simulator restarts. */

const NAMES = ["message", "edit", "delete", "read", "typing", "callback_answer", "sms", "mail", "commands"];
const RETRY = 1500; // milliseconds: a restart of the simulator takes about that long

/**
 * `opened()` runs at every (re)connection and loads the whole state; events that arrive meanwhile wait for it, so
 * nothing is lost between the state and the stream. Returns a function that stops listening.
 */
export function follow(userId, { opened, happened, lost }) {
  let source = null;
  let timer = 0;
  let stopped = false;

  function again() {
    source.close();
    if (stopped) return;
    lost();
    clearTimeout(timer);
    timer = setTimeout(connect, RETRY);
  }

  function connect() {
    const mine = new EventSource(`/phone/${userId}/events`);
    let waiting = [];
    source = mine;
    mine.onerror = () => mine === source && again();
    mine.onopen = async () => {
      try {
        await opened();
      } catch {
        if (mine === source) again();
        return;
      }
      for (const [name, facts] of waiting) if (!stopped) happened(name, facts);
      waiting = null;
    };
    for (const name of NAMES) {
      mine.addEventListener(name, ({ data }) => {
        const facts = JSON.parse(data);
        if (waiting) waiting.push([name, facts]);
        else if (!stopped) happened(name, facts);
      });
    }
  }

  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
}
