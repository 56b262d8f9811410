// Judges a card in a browser, beside adaptivecards and markdown-it: what its parser says of schema 1.5, what it does not know and loses, and which text would be more than text.
// The host's settings are those of Teams in light (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format).
const host = {
  fontFamily: '"Segoe UI", "DejaVu Sans", sans-serif', fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 }, fontWeights: { lighter: 200, default: 400, bolder: 600 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 }, separator: { lineThickness: 1, lineColor: '#E1DFDD' },
  containerStyles: Object.fromEntries([['default', '#FFFFFF'], ['emphasis', '#F5F5F5']].map(([style, backgroundColor]) => [style, {
    backgroundColor, foregroundColors: { default: { default: '#242424', subtle: '#616161' }, attention: { default: '#C4314B', subtle: '#C4314B' } } }])),
  actions: { maxActions: 6, buttonSpacing: 8, actionsOrientation: 'horizontal', actionAlignment: 'left' },
  inputs: { label: { inputSpacing: 'small', requiredInputs: { suffix: ' *', suffixColor: 'attention' } }, errorMessage: { color: 'attention' } },
};
const look = `.ac-pushButton{border:1px solid #d1d1d1;background:#fff;color:#242424;border-radius:4px;padding:5px 12px;font:600 14px "DejaVu Sans",sans-serif;max-width:100%}
  .ac-pushButton.style-positive{background:#5B5FC7;color:#fff}.ac-pushButton.style-destructive{background:#C4314B;color:#fff}.ac-actionSet{flex-wrap:wrap;row-gap:8px;max-width:100%}
  .ac-input{font:inherit;box-sizing:border-box}.ac-textInput,.ac-multichoiceInput{border:1px solid #8a8886;border-radius:4px;padding:5px 8px;background:#fff}.ac-textBlock p{margin:0}
  body{margin:0;font:14px "DejaVu Sans",sans-serif}.card{border:1px solid #ddd;border-radius:4px;margin:8px}`;
document.head.append(Object.assign(document.createElement('style'), { textContent: look }));
const markdown = window.markdownit({ linkify: true });
let pressed;

function judge(json) {
  const faults = [], context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5), card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(host);
  card.onExecuteAction = action => { pressed = JSON.stringify({ type: action.getJsonTypeName(), verb: action.verb, data: action.data }); };
  card.parse(json, context);
  for (let at = 0; at < context.eventCount; at++) faults.push(context.getEventAt(at).message);
  for (const { failures } of card.validateProperties().validationEvents.map(e => ({ failures: [e] }))) faults.push(...failures.map(f => f.message));
  lost(json, card.toJSON(context), '', faults);
  texts(json, faults);
  const drawn = document.createElement('section');
  drawn.className = 'card';
  drawn.append(card.render());
  const main = document.querySelector('main');
  if (main.children.length > 3) main.replaceChildren(main.firstElementChild);
  main.append(drawn);
  for (const live of drawn.querySelectorAll('a, img, em, strong, s, code, pre, ul, ol, blockquote, h1, h2, h3, table')) faults.push(`${live.outerHTML} is live`);
  return faults;
}

/** What is not there any more after the parser has had it, but for defaults and Teams' own. */
function lost(one, other, at, faults) {
  if (one === null || typeof one !== 'object') return;
  for (const name of Object.keys(one)) {
    if (['msteams', '$schema', 'data'].includes(name)) continue;
    if (other === undefined || other[name] === undefined) { if (!['compact', 'Default', false].includes(one[name])) faults.push(`${at}/${name} is lost`); }
    else lost(one[name], other[name], `${at}/${name}`, faults);
  }
}

/** Texts that a client reads more from than they say. */
function texts(node, faults) {
  if (Array.isArray(node)) return node.forEach(n => texts(n, faults));
  if (node === null || typeof node !== 'object') return;
  const ours = node.type === 'TextBlock' && /^Your time: (\{\{DATE\([0-9TZ:-]+, SHORT\)\}\} \{\{TIME\([0-9TZ:-]+\)\}\}( · )?)+$/.test(node.text);
  const marked = node.type === 'TextBlock' ? [ours ? '' : node.text] : node.type === 'AdaptiveCard' ? [node.fallbackText] : node.type?.startsWith('Input.') ? [node.errorMessage] : [];
  if (node.type === 'Input.ChoiceSet' && node.style !== 'compact') marked.push(...node.choices.map(c => c.title));
  for (const text of marked.filter(t => t)) if (markdown.render(text).trim() !== `<p>${markdown.utils.escapeHtml(text.trim())}</p>`) faults.push(`“${text}” is live: ${markdown.render(text)}`);
  for (const [name, value] of Object.entries(node)) {
    if (['data', 'verb', 'id', 'value', 'url'].includes(name)) continue;
    if (typeof value !== 'string') texts(value, faults);
    else if (!ours && /\{\{/.test(value)) faults.push(`“${value}” would become a date`);
    else if (/<at\b/i.test(value) && name !== 'text' && name !== 'label' && name !== 'title' && name !== 'tooltip') faults.push(`“${value}” is a mention`);
  }
}
