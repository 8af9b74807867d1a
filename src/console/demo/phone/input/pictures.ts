/** Makes pictures smaller before the phone sends them, as WeChat does. */
const LONGEST_SIDE = 1_280;
const LARGEST_BYTES = 170_000;
const QUALITIES = [0.85, 0.7, 0.5, 0.3] as const;

/** A picture as JPEG in base64, small enough for the demo; null if the file is not a picture. */
export async function shrinkPicture(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = canvasOf(picture.width * scale, picture.height * scale);
  // WeChat shows white where a picture is transparent.
  canvas.pen.fillStyle = '#fff';
  canvas.pen.fillRect(0, 0, canvas.width, canvas.height);
  canvas.pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return toBase64(canvas.element);
}

/** Draws a cup of tea. */
export async function samplePicture(): Promise<string | null> {
  const { element, pen, width, height } = canvasOf(640, 480);
  const sky = pen.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, '#f6e7c8');
  sky.addColorStop(1, '#d9b98a');
  pen.fillStyle = sky;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = '#8a5a34';
  pen.fillRect(0, 380, width, 100);
  pen.fillStyle = '#fdfcf8';
  pen.beginPath();
  pen.moveTo(190, 210);
  pen.bezierCurveTo(190, 400, 430, 400, 430, 210);
  pen.fill();
  pen.beginPath();
  pen.ellipse(310, 210, 120, 30, 0, 0, Math.PI * 2);
  pen.fill();
  pen.fillStyle = '#5f8a3d';
  pen.beginPath();
  pen.ellipse(310, 212, 104, 22, 0, 0, Math.PI * 2);
  pen.fill();
  pen.lineWidth = 20;
  pen.strokeStyle = '#fdfcf8';
  pen.beginPath();
  pen.arc(430, 265, 42, -1.2, 1.5);
  pen.stroke();
  pen.lineWidth = 7;
  pen.strokeStyle = 'rgb(255 255 255 / 70%)';
  for (const x of [260, 310, 360]) {
    pen.beginPath();
    pen.moveTo(x, 165);
    pen.bezierCurveTo(x - 30, 130, x + 30, 105, x, 65);
    pen.stroke();
  }
  return toBase64(element);
}

function canvasOf(width: number, height: number) {
  const element = document.createElement('canvas');
  element.width = Math.max(1, Math.round(width));
  element.height = Math.max(1, Math.round(height));
  const pen = element.getContext('2d');
  if (pen === null) throw new Error('The browser draws no pictures.');
  return { element, pen, width: element.width, height: element.height };
}

async function toBase64(canvas: HTMLCanvasElement): Promise<string | null> {
  for (const quality of QUALITIES) {
    const url = canvas.toDataURL('image/jpeg', quality);
    const base64 = url.slice(url.indexOf(',') + 1);
    if (base64.length * 0.75 <= LARGEST_BYTES) return base64;
  }
  return null;
}
