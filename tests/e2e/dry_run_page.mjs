// Opens a dry run's page in Chromium and says what it finds, as JSON on stdout: {errors, requests, zones, panel, axe, axe_dark}.
// usage: node dry_run_page.mjs PAGE.html PICTURE.png AXE.js
import {chromium} from 'playwright-core';
import {readFileSync} from 'node:fs';

const [page_file, picture, axe_file] = process.argv.slice(2);
const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox']});
const errors = [], requests = [];
const open = async colorScheme => {
  // The page's policy lets nothing in, so axe comes in beside it.
  const context = await browser.newContext({colorScheme, viewport: {width: 1280, height: 1000}, bypassCSP: true});
  const page = await context.newPage();
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', error => errors.push(String(error)));
  page.on('request', request => request.url().startsWith('data:') || requests.push(request.url()));
  await page.goto('file://' + page_file);
  return page;
};
const axe_of = async page => {
  await page.evaluate(() => document.querySelectorAll('details').forEach(one => one.open = true));
  await page.evaluate(readFileSync(axe_file, 'utf8'));
  const found = await page.evaluate(() => axe.run());
  return found.violations.map(one => ({id: one.id, nodes: one.nodes.map(node => node.html.slice(0, 200))}));
};

const page = await open('light');
const zones = await page.evaluate(() => [...document.querySelectorAll('.page')].map(paper => {
  const image = paper.querySelector('img'), box = image.getBoundingClientRect();
  const scale = image.naturalWidth / box.width;
  return {
    image: {width: image.naturalWidth, height: image.naturalHeight},
    zones: [...paper.querySelectorAll('.zone')].map(zone => {
      const own = zone.getBoundingClientRect();
      return {field: zone.dataset.field, x0: (own.left - box.left) * scale, y0: (own.top - box.top) * scale,
              x1: (own.right - box.left) * scale, y1: (own.bottom - box.top) * scale};
    }),
  };
}));
// By the keyboard alone: the first zone, then the next.
const told = [];
for (let press = 0; press < 40 && told.length < 2; ++press) {
  await page.keyboard.press('Tab');
  const field = await page.evaluate(() => document.activeElement.dataset.field || '');
  if (!field) continue;
  told.push(await page.evaluate(() => {
    const panel = document.activeElement.closest('.page').querySelector('.panel'), crop = panel.querySelector('.crop');
    return {focus: document.activeElement.dataset.field, field: panel.querySelector('.field').textContent,
            value: panel.querySelector('.value').textContent, how: panel.querySelector('.how').textContent,
            crop: [crop.getBoundingClientRect().width, crop.getBoundingClientRect().height]};
  }));
}
await page.screenshot({path: picture, fullPage: true});
const axe = await axe_of(page);
const dark = await open('dark');
const axe_dark = await axe_of(dark);
await dark.screenshot({path: picture.replace(/\.png$/, '-dark.png'), fullPage: true});
console.log(JSON.stringify({errors, requests, zones, told, axe, axe_dark}));
await browser.close();
