/** Tables as text. */

/** A cell as it stands in a line: in quotes where it would be taken for something else. */
export function csvCell(cell: number | string, delimiter = ','): string {
  const text = String(cell);
  const quoted = /["\r\n]|^\s|\s$/.test(text) || text.includes(delimiter);
  return quoted ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvLine = (cells: readonly (number | string)[], delimiter = ','): string =>
  `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\n`;
