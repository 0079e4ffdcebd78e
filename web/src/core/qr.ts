// A QR code as one SVG path, by the library uqr, which is loaded when a code is shown.
export interface QrPath {
  size: number; // modules, with the quiet border: the side of the viewBox
  path: string;
}

export async function qrSvgPath(text: string): Promise<QrPath> {
  const { encode } = await import('uqr');
  const { size, data } = encode(text, { ecc: 'M', border: 2 });
  const squares = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return { size, path: squares.join('') };
}
