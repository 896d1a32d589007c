// See schema_test. Every claim that does not hold is printed; one is enough to fail.
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const [modules, bin, examples] = process.argv.slice(2);
const Ajv = require(path.join(modules, 'ajv/dist/2020.js')).default;
const formats = require(path.join(modules, 'ajv-formats')).default;
const yaml = require(path.join(modules, 'yaml'));
const mailroom = path.resolve(bin, 'mailroom');

let failures = 0;
const expect = (holds, claim, seen) => {
  if (holds) return;
  failures += 1;
  console.error(`FAIL ${claim}${seen === undefined ? '' : ': ' + JSON.stringify(seen)}`);
};

const ajv = formats(new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }));
const validate = ajv.compile(JSON.parse(execFileSync(mailroom, ['schema'], { encoding: 'utf8' })));
// As editors read YAML: version 1.2, a key twice is an error there too.
const verdict = (text) => {
  const right = validate(yaml.parse(text));
  return { right, errors: right ? [] : validate.errors.map((one) => `${one.instancePath} ${one.message}`) };
};

const workflows = fs.readdirSync(examples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => path.join(examples, entry.name, 'workflows'))
  .filter((folder) => fs.existsSync(folder))
  .flatMap((folder) => fs.readdirSync(folder).filter((name) => name.endsWith('.yaml')).map((name) => path.join(folder, name)));
expect(workflows.length > 2, 'there are example workflows', workflows);
for (const file of workflows) {
  const { right, errors } = verdict(fs.readFileSync(file, 'utf8'));
  expect(right, `${file} is right by the schema`, errors);
}

// The other languages: whatever the examples have of them.
const others = [
  ['tests', 'tests', '.yaml'],
  ['form', 'forms', '.form.yaml'],
  ['site', '.', 'mailroom.yaml'],
];
for (const [language, folder, ending] of others) {
  const fits = ajv.compile(JSON.parse(execFileSync(mailroom, ['schema', language], { encoding: 'utf8' })));
  const files = fs.readdirSync(examples, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(examples, entry.name, folder))
    .filter((one) => fs.existsSync(one))
    .flatMap((one) => fs.readdirSync(one).filter((name) => name.endsWith(ending)).map((name) => path.join(one, name)));
  expect(files.length > 1, `there are examples of ${language}`, files);
  for (const file of files)
    expect(fits(yaml.parse(fs.readFileSync(file, 'utf8'))), `${file} is right by the schema of ${language}`, fits.errors);
}

// A site in which each broken file is checked by the program too.
const office = path.join(examples, 'benefits-office');
const site = fs.mkdtempSync(path.join(os.tmpdir(), 'mailroom-schema-'));
for (const part of ['mailroom.yaml', 'forms', 'letters', 'rules']) {
  const from = path.join(office, part);
  if (fs.existsSync(from)) fs.cpSync(from, path.join(site, part), { recursive: true, filter: (name) => !name.endsWith('.pdf') });
}
fs.mkdirSync(path.join(site, 'workflows'));
const check = (text) => {
  const file = path.join(site, 'workflows', 'broken.yaml');
  fs.writeFileSync(file, text);
  const ran = spawnSync(mailroom, ['check', '--json', file], { encoding: 'utf8', cwd: site });
  return JSON.parse(ran.stdout).problems.filter((one) => one.severity === 'error');
};

const whole = fs.readFileSync(path.join(office, 'workflows/council-tax-reduction.yaml'), 'utf8');
expect(check(whole).length === 0, 'the whole workflow is right', check(whole));
// [what is wrong, what stands there, what is written instead]
const broken = [
  ['a key misspelt', 'open_for:', 'open_fro:'],
  ['a key that is missing', /^title:.*\n/m, ''],
  ['a key of a document misspelt', 'count: 0..5', 'cuont: 0..5'],
  ['a text for a list', 'forms: [payslip]', 'forms: payslip'],
  ['a list for a text', 'id: council-tax-reduction', 'id: [council-tax-reduction]'],
  ['a mapping for a list', /^checks:\n/m, 'checks: {a: 1}\nchecked:\n'],
  ['a word that is none of its words', 'otherwise: return', 'otherwise: retrun'],
  ['an unknown hit policy', 'hit_policy: first', 'hit_policy: furst'],
  ['yes for true', 'create: true', 'create: yes'],
  ['a name with a blank', '- id: declared', '- id: is declared'],
  ['a version that is no number', 'version: 1', 'version: one'],
  ['a check without its question', '    require: claim.declared\n', ''],
  ['a check without its message', '    message: The declaration in part 5 was not agreed to\n', ''],
  ['a review without a queue', '{queue: ctr-team, why:', '{why:'],
  ['an unknown key of a review', '{queue: ctr-team,', '{queue: ctr-team, ugrent: true,'],
  ['a rule without results', /^ +then: \['"refused"', '"none"', "0.00", '"your savings.*\n/m, ''],
  ['a rule with an unknown key', 'reference: reg 3(1)', 'refrence: reg 3(1)'],
  ['a date that is none', 'valid_from: 2026-04-01', 'valid_from: 2026-04-31'],
  ['attempts that are a text', 'max_attempts: 8', 'max_attempts: eight'],
  ['an unknown key of a delivery', '    create: true', '    craete: true'],
  ['an unknown key of what is inserted', '      table: awards', '      tabel: awards'],
  ['an unknown key of how long is kept', '{documents: P1Y, facts: P7Y}', '{documents: P1Y, fact: P7Y}'],
  ['a document that is no mapping', 'claim: {forms: [ctr1-2026, ctr1-2025], join: claim.nino}', 'claim: ctr1-2026'],
  ['no documents', /^documents:\n(  .*\n|    .*\n)*/m, ''],
  ['no routes', /^routes:\n(  .*\n|    .*\n)*/m, ''],
];
for (const [what, right, wrong] of broken) {
  const text = whole.replace(right, wrong);
  expect(text !== whole, `${what}: the example has it`);
  expect(check(text).length > 0, `${what}: the program tells it`);
  expect(!verdict(text).right, `${what}: the schema tells it`);
}

// Every key of the example misspelt, one at a time: whoever knows keys finds it. Names of the author's own are none.
const document = yaml.parseDocument(whole);
let keys = 0;
yaml.visit(document, {
  Pair(_, pair) {
    const [begin, end] = pair.key.range;
    const text = whole.slice(0, begin) + whole.slice(begin, end) + 'x' + whole.slice(end);
    const told = check(text).some((one) => one.code === 'unknown_key');
    const { right } = verdict(text);
    keys += told ? 1 : 0;
    if (told) expect(!right, `'${pair.key.value}x' is told by the schema, too`);
  },
});
expect(keys > 60, 'many keys were tried', keys);

// SARIF of a file with several problems, and of one with none.
const Draft4 = require(path.join(modules, 'ajv-draft-04')).default;
const oasis = JSON.parse(fs.readFileSync(path.join(modules, '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const isSarif = formats(new Draft4({ strict: false, allErrors: true, unicodeRegExp: false })).compile(oasis);
const sarif = (text) => {
  const file = path.join(site, 'workflows', 'broken.yaml');
  fs.writeFileSync(file, text);
  return JSON.parse(spawnSync(mailroom, ['check', '--sarif', file], { encoding: 'utf8', cwd: site }).stdout);
};
const log = sarif(broken.slice(0, 12).reduce((text, [, right, wrong]) => text.replace(right, wrong), whole));
expect(isSarif(log), 'a log is SARIF 2.1.0', isSarif.errors);
expect(log.runs[0].results.length > 5, 'with a result for each problem', log.runs[0].results.length);
expect(log.runs[0].tool.driver.rules.every((rule) => rule.help && rule.shortDescription), 'and each rule says what to do', log.runs[0].tool.driver.rules);
const right = sarif(whole);
expect(isSarif(right) && right.runs[0].results.every((one) => one.level !== 'error'), 'a log without errors is SARIF 2.1.0', isSarif.errors);
log.runs[0].results[0].level = 'bad';
expect(!isSarif(log), 'what is no level is none to the schema');
fs.rmSync(site, { recursive: true });
console.log(failures === 0 ? `${workflows.length} examples right, ${broken.length} broken files and ${keys} keys told` : `${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
