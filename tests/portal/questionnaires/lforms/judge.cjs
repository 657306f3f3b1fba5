// What LForms (npm `lforms` 40, with `jsdom`) says of forms and answers: reads cases on standard input, writes verdicts.
// Started by record.py, which says how to install them; LFORMS_HOME is the folder that holds node_modules.
const fs = require("fs");
const path = require("path");

const home = process.env.LFORMS_HOME || ".";
const { JSDOM } = require(path.resolve(home, "node_modules/jsdom"));
const built = path.resolve(home, "node_modules/lforms/dist/lforms");
const SCRIPTS = [
  "webcomponent/assets/lib/zone.min.js",
  "webcomponent/runtime.js",
  "webcomponent/polyfills.js",
  "webcomponent/main.js",
  "fhir/R4/lformsFHIR.min.js",
];

function lforms() {
  const { window } = new JSDOM("<!DOCTYPE html>", { runScripts: "outside-only", url: "http://localhost/" });
  const nothing = () => {};
  window.matchMedia = () => ({ matches: false, addListener: nothing, removeListener: nothing });
  window.ResizeObserver = class { observe() {} disconnect() {} };
  window.console = { ...console, log: nothing, warn: nothing, error: nothing };
  window.fetch = () => Promise.reject(new Error("no network"));
  for (const script of SCRIPTS) window.eval(fs.readFileSync(path.join(built, script), "utf8"));
  return window.LForms;
}

function flat(items, found = {}) {
  for (const item of items || []) {
    (found[item.linkId] ||= []).push(...(item.answer || []));
    for (const answer of item.answer || []) flat(answer.item, found);
    flat(item.item, found);
  }
  return found;
}

function setValue(item, answers) {
  const read = (answer) => {
    const key = Object.keys(answer).find((name) => name.startsWith("value"));
    const value = answer[key];
    if (item.answers) return item.answers.find((one) => (key === "valueCoding" ? one.code === value.code : one.text === value));
    return key === "valueQuantity" ? value.value : value;
  };
  const values = answers.map(read).filter((value) => value !== undefined);
  const several = item.answers && item.answerCardinality && item.answerCardinality.max !== "1";
  if (values.length) item.value = several ? values : values[0];
}

async function settle(form) {
  for (let turn = 0; turn < 4; turn++) {
    await form._expressionProcessor.runCalculations(turn === 0);
    for (const item of form.itemList) form.updateOnSourceItemChange(item);
    await new Promise((done) => setTimeout(done, 10));
  }
}

function isEnabled(item) {
  for (let one = item; one && one.linkId !== undefined; one = one._parentItem)
    if (one._skipLogicStatus === "target-disabled" || one._enableWhenExpVal === false) return false;
  return true;
}

const repeats = (items) => (items || []).some((one) => (one.type === "group" && one.repeats) || repeats(one.item));

// Groups that stand several times are taken from the response as LForms reads one.
async function judgeRepeating(LForms, { questionnaire, response }) {
  const read = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, "R4");
  const whole = { resourceType: "QuestionnaireResponse", status: "completed", ...response };
  const merged = LForms.Util.mergeFHIRDataIntoLForms("QuestionnaireResponse", whole, read, "R4");
  merged.hasSavedData = false; // or it would keep to what was saved, and compute nothing
  const form = new LForms.LFormsData(merged);
  await settle(form);
  const enabled = [...new Set(form.itemList.filter(isEnabled).map((item) => item.linkId))];
  const written = flat(LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4", form).item);
  const given = flat(response.item);
  const computed = Object.entries(written).filter(([linkId, answers]) => !given[linkId] && answers.length);
  return { enabled, values: Object.fromEntries(computed) };
}

async function judge(LForms, { questionnaire, response }) {
  if (repeats(questionnaire.item)) return judgeRepeating(LForms, { questionnaire, response });
  const form = new LForms.LFormsData(LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, "R4"));
  await settle(form);
  const given = flat(response.item);
  for (const item of form.itemList) if (given[item.linkId]) setValue(item, given[item.linkId]);
  await settle(form);
  const written = flat(LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4", form).item);
  const enabled = [...new Set(form.itemList.filter(isEnabled).map((item) => item.linkId))];
  // What was not given and yet is written was computed.
  const values = Object.fromEntries(
    Object.entries(written).filter(([linkId, answers]) => !given[linkId] && answers.length),
  );
  return { enabled, values };
}

(async () => {
  const LForms = lforms();
  const verdicts = [];
  for (const one of JSON.parse(fs.readFileSync(0, "utf8"))) {
    try {
      verdicts.push(await judge(LForms, one));
    } catch (error) {
      verdicts.push({ error: String(error.message) });
    }
  }
  process.stdout.write(JSON.stringify(verdicts), () => process.exit(0));
})();
