// The review table by keyboard, and its choices saved as they are made. Without this script the table is a form with a button.

const at = id => document.getElementById(id);
const form = at('table');
const body = at('rows');
const rows = [...body?.querySelectorAll('tr[data-item]') ?? []];
const PAGE = 10; // rows that Page Up and Page Down pass

document.documentElement.classList.add('live');

const what = row => row.querySelector('th').textContent.trim() + ', ' + row.querySelector('.what').textContent.trim();
const choiceOf = row => row.querySelector('select');
const wordsOf = field => field.parentElement.querySelector('.words');
const tickOf = row => row.querySelector('input[type=checkbox]');
const ticked = () => rows.filter(row => tickOf(row).checked);
const needsWords = option => option.endsWith(':other') || option.startsWith('not-');

function say(text, alert = false) {
  at('says').textContent = alert ? '' : text;
  at('alert').textContent = alert ? text : '';
}

// ── saving ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

const unsaved = new Map(); // field name → value, sent together when the post before has come back
let sending = null;

async function post(values) {
  const data = new URLSearchParams({ token: form.elements.token.value, delivery: crypto.randomUUID(), verb: 'review.draft' });
  for (const [name, value] of values) data.append(name, value);
  const response = await fetch(form.action, { method: 'POST', body: data, headers: { Accept: 'application/json' } });
  if (!response.headers.get('content-type')?.startsWith('application/json')) throw new Error('This page is out of date: load it again.');
  const told = await response.json();
  at('waiting').textContent = told.waiting.toLocaleString('en');
  at('chosen').textContent = told.chosen.toLocaleString('en');
  return told;
}

const marks = (row, saved, mistake = '') => {
  row.querySelector('.saved').textContent = saved;
  row.querySelector('.mistake').textContent = mistake;
  const select = choiceOf(row);
  mistake ? select.setAttribute('aria-invalid', 'true') : select.removeAttribute('aria-invalid');
  mistake ? select.setAttribute('aria-describedby', row.querySelector('.mistake').id) : select.removeAttribute('aria-describedby');
};

// What is chosen while a post is on its way goes with the next one, so that an older choice never lands last.
function save(row) {
  const [select, words] = [choiceOf(row), wordsOf(choiceOf(row))];
  unsaved.set(select.name, select.value).set(words.name, words.value);
  marks(row, 'saving…');
  sending ??= flush().finally(() => { sending = null; });
  return sending;
}

async function flush() {
  while (unsaved.size > 0) {
    const batch = [...unsaved];
    unsaved.clear();
    const sent = rows.filter(row => batch.some(([name]) => name === choiceOf(row).name));
    try {
      const told = await post(batch);
      for (const row of sent) {
        if (unsaved.has(choiceOf(row).name)) continue; // chosen anew meanwhile
        const number = row.dataset.item;
        const mistake = told.mistakes[`d${number}`] ?? told.mistakes[`w${number}`];
        marks(row, mistake || told.text ? 'not saved' : choiceOf(row).value ? 'draft, not signed' : '', mistake);
      }
      if (told.text) say(told.text, true);
      else if (Object.keys(told.mistakes).length > 0) say(Object.values(told.mistakes).join(' '), true);
    } catch (fault) {
      for (const row of sent) marks(row, 'not saved');
      say(fault instanceof TypeError ? 'No connection: the last choices are not saved. Choose again when it is back.' : fault.message, true);
    }
  }
}

async function saveTogether(option, words, chosen) {
  await sending;
  for (const row of chosen) marks(row, 'saving…');
  const values = [['v.for-ticked', 'yes'], ['v.bulk', option], ['v.bulk-words', words], ...chosen.map(row => ['v.tick', row.dataset.item])];
  let told;
  try {
    told = await post(values);
  } catch (fault) {
    told = { saved: false, text: fault instanceof TypeError ? 'No connection: nothing was saved.' : fault.message, mistakes: {} };
  }
  for (const row of chosen) {
    const mistake = told.mistakes[`d${row.dataset.item}`] ?? told.mistakes[`w${row.dataset.item}`];
    if (told.text || mistake) {
      marks(row, choiceOf(row).value ? 'draft, not signed' : '', mistake);
      continue;
    }
    choiceOf(row).value = option;
    wordsOf(choiceOf(row)).value = words;
    showWords(choiceOf(row));
    marks(row, 'draft, not signed');
    tickOf(row).checked = false;
  }
  countTicks();
  if (told.text) return say(told.text, true);
  say(`${label(option)}: saved for ${chosen.length}.`);
}

// ── choosing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

let last = null; // what was chosen last: option and words
let asked = null; // a decision that waits for its reason: the options that a digit picks

const label = option => [...form.querySelectorAll('select option')].find(o => o.value === option)?.textContent ?? option;

function choose(option, words = '') {
  asked = null;
  at('why').textContent = '';
  const chosen = ticked();
  last = { option, words };
  if (chosen.length > 0) return void saveTogether(option, words, chosen);
  const row = current();
  const select = choiceOf(row);
  if (![...select.options].some(o => o.value === option)) return say('This access can’t have that choice: it needs its own reason.', true);
  select.value = option;
  wordsOf(select).value = words;
  showWords(select);
  if (needsWords(option) && !words || option.startsWith('modify')) return focusWords(select);
  save(row);
  say(`${what(row)}: ${label(option)}.`);
  step(1);
}

function ask(decision) {
  const of = ticked().length > 0 ? ticked() : [current()];
  const options = [...choiceOf(of[0]).options].filter(o => o.value.split(':')[0] === decision && of.every(row => [...choiceOf(row).options].some(p => p.value === o.value)));
  if (options.length === 0) return say('Those ticked can’t have one choice together: some are flagged and some are not.', true);
  if (options.length === 1) return choose(options[0].value);
  asked = options.map(o => o.value);
  at('why').textContent = `${of.length > 1 ? `For ${of.length} ticked. ` : ''}${options.map((o, i) => `${i + 1} ${o.textContent}`).join(' · ')} · Escape: leave it`;
}

function pick(option) {
  if (!needsWords(option)) return choose(option);
  if (ticked().length === 0) return choose(option);
  asked = null;
  at('why').textContent = '';
  at('bulk').value = option;
  showWords(at('bulk'));
  focusWords(at('bulk'));
}

function showWords(select) {
  wordsOf(select).hidden = !needsWords(select.value) && !wordsOf(select).value;
}

function focusWords(select) {
  wordsOf(select).hidden = false;
  wordsOf(select).focus();
}

// ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const current = () => rows.find(row => row.tabIndex === 0) ?? rows[0];

function go(row) {
  if (!row) return;
  for (const other of rows) other.tabIndex = -1;
  row.tabIndex = 0;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
}

function step(by) {
  const to = rows.indexOf(current()) + by;
  if (to < 0) return go(rows[0]);
  if (to < rows.length) return go(rows[to]);
  if (by === 1 && at('next')) {
    at('next').focus();
    say('The last row of this page. Enter shows the next ones.');
  } else {
    go(rows.at(-1));
    if (by === 1) say('The last row. S goes to the signing.');
  }
}

function countTicks() {
  const chosen = ticked();
  const unknown = chosen.filter(row => 'unknown' in row.dataset).length;
  at('ticked').textContent = `${chosen.length} ticked`;
  at('tick-all').checked = chosen.length > 0 && chosen.length === rows.length;
  const option = at('bulk').value;
  const of = unknown > 0 ? `, ${unknown} with last use or sign-in unknown` : '';
  at('bulk-apply').textContent = chosen.length === 0 ? 'Choose for all ticked' : `${option ? label(option) : 'Choose'}, for ${chosen.length} ticked${of}`;
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  PageDown: () => step(PAGE),
  PageUp: () => step(-PAGE),
  Home: () => go(rows[0]),
  End: () => go(rows.at(-1)),
  k: () => ask('keep'),
  r: () => ask('revoke'),
  n: () => ask('not-sure'),
  m: () => current().querySelector('.modify').click(),
  x: () => choose(''),
  '.': () => last && choose(last.option, last.words),
  Enter: () => choiceOf(current()).focus(),
  ' ': () => { tickOf(current()).click(); },
  p: () => {
    for (const row of rows) if (row.dataset.person === current().dataset.person) tickOf(row).checked = true;
    countTicks();
    say(`${ticked().length} ticked.`);
  },
  Escape: () => {
    if (asked) {
      asked = null;
      at('why').textContent = '';
      return;
    }
    for (const row of rows) tickOf(row).checked = false;
    countTicks();
  },
  '/': () => at('q').focus(),
  s: () => at('sign-all').focus(),
  '?': () => { at('keys').open = !at('keys').open; },
};

body?.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches('select') && event.key === 'Escape') return go(event.target.closest('tr'));
  if (event.target.matches('.words') && (event.key === 'Enter' || event.key === 'Escape')) {
    event.preventDefault();
    const row = event.target.closest('tr');
    if (event.key === 'Enter') last = { option: choiceOf(row).value, words: event.target.value };
    go(row);
    if (event.key === 'Enter') step(1);
    return;
  }
  if (!event.target.matches('tr')) return;
  if (asked && /^[1-9]$/.test(event.key)) {
    event.preventDefault();
    if (asked[event.key - 1]) pick(asked[event.key - 1]);
    return;
  }
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

body?.addEventListener('focusin', event => {
  const row = event.target.closest('tr[data-item]');
  if (!row) return;
  for (const other of rows) other.tabIndex = -1;
  row.tabIndex = 0;
});

body?.addEventListener('click', event => {
  const row = event.target.closest('tr[data-item]');
  if (row && !event.target.closest('input, select, a, button')) go(row);
});

form?.addEventListener('change', event => {
  const field = event.target;
  if (field.id === 'tick-all') for (const row of rows) tickOf(row).checked = field.checked;
  if (field.id === 'bulk') showWords(field);
  if (field.type === 'checkbox' || field.id === 'bulk') return countTicks();
  const row = field.closest('tr[data-item]');
  if (!row) return;
  const select = choiceOf(row);
  showWords(select);
  if (field === select && (needsWords(select.value) && !wordsOf(select).value)) return focusWords(select);
  last = { option: select.value, words: wordsOf(select).value };
  save(row);
});

// ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

let leaving = false;

form?.addEventListener('submit', async event => {
  if (event.submitter?.id === 'bulk-apply') {
    event.preventDefault();
    const [option, words] = [at('bulk').value, at('bulk-words').value];
    if (!option) return say('Choose first what should happen with all that is ticked.', true);
    if (ticked().length === 0) return say('Tick at least one access first.', true);
    await saveTogether(option, words, ticked());
    return;
  }
  if (leaving || !sending) return;
  event.preventDefault(); // what is on its way arrives first
  await sending;
  leaving = true;
  form.requestSubmit(event.submitter);
});

// The next page is asked for when what was chosen on this one has arrived.
form?.addEventListener('click', async event => {
  const link = event.target.closest('a');
  if (!link || !sending || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  await sending;
  location.assign(link.href);
});

addEventListener('beforeunload', event => {
  if (sending && !leaving) event.preventDefault();
});

// ── start ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

if (rows.length > 0) {
  for (const select of form.querySelectorAll('select')) if (wordsOf(select)) showWords(select);
  rows[0].tabIndex = 0;
  countTicks();
  // Once the browser has gone to the fragment itself: that takes the focus away.
  const start = () => location.hash === '#rows' && setTimeout(() => go(rows.find(row => !choiceOf(row).value) ?? rows[0]));
  addEventListener('hashchange', start);
  document.readyState === 'complete' ? start() : addEventListener('load', start);
}
