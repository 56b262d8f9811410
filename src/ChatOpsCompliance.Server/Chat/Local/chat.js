// Makes the pages of Local chat live. Every page works without this script: it sends the same forms that the browser would,
// and takes from the page that comes back the parts that changed.

const RETRIES = [300, 700, 1500, 3000, 5000, 8000]; // milliseconds before each further try; then it says that it was not sent
const DRAFT_PAUSE = 500; // milliseconds without a key before a text is sent as a draft

const app = document.querySelector('.app');
const firstVersion = app?.dataset.version;
const at = id => document.getElementById(id);
let unsaved = Promise.resolve(); // drafts go one after another, so that an older one never lands last
let opener = null; // the id of the button that opened the form

// ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

async function fetchPage(url, options) {
  const response = await fetch(url, options);
  const type = response.headers.get('content-type') ?? '';
  if ([502, 503, 504].includes(response.status)) throw new TypeError('not up');
  if (!type.startsWith('text/html')) throw new Error(type.includes('problem') ? (await response.json()).detail : 'Something went wrong here; nothing is confirmed.');
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

// The same body each time, so the same delivery: however often it arrives, it counts once.
async function send(url, body) {
  for (let tried = 0; ; tried++) {
    try {
      return await fetchPage(url, { method: 'POST', body });
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault;
      if (tried === RETRIES.length) throw new Error('No connection. This was not confirmed; press again to send it.');
      say('No connection, trying again…');
      await new Promise(done => setTimeout(done, RETRIES[tried]));
    }
  }
}

function bodyOf(form, packed) {
  const typed = new FormData(form);
  // A file goes only with the button that sends the form, not with each draft.
  const body = form.enctype === 'multipart/form-data' && packed.has('delivery') ? typed : new URLSearchParams([...typed].filter(([, value]) => typeof value === 'string'));
  body.delete('press');
  for (const name of new Set(packed.keys())) {
    body.delete(name);
    for (const value of packed.getAll(name)) body.append(name, value);
  }
  body.set('delivery', crypto.randomUUID()); // a new press is a new click, also of a button that was pressed before
  return body;
}

// ── what came back ──────────────────────────────────────────────────────────────────────────────────────────────────────

function say(text, alert = false) {
  const where = at('form') ? 'form' : 'answer';
  const [line, other] = alert ? ['alert', 'status'] : ['status', 'alert'];
  if (!at(`${where}-${line}`)) return;
  at(`${where}-${other}`).textContent = '';
  at(`${where}-${line}`).textContent = text;
}

// Every drawing has new deliveries; that alone is no change.
const shape = element => element.innerHTML.replace(/delivery=[0-9a-f-]{36}/g, '');

function swap(id, page) {
  const [old, fresh] = [at(id), page.getElementById(id)];
  if (old && fresh && shape(old) !== shape(fresh)) redraw(old, fresh);
}

// The focus, the selection, the scroll position and what is being typed just now stay.
function redraw(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const scrolled = old.querySelector('.blocks')?.scrollTop;
  old.replaceChildren(...fresh.childNodes);
  if (scrolled) old.querySelector('.blocks').scrollTop = scrolled;
  if (!focused) return;
  const again = at(focused.id);
  (again ?? old).focus({ preventScroll: true });
  if (!again || !isText(again)) return;
  again.value = focused.value;
  again.setSelectionRange(focused.selectionStart, focused.selectionEnd);
}

function lines(from, prefix) {
  for (const kind of ['status', 'alert']) {
    const [old, fresh] = [at(`${prefix}-${kind}`), from.getElementById(`${prefix}-${kind}`)];
    if (old && fresh) old.textContent = fresh.textContent;
  }
}

function around(page) {
  swap('strip', page);
  swap('places', page);
  swap('clock', page);
  swap('messages', page);
  markUnread();
}

function answer(page, toDraft = false) {
  around(page);
  const fresh = page.getElementById('form');
  const old = at('form');
  if (!fresh) {
    closeForm();
  } else if (old) {
    redraw(old, fresh);
    // Another screen starts at its top: what stands there must not be passed over because the one before was scrolled.
    if (!toDraft && replyOf(page) === 'Show') old.querySelector('.blocks')?.scrollTo(0, 0);
    if (!toDraft) (old.querySelector('[autofocus]') ?? (replyOf(page) === 'Show' ? at('form-title') : null))?.focus();
  } else {
    at('pane').append(fresh);
    openForm();
  }
  at('aside')?.replaceChildren(...(page.getElementById('aside')?.childNodes ?? []));
  // Said after the form has gone or come, in lines that stood there before: that is how they are heard.
  lines(page, 'answer');
}

const replyOf = page => page.querySelector('.app').dataset.reply;

function openForm() {
  const form = at('form');
  form.removeAttribute('open');
  form.showModal();
  (form.querySelector('[autofocus]') ?? at('form-title')).focus();
  form.addEventListener('close', () => closeForm());
}

function closeForm() {
  const form = at('form');
  if (!form) return;
  saveDrafts();
  form.remove();
  (at(opener) ?? at('messages'))?.focus({ preventScroll: true });
  opener = null;
}

// ── pressing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

document.addEventListener('submit', async event => {
  const form = event.target;
  if (form.method !== 'post') return;
  event.preventDefault();
  if (form.getAttribute('aria-busy') === 'true') return;
  const large = [...form.elements].find(field => field.files?.[0]?.size > field.dataset.most);
  if (large) return say(`${large.files[0].name} is too large: at most ${large.dataset.most / 1048576} MB.`, true);
  form.setAttribute('aria-busy', 'true');
  const button = event.submitter;
  if (!form.closest('dialog')) opener = button?.id ?? null;
  try {
    if (form.closest('.clock')) {
      const page = await fetchPage(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form, button)) });
      app ? around(page) : location.reload();
      return;
    }
    await saveDrafts();
    answer(await send(form.action, bodyOf(form, new URLSearchParams(button.value))));
    if (form.matches('.write')) form.reset();
  } catch (fault) {
    say(fault.message, true);
  } finally {
    form.removeAttribute('aria-busy');
  }
});

document.addEventListener('click', event => {
  if (event.target.closest('.close') && at('form')?.matches(':modal')) {
    event.preventDefault();
    at('form').close();
  }
});

// ── drafts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

const waiting = new Map(); // id of a text field → timer; by id, since a field may be drawn anew while it is typed in

function draft(field) {
  clearTimeout(waiting.get(field.id));
  waiting.delete(field.id);
  const { action } = field.form;
  const body = bodyOf(field.form, new URLSearchParams({ verb: field.dataset.change }));
  unsaved = unsaved.then(async () => {
    try {
      const page = await send(action, body);
      if (!at('form')) return around(page); // closed meanwhile: it is saved, and stays closed
      if (replyOf(page) === 'Saved') lines(page, 'form');
      else answer(page, true);
    } catch (fault) {
      say(fault.message, true);
    }
  });
  return unsaved;
}

function saveDrafts() {
  for (const id of waiting.keys()) if (at(id)) draft(at(id));
  return unsaved;
}

document.addEventListener('change', event => {
  const field = event.target;
  if (field.dataset.change && (waiting.has(field.id) || !isText(field))) draft(field);
});

document.addEventListener('input', event => {
  const field = event.target;
  if (field.id === 'q') filterPeople(field.value);
  if (!field.dataset.change || !isText(field)) return;
  clearTimeout(waiting.get(field.id));
  waiting.set(field.id, setTimeout(saveDrafts, DRAFT_PAUSE));
});

const isText = field => field.matches('textarea, input[type=text]');

// ── live ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

let refreshing = false;
let stale = false;

async function refresh() {
  stale = true;
  if (refreshing) return;
  refreshing = true;
  while (stale) {
    stale = false;
    const before = document.querySelectorAll('.message').length;
    try {
      around(await fetchPage(location.pathname.endsWith('/click') ? here().href : location.href));
      const added = document.querySelectorAll('.message').length - before;
      if (added > 0 && !at('form')) say(added === 1 ? 'A new message came.' : `${added} new messages came.`);
    } catch {
      // The stream comes back when the server does, and tells us again.
    }
  }
  refreshing = false;
}

// Only while it is looked at: a browser has six connections to a server, for all its windows together.
let events = null;

function listen() {
  events?.close();
  if (document.hidden) return;
  events = new EventSource(`${app.dataset.events}?since=${app.dataset.version}`);
  events.addEventListener('changed', event => {
    app.dataset.version = event.data;
    refresh();
  });
}

const here = () => document.querySelector('#places a[aria-current]');

// A dot on places that have something newer than this window has shown.
function markUnread() {
  for (const link of document.querySelectorAll('#places a')) {
    const key = `seen ${link.pathname}`;
    const newest = Number(link.dataset.newest ?? 0);
    if (link.ariaCurrent === 'page') sessionStorage.setItem(key, newest);
    const unread = newest > Number(sessionStorage.getItem(key) ?? firstVersion);
    link.classList.toggle('unread', unread);
    const title = link.querySelector('.title');
    if (unread && !title.querySelector('.out')) title.insertAdjacentHTML('beforeend', '<span class="out"> (new)</span>');
  }
}

// ── start ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

document.documentElement.classList.add('live');

if (app) {
  if (at('form')) openForm();
  markUnread();
  listen();
  document.addEventListener('visibilitychange', listen);
  const menu = document.querySelector('.menu');
  menu.addEventListener('click', () => menu.setAttribute('aria-expanded', menu.getAttribute('aria-expanded') !== 'true'));
}

function filterPeople(text) {
  const wanted = text.trim().toLowerCase();
  const rows = [...document.querySelectorAll('.people li')];
  for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  at('nobody').hidden = rows.some(row => !row.hidden);
}
