#include "connectors/robot/page_script.h"

namespace mailroom::connectors {

const std::string_view kPageScript = R"JS(
const steps = arguments[0];
if (location.protocol === 'chrome-error:') return {done: 0, end: 'lost', why: 'the answer was lost', read: []};
const flat = text => (text || '').replace(/\s+/g, ' ').trim();
const bare = text => flat(text).replace(/[\s:*.…]+$/, '').toLowerCase();
const seen = element => element.checkVisibility ?
    element.checkVisibility({checkOpacity: false, checkVisibilityCSS: true}) : element.getClientRects().length > 0;
const all = selector => [...document.querySelectorAll(selector)].filter(seen);
const pageText = () => flat(document.body ? document.body.innerText : '').toLowerCase();
const shows = text => pageText().includes(flat(text).toLowerCase());

// The text in front of an element: its row's cell before it, or what stands before it in the same block.
const beside = element => {
  const cell = element.closest('td, th, dd');
  const before = cell && cell.previousElementSibling;
  if (before && !before.querySelector('input, select, textarea')) return before.innerText;
  let text = '';
  for (let node = element.previousSibling; node && !flat(text); node = node.previousSibling) {
    if (node.nodeType === 3) text = node.data;
    else if (node.nodeType === 1 && !/^(INPUT|SELECT|TEXTAREA|BUTTON|BR)$/.test(node.tagName)) text = node.innerText;
    else break;
  }
  return text;
};
const own = label => {
  const copy = label.cloneNode(true);
  copy.querySelectorAll('select, textarea, script, style').forEach(inner => inner.remove());
  return copy.textContent;
};
const nameOf = element => {
  const ids = element.getAttribute('aria-labelledby');
  if (ids) return ids.split(/\s+/).map(id => (document.getElementById(id) || {}).textContent || '').join(' ');
  if (element.getAttribute('aria-label')) return element.getAttribute('aria-label');
  if (element.labels && element.labels.length) return [...element.labels].map(own).join(' ');
  return element.title || element.placeholder || beside(element);
};
const textOf = element => element.getAttribute('aria-label') ||
    (element.tagName === 'INPUT' ? (element.type === 'image' ? element.alt : element.value) : element.innerText) ||
    element.title || (element.querySelector('img') || {}).alt;

const kFields = 'input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=reset])' +
    ':not([type=image]):not([type=checkbox]):not([type=radio]):not([type=file]), textarea';
const kPlaces = {fill: kFields, choose: 'select', tick: 'input[type=checkbox], input[type=radio]',
  untick: 'input[type=checkbox]', upload: 'input[type=file]',
  click: 'button, input[type=submit], input[type=button], input[type=reset], input[type=image], a[href], summary,' +
      '[role=button], [role=link], [role=menuitem], [role=tab]'};
class Ending {
  constructor(end, why) { this.end = end; this.why = why; }
}
const only = (found, what) => {
  if (found.length === 1) return found[0];
  if (found.length > 1) throw new Ending('missing', 'several ' + what + ' have this name; say which by css');
  return null;
};
const place = step => {
  if (step.css) return only(all(step.css), 'elements');
  const named = step.verb === 'click' ? textOf : nameOf;
  const candidates = step.verb === 'upload' ? [...document.querySelectorAll(kPlaces.upload)] : all(kPlaces[step.verb]);
  return only(candidates.filter(element => bare(named(element)) === bare(step.what)), 'elements');
};
const needed = element => {
  if (!element) throw new Ending('missing', 'nothing on the page has this name');
  if (element.disabled) throw new Ending('missing', 'it takes no input now');
  return element;
};

const tell = (element, ...events) => {
  for (const event of events) element.dispatchEvent(new Event(event, {bubbles: true}));
};
const same = (a, b) => a.replace(/\r\n?/g, '\n') === b.replace(/\r\n?/g, '\n');
const kWhole = /^(date|time|month|week|datetime-local|color|range)$/;
const fill = (element, value) => {
  if (element.readOnly) throw new Ending('missing', 'it takes no input now');
  let told = false;
  const hear = () => { told = true; };
  element.addEventListener('change', hear, {once: true});
  element.focus();
  if (kWhole.test(element.type)) {
    element.value = value;
    tell(element, 'input');
  } else {
    element.select();
    if (value) document.execCommand('insertText', false, value);
    else document.execCommand('delete');
  }
  element.blur();
  if (!told) tell(element, 'change');
  element.removeEventListener('change', hear);
  if (!same(element.value, value)) throw new Ending('unfit', 'the field does not take this value whole');
};
const choose = step => {
  const wanted = bare(step.with);
  const list = place(step);
  if (list) {
    needed(list);
    const options = [...list.options];
    const option = only(options.filter(one => bare(one.label) === wanted), 'options') ||
        only(options.filter(one => bare(one.value) === wanted), 'options');
    if (!option || option.disabled) throw new Ending('missing', 'the list does not offer this value');
    if (option.selected) return;
    list.focus();
    option.selected = true;
    return tell(list, 'input', 'change');
  }
  const groups = all('fieldset, [role=radiogroup]').filter(group => {
    const legend = group.querySelector('legend');
    return bare(legend ? legend.innerText : nameOf(group)) === bare(step.what);
  });
  const group = needed(only(groups, 'groups'));
  const buttons = [...group.querySelectorAll('input[type=radio]')].filter(one => bare(nameOf(one)) === wanted);
  if (!buttons.length) throw new Ending('missing', 'the group does not offer this value');
  const button = needed(only(buttons, 'buttons'));
  if (!button.checked) button.click();
};
const tick = (element, on) => {
  if (element.checked !== on) element.click();
  if (element.checked !== on) throw new Ending('unfit', 'the box does not stay as it is put');
};

const valueOf = element => 'value' in element && element.tagName !== 'LI' && element.tagName !== 'BUTTON' ?
    element.value : element.innerText;
const read = step => {
  if (step.css) return flat(valueOf(only(all(step.css), 'elements') || {innerText: ''}));
  const wanted = bare(step.what);
  const values = new Set();
  for (const field of all('input:not([type=hidden]), output, textarea, select')) {
    if (bare(nameOf(field)) === wanted) values.add(flat(valueOf(field)));
  }
  for (const name of all('dt, th, td')) {
    const next = name.nextElementSibling;
    if (next && bare(name.innerText) === wanted && !next.querySelector('input, output')) values.add(flat(next.innerText));
  }
  if (!values.size) {
    // "Reference: AB-1" in one block: the smallest that begins with the name.
    const blocks = all('p, div, li, span, td, h1, h2, h3, strong, b')
        .filter(block => flat(block.innerText).toLowerCase().startsWith(wanted + ':') &&
            ![...block.children].some(inner => flat(inner.innerText).toLowerCase().startsWith(wanted + ':') &&
                flat(inner.innerText).length > wanted.length + 1));
    for (const block of blocks) values.add(flat(flat(block.innerText).slice(wanted.length + 1)));
  }
  values.delete('');
  if (values.size > 1) throw new Ending('missing', 'several different values have this name; say which by css');
  return values.size ? [...values][0] : '';
};

const result = {done: 0, end: '', why: '', read: []};
const take = step => {
  switch (step.verb) {
    case 'fill':
      if (step.keys) return {act: needed(place(step))};
      return fill(needed(place(step)), step.with);
    case 'choose': return choose(step);
    case 'tick': return tick(needed(place(step)), true);
    case 'untick': return tick(needed(place(step)), false);
    case 'upload':
    case 'click': return {act: needed(place(step))};
    case 'wait_for':
      if (step.css ? all(step.css).length : shows(step.what)) return;
      if (step.unless && shows(step.unless)) throw new Ending('said_no', 'the page says that it is not so');
      throw new Ending('missing', 'the page does not show it');
    case 'read': {
      const value = read(step);
      if (value) return result.read.push(value);
      if (step.unless && shows(step.unless)) throw new Ending('said_no', 'the page says that there is none');
      throw new Ending('missing', 'there is nothing to read by this name');
    }
  }
};
try {
  for (const step of steps) {
    const more = take(step);
    if (more && more.act) {
      result.end = 'act';
      result.element = more.act;
      break;
    }
    ++result.done;
  }
} catch (ending) {
  if (!(ending instanceof Ending)) {
    result.end = ending instanceof DOMException ? 'unfit' : 'missing';
    result.why = ending instanceof DOMException ? 'this is no CSS selector' : 'the page changed meanwhile';
  } else {
    result.end = ending.end;
    result.why = ending.why;
  }
}
return result;
)JS";

}  // namespace mailroom::connectors
