import { expect, test } from 'vitest';
import { nodeMisfit } from './fits-node.ts';

test.each(['24.0.0', '24.21.0', '25.1.0', '100.0.0'])('Node %s runs it', (version) => {
  expect(nodeMisfit(version)).toBeNull();
});

test.each(['18.20.8', '20.20.2', '22.4.0', '23.11.1'])('Node %s is told what is needed', (version) => {
  expect(nodeMisfit(version)).toBe(
    `The Node that it is started with is older than 24 (${version}). Neuroloom cannot start. Start it with npm start or npm run neuroloom, which bring their own, or install Node 24 from nodejs.org.`,
  );
});

test('this one runs it', () => {
  expect(nodeMisfit(process.versions.node)).toBeNull();
});
