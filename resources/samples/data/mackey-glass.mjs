/**
 * Writes `mackey-glass.csv`: the chaotic series that M. C. Mackey and L. Glass found in a model of blood cells (1977),
 * dx/dt = 0.2 x(t − 17) / (1 + x(t − 17)^10) − 0.1 x(t), one value a day from the first of January 2000 on.
 * `node mackey-glass.mjs` makes the same file every time.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VALUES = 2000;
const DELAY = 17;
/** Steps of the integration for one unit of time. */
const FINE = 20;
/** Units of time that pass before the first value is written, so that the start is forgotten. */
const SKIPPED = 300;
const DAY = 86_400_000;
const FIRST = Date.UTC(2000, 0, 1);

const slope = (now, before) => (0.2 * before) / (1 + before ** 10) - 0.1 * now;

const x = [1.2];
const at = (step) => (step < 0 ? 0 : x[step]);
for (let step = 0; step < (SKIPPED + VALUES) * FINE; step++) {
  const now = x[step];
  const past = step - DELAY * FINE;
  // Runge and Kutta's method; between two steps the delayed value is their mean.
  const [first, second] = [at(past), at(past + 1)];
  const middle = (first + second) / 2;
  const h = 1 / FINE;
  const k1 = slope(now, first);
  const k2 = slope(now + (h / 2) * k1, middle);
  const k3 = slope(now + (h / 2) * k2, middle);
  const k4 = slope(now + h * k3, second);
  x.push(now + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4));
}

const lines = Array.from({ length: VALUES }, (_, i) => {
  const day = new Date(FIRST + i * DAY).toISOString().slice(0, 10);
  return `${day},${x[(SKIPPED + i) * FINE].toFixed(5)}`;
});
writeFileSync(join(import.meta.dirname, 'mackey-glass.csv'), `day,value\n${lines.join('\n')}\n`);
