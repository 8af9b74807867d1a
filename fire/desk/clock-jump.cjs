// Preloaded into a process whose clock jumps: its Date is shifted by the milliseconds that the file CLOCK_OFFSET_FILE
// holds. The timers and the monotonic clock go on as before, as they do when a machine's clock is set.
const { readFileSync } = require('node:fs');

const file = process.env.CLOCK_OFFSET_FILE;
const RealDate = Date;
let offsetMs = 0;

function readOffset() {
  try {
    offsetMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    offsetMs = 0;
  }
}

class ShiftedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offsetMs);
    else super(...given);
  }

  static now() {
    return RealDate.now() + offsetMs;
  }
}

if (file !== undefined) {
  globalThis.Date = ShiftedDate;
  readOffset();
  setInterval(readOffset, 100).unref();
}
