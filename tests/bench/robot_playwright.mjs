// The same awards as tests/bench/robot_bench.cc by Playwright, with the same browser: for each line "COUNT" on standard input it enters
// so many and prints the milliseconds of each. Fields by CSS, filled as its own page.fill does.
//
// usage: node robot_playwright.mjs URL     (playwright-core is found by NODE_PATH)
import {createRequire} from 'node:module';
import readline from 'node:readline';

const {chromium} = createRequire(process.env.NODE_PATH + '/')('playwright-core');
const base = process.argv[2].replace(/\/$/, '');
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--disable-dev-shm-usage']});
const page = await (await browser.newContext({viewport: {width: 1280, height: 1024}})).newPage();
await page.goto(base + '/');
await page.fill('input[name=user]', 'clerk');
await page.fill('input[name=password]', 'northmere');
await page.click('text=Log in >> nth=-1');
await page.getByText('Choose from the menu').waitFor();

const enter = async number => {
  await page.goto(`${base}/awards?for=${number}`);
  await page.getByText('No award found').waitFor();
  await page.goto(`${base}/awards/new`);
  await page.fill('input[name=our_reference]', number);
  await page.fill('input[name=person]', 'Ada Adams');
  await page.fill('input[name=amount]', '15.70');
  await page.selectOption('select[name=band]', 'Half');
  await page.check('input[name=paid][value=f]');
  await page.check('input[name=seen]');
  await page.fill('textarea[name=remarks]', 'by robot');
  await page.click('button');
  await page.getByText('Please check').waitFor();
  await page.click('input[type=submit]');
  return page.textContent('.reference');
};

let number = 0;
for await (const line of readline.createInterface({input: process.stdin})) {
  const taken = [];
  for (let i = 0; i < Number(line); ++i) {
    const start = performance.now();
    if (!/^NMB-/.test(await enter(`playwright-${++number}`))) throw new Error('no reference');
    taken.push((performance.now() - start).toFixed(2));
  }
  console.log(taken.join(' '));
}
await browser.close();
