/** Hands what the page holds to the person as a file. */

const SHARPNESS = 2;

export function saveFile(name: string, contents: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(contents);
  link.download = name;
  link.click();
  // The download has begun by then, in every browser.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export const textFile = (text: string, type: string): Blob => new Blob([text], { type });

/** The SVG document as PNG, in twice its size, as screens of today have it. */
export async function pngOf(svg: string, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(textFile(svg, 'image/svg+xml'));
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * SHARPNESS;
    canvas.height = height * SHARPNESS;
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((done, fail) =>
      canvas.toBlob(
        (blob) => (blob ? done(blob) : fail(new Error('The picture could not be encoded.'))),
        'image/png',
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** "Run 3, loss" as a file's name that every system takes. */
export const fileName = (text: string, end: string): string =>
  `${text.replaceAll(/[^\p{L}\p{N}._-]+/gu, ' ').trim() || 'curves'}.${end}`;
