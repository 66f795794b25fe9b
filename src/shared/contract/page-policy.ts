/**
 * What the page may do, said in headers by both carriers that serve it (server and shell). Nothing from elsewhere, no
 * inline script, no eval, no frames, no forms.
 */

/**
 * paneforge puts one style element into the page while a divider is dragged: these are the hashes of its six texts,
 * `*{cursor: ew-resize!important;}` and so on. Everything else that sets a style does it on an element's own attribute.
 */
export const DIVIDER_CURSORS = [
  'ew-resize',
  'w-resize',
  'e-resize',
  'ns-resize',
  'n-resize',
  's-resize',
] as const;
export const dividerStyle = (cursor: (typeof DIVIDER_CURSORS)[number]): string =>
  `*{cursor: ${cursor}!important;}`;
const DIVIDER_HASHES: { readonly [C in (typeof DIVIDER_CURSORS)[number]]: string } = {
  'ew-resize': 'sha256-ejxaNqI9HE4qAX7B2hAfln6pnS37ktMxKSd3kZCKrvU=',
  'w-resize': 'sha256-3E7V3vrrCp0FIalfwVOrEiZQA9GXrPxylQSBapcdnoM=',
  'e-resize': 'sha256-XvJ01jaWVHkBTx63VEEV8Mmbn7pi9cbgzXIyweci36Q=',
  'ns-resize': 'sha256-wUEtAaaVdYbl2wBKc7ZXQJ+ZY0hLP1JUfj5VzM8WQJ4=',
  'n-resize': 'sha256-xWWdZhbIKroFvyKpADxJwHlQTxeDyH03GJQEs0FTvdQ=',
  's-resize': 'sha256-qRk/VfuUuXoKA7au6vyYM5V1nEMVy+UkEZk7KDa2ov0=',
};

/** The Content-Security-Policy of the page. `connect` names what it may reach besides its own origin. */
export function contentPolicy(connect: readonly string[] = []): string {
  const dividers = DIVIDER_CURSORS.map((cursor) => `'${DIVIDER_HASHES[cursor]}'`).join(' ');
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${dividers}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer, page or not. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
};

/** Content types of the files that the page is made of, by the end of their names. */
export const PAGE_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
