// A runner of a page: tests in order, each with its time; the last line counts them.

const tests = [];

/** Declares a test. `run` throws if what it says does not hold. */
export function test(name, run) {
  tests.push({ name, run });
}

/** Throws unless `holds`. */
export function check(holds, what) {
  if (!holds) throw new Error(what);
}

/** Throws unless both are the same as JSON. */
export function same(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: ${a}, expected ${e}`);
}

/** Asks `look` again and again until it gives something; throws what it last threw, or that it gave nothing. */
export async function until(what, look, ms = 10_000) {
  const end = Date.now() + ms;
  let last;
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what}: not within ${ms} ms${last ? ` (${last.message})` : ''}`);
}

const told = (error) => String(error.stack ?? error).split('\n').slice(0, 60).join('\n    ');

/**
 * Runs what was declared. Ends the process: 0 if all held.
 *
 * A real browser and real servers on a busy machine can be late: what fails is run once more. What fails twice is red;
 * what held only the second time is told again at the end, with what it said, and counted in the last line, so that it
 * is looked at.
 */
export async function runAll({ only, onFailure } = {}) {
  let failed = 0;
  let passed = 0;
  const second = [];
  for (const { name, run } of tests) {
    if (only && !name.includes(only)) continue;
    const started = Date.now();
    let first = null;
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      try {
        await run();
        passed += 1;
        if (first) second.push(`${name}\n    ${told(first)}`);
        console.log(`✓ ${name} (${Date.now() - started} ms${first ? ', the second time' : ''})`);
        break;
      } catch (error) {
        if (attempt === 1) {
          first = error;
          continue;
        }
        failed += 1;
        console.log(`✗ ${name} (${Date.now() - started} ms)\n    ${told(error)}`);
        await onFailure?.(name);
      }
    }
  }
  second.forEach((it) => console.log(`held only the second time: ${it}`));
  console.log(`${passed} passed, ${failed} failed${second.length > 0 ? `, ${second.length} of those that passed held only the second time` : ''}`);
  return failed === 0;
}
