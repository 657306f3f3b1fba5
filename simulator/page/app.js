/** Joins the parts: the chosen person, her phone, her SMS, her mailbox. */

import { allPeople, phoneOf } from "./api.js";
import { Conversation } from "./conversation.js";
import { byId } from "./dom.js";
import { follow } from "./events.js";
import { startPayload } from "./links.js";
import { MailPanel } from "./mail.js";
import { peopleSwitch } from "./people.js";
import { showPractice } from "./practice.js";
import { SmsPanel } from "./sms.js";
import { tabs } from "./tabs.js";
import { theme } from "./theme.js";

const LOOK_AGAIN = 5000; // milliseconds between two looks at what the other people received

/** A French number as people read it. */
const spaced = (number) => number.replace(/^(\+33)(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1 $2 $3 $4 $5 $6");

let current = null;
let leave = () => {};

const go = tabs((view) => view === "sms" && sms?.read());
const chat = new Conversation({ invitation: () => mail.invitation() });
const sms = new SmsPanel({ open: () => go("sms"), paste });
const mail = new MailPanel({ open: () => go("mail"), bot: () => chat.bot });
const people = peopleSwitch(choose);

function paste(code) {
  if (current.role === "professional") return;
  go("chat");
  chat.paste(code);
}

function choose(person) {
  if (person.user_id === current?.user_id) return;
  leave();
  current = person;
  localStorage.setItem("person", person.user_id);
  const phone = phoneOf(person.user_id);
  const works = person.role === "professional";
  document.body.dataset.role = person.role;
  byId("phone").hidden = works;
  byId("practice").hidden = !works;
  byId("sms-number").textContent = spaced(person.phone ?? "");
  byId("mail-address").textContent = person.email ?? "";
  if (works) showPractice(person);
  else chat.open(phone);
  let first = true;

  async function opened() {
    const [texts, mails] = await Promise.all([phone.get("sms"), phone.get("mail"), works || chat.refresh()]);
    if (person !== current) return;
    sms.load(person.user_id, texts);
    mail.load(person.user_id, mails, first);
    if (!works) chat.show();
    first = false;
    byId("connection").hidden = true;
  }

  function happened(name, facts) {
    if (name === "sms") sms.arrived(facts);
    else if (name === "mail") {
      mail.arrived(facts);
      if (!works) chat.show();
    } else if (!works) chat.happened(name, facts);
  }

  leave = follow(person.user_id, { opened, happened, lost: () => (byId("connection").hidden = false) });
  look();
}

async function look() {
  const all = await allPeople().catch(() => []);
  if (!current && all.length) {
    const last = Number(localStorage.getItem("person"));
    choose(all.find(({ user_id: id }) => id === last) ?? all[0]);
  }
  people.show(all, current?.user_id);
  if (!all.length) byId("connection").hidden = false;
}

document.addEventListener("click", (event) => {
  const anchor = event.target.closest("a[href]");
  const payload = anchor && startPayload(anchor.href, chat.bot.username);
  if (payload === null || current.role === "professional") return;
  event.preventDefault();
  go("chat");
  chat.start(payload);
});

theme(byId("theme"));
look();
setInterval(() => document.hidden || look(), LOOK_AGAIN);
