/** No words in the sources: what a person sees or hears comes from `src/shared/words`, so that it can be translated. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Names that are the same in every language, and what a library or another program said. */
const NAMES = ['Neuroloom', 'error'];

/** Attributes, properties and options whose text is shown or read aloud. */
const SHOWN = new Set([
  'alt',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'buttons',
  'checkboxLabel',
  'detail',
  'doc',
  'hint',
  'label',
  'message',
  'placeholder',
  'text',
  'title',
]);
/** Functions that show their first argument. */
const SHOWING = new Set([
  'toast',
  'error',
  'success',
  'info',
  'warning',
  'say',
  'alert',
  'confirm',
  'Notification',
]);

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [part: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const parts = (node: Node): readonly Node[] =>
  Object.entries(node).flatMap(([name, value]) =>
    name === 'css' || name === 'metadata'
      ? []
      : Array.isArray(value)
        ? value.filter(isNode)
        : isNode(value)
          ? [value]
          : [],
  );

const isWord = (text: string): boolean => /\p{L}{2}/u.test(text) && !NAMES.includes(text.trim());

/** The literal words that an expression can come to: branches of a choice, parts of a template, items of a list. */
function literals(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(literals);
  if (!isNode(node)) return [];
  switch (node.type) {
    case 'Text':
      return [String(node['data'])];
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : [];
    case 'TemplateLiteral':
      return (node['quasis'] as readonly { value: { cooked: string } }[]).map(({ value }) => value.cooked);
    case 'ExpressionTag':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return literals(node['expression']);
    case 'ConditionalExpression':
      return [...literals(node['consequent']), ...literals(node['alternate'])];
    case 'LogicalExpression':
      return [...literals(node['left']), ...literals(node['right'])];
    case 'BinaryExpression':
      return node['operator'] === '+' ? [...literals(node['left']), ...literals(node['right'])] : [];
    case 'ArrayExpression':
      return literals(node['elements']);
    default:
      return [];
  }
}

const nameOf = (key: unknown): string =>
  isNode(key) ? String(key['name'] ?? key['value'] ?? '') : String(key ?? '');

/** What a node of the tree shows to a person, as literal text. */
function shown(node: Node): readonly string[] {
  switch (node.type) {
    // Everything else that holds text holds it in a fragment.
    case 'Fragment':
      return (node['nodes'] as readonly Node[])
        .filter(({ type }) => type === 'Text' || type === 'ExpressionTag')
        .flatMap(literals);
    case 'Attribute':
      return SHOWN.has(nameOf(node['name'])) ? literals(node['value']) : [];
    case 'Property':
      return SHOWN.has(nameOf(node['key'])) ? literals(node['value']) : [];
    case 'CallExpression':
    case 'NewExpression': {
      const callee = node['callee'] as Node;
      const called = nameOf(callee.type === 'MemberExpression' ? callee['property'] : callee);
      return SHOWING.has(called) ? literals((node['arguments'] as readonly Node[])[0]) : [];
    }
    default:
      return [];
  }
}

function wordsIn(source: string, svelte: boolean): readonly string[] {
  const tree = parse(svelte ? source : `<script lang="ts">${source}</script>`, { modern: true });
  const found: string[] = [];
  const walk = (node: Node): void => {
    found.push(...shown(node).filter(isWord));
    for (const part of parts(node)) walk(part);
  };
  walk(tree as unknown as Node);
  return found.map((text) => text.trim());
}

const sources = ['src/renderer', 'src/main/shell'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.(svelte|ts)$/.test(entry.name) && !/\.(test|fixture)\.ts$/.test(entry.name),
    )
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    // What components are shown in when they are tested.
    .filter((path) => !path.startsWith(join('src', 'renderer', 'testing'))),
);

test.each(sources)('%s', (path) => {
  expect(wordsIn(readFileSync(join(root, path), 'utf8'), path.endsWith('.svelte'))).toEqual([]);
});

test.each([
  ['<p>Save</p>', ['Save']],
  ['<p>{words.save} × 3</p>', []],
  ['{#if on}<b>{on ? "Start" : words.stop}</b>{/if}', ['Start']],
  ['<button aria-label="Close">×</button>', ['Close']],
  ['<button aria-label={open ? `Close ${name}` : words.open}>×</button>', ['Close']],
  ['<Field label="Name" kind="text" />', ['Name']],
  [
    '<script>toast.error("Gone"); const options = [{ value: "a", label: "An A" }];</script>',
    ['Gone', 'An A'],
  ],
  ['<h1 title={words.title} class="large">Neuroloom</h1>', []],
])('of %s it finds %j', (source, words) => expect(wordsIn(source, true)).toEqual(words));
