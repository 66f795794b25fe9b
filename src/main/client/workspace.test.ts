import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { coreAddress, defaultWorkspace } from './workspace.ts';

it('is where the environment says, else where the platform keeps such things', () => {
  expect(defaultWorkspace({ NEUROLOOM_HOME: '/a/b', XDG_DATA_HOME: '/x' }, 'linux')).toBe('/a/b');
  expect(defaultWorkspace({ XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/neuroloom');
  expect(defaultWorkspace({ XDG_DATA_HOME: '/x' }, 'darwin')).toBe(join(homedir(), 'Neuroloom'));
  expect(defaultWorkspace({}, 'win32')).toBe(join(homedir(), 'Neuroloom'));
});

it('has one address for each workspace, which fits a socket however long its path is', () => {
  expect(coreAddress('/a', 'linux')).toBe('/a/core.sock');
  const long = ['x', 'y'].map((letter) => coreAddress(`/${letter.repeat(200)}`, 'linux'));
  expect(new Set(long).size).toBe(2);
  for (const address of long) expect(Buffer.byteLength(address)).toBeLessThan(100);
  // Umlauts take two bytes each.
  expect(Buffer.byteLength(coreAddress(`/${'ü'.repeat(48)}`, 'linux'))).toBeLessThan(100);
  expect(coreAddress('C:\\Users\\a', 'win32')).toMatch(/^\\\\\.\\pipe\\neuroloom-[0-9a-f]{32}$/);
});
