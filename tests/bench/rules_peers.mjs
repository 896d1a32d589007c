// The same cases as rules_cost on GoRules ZEN and on feelin. usage: node rules_peers.mjs zen|feelin CASES.json
// Prints a JSON line a case: CPU nanoseconds a decision (all threads of the process) and the answers to the first facts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Where rules_side_by_side installed them.
const require = createRequire(pathToFileURL(join(process.env.PEERS, 'package.json')));

const ENOUGH = 5e8;
const ANSWERS = 200;
const AT_ONCE = 50; // decisions asked for together: cheaper for an engine that answers by promises

const [, , peer, file] = process.argv;

function cpu() {
  const used = process.cpuUsage();
  return (used.user + used.system) * 1000;
}

function zen() {
  const { ZenEngine, evaluateExpressionSync } = require('@gorules/zen-engine');
  const engine = new ZenEngine();
  const graph = (inner) => {
    const nodes = [{ id: 'in', type: 'inputNode', name: 'in', content: {} }, ...inner, { id: 'out', type: 'outputNode', name: 'out', content: {} }];
    const edges = nodes.slice(1).map((node, i) => ({ id: `e${i}`, sourceId: nodes[i].id, targetId: node.id }));
    return engine.createDecision({ nodes, edges });
  };
  const table = (one) => {
    const inputs = one.inputs.map((input, i) => ({ id: `i${i}`, name: input.name, field: input.name }));
    const rules = one.rules.map((cells, r) => ({
      _id: `r${r}`,
      ...Object.fromEntries(inputs.map((input, i) => [input.id, cells[i] === '-' ? '' : cells[i]])),
      o: cells[inputs.length],
    }));
    const content = { hitPolicy: 'first', inputs, outputs: [{ id: 'o', name: 'o', field: 'o' }], rules };
    const decision = graph([{ id: 't', type: 'decisionTableNode', name: 't', content }]);
    return async (facts) => (await decision.evaluate(facts)).result.o ?? null;
  };
  const chain = (one) => {
    const decision = graph(
      one.steps.map(([name, expression], i) => ({
        id: `s${i}`, type: 'expressionNode', name,
        content: { expressions: [{ id: `x${i}`, key: name, value: expression }], passThrough: true },
      })),
    );
    return async (facts) => (await decision.evaluate(facts)).result[one.decision];
  };
  return (one) => (one.steps ? chain(one) : one.rules ? table(one) : (facts) => evaluateExpressionSync(one.zen, facts));
}

function feelin() {
  const { evaluate, unaryTest } = require('feelin');
  const table = (one) => (facts) => {
    for (const cells of one.rules) {
      const passes = one.inputs.every((input, i) => cells[i] === '-' || unaryTest(cells[i], { ...facts, '?': facts[input.name] }).value === true);
      if (passes) return evaluate(cells[one.inputs.length], facts).value;
    }
    return null;
  };
  const chain = (one) => (facts) => {
    const known = { ...facts };
    for (const [name, expression] of one.steps) known[name] = evaluate(expression, known).value;
    return known[one.decision];
  };
  return (one) => (one.steps ? chain(one) : one.rules ? table(one) : (facts) => evaluate(one.feel, facts).value);
}

async function cost(decide, facts) {
  for (let count = AT_ONCE; ; count *= 4) {
    const start = cpu();
    for (let i = 0; i < count; ) {
      const batch = [];
      for (let k = 0; k < AT_ONCE && i < count; ++k, ++i) batch.push(decide(facts[i % facts.length]));
      if (batch[0] instanceof Promise) await Promise.all(batch);
    }
    const spent = cpu() - start;
    if (spent >= ENOUGH) return spent / count;
  }
}

const prepare = peer === 'zen' ? zen() : feelin();
for (const one of JSON.parse(readFileSync(file, 'utf8'))) {
  const decide = prepare(one);
  const answers = [];
  for (const facts of one.facts.slice(0, ANSWERS)) answers.push((await decide(facts)) ?? null);
  console.log(JSON.stringify({ name: one.name, nanoseconds: await cost(decide, one.facts), answers }));
}
